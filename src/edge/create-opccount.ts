import { createRsaSha256Signer } from "../crypto/rsa-sha256.ts";
import { InputError } from "../errors.ts";
import { createSend } from "../http/ofetch-send.ts";
import { signCall } from "../opccount/sign-call.ts";
import { toSignedText } from "../opccount/signed-text.ts";
import { walkPages } from "../orders/walk-pages.ts";
import type { CallOptions } from "../schema/call-options.ts";
import { type OpccountConfig, parseOpccountConfig } from "../schema/opccount-config.ts";
import type { FundsListInput } from "../schema/opccount-input.ts";
import { opccountOperations } from "../wire/api-operations.ts";
import { assertServer } from "./guard.ts";
import { opccountCalls } from "./opccount-calls.ts";
import type { OpccountClient } from "./opccount-client.ts";
import { type ApiContext, createApiRunner } from "./run-api-call.ts";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_BUDGET_MS = 60_000;
const JSON_TYPE = { "content-type": "application/json" };

/** Success is stated. No source shows the code of a refused signature, so none is taken for one (protocol.md §8). */
const CODES = { success: ["000"], unauthorised: [] } as const;

/**
 * Returns the OPCCOUNT client. Server only. It keeps the key to itself: printed, it shows neither key nor codes.
 *
 * @throws InputError `server_only` in a page, `invalid_config` and `missing_field` for a configuration that is wrong.
 * @throws KeyError `invalid_key`, `key_too_small`, `key_too_large` for a private key that can't sign here.
 * @example
 * ```ts
 * import { createOpccount } from "oceanpayment/edge";
 *
 * declare const vaCode: string;
 * declare const privateKeyPem: string;
 * const { funds, withdrawals } = createOpccount({
 *   opccountNo: "VA995149",
 *   vaCode,
 *   privateKey: () => privateKeyPem,
 *   host: "https://opccount.example.com",
 * });
 *
 * const day = { from: new Date("2026-01-01"), to: new Date("2026-01-02"), timeZone: "+08:00" };
 * for await (const { gatewayTime, movedAmount, movedCurrency } of funds.list(day)) {
 *   console.log(gatewayTime, movedAmount, movedCurrency);
 * }
 * const withdrawal = { accountKey: "1759747048153808896", currency: "USD", amount: "10.00", feeBearer: "BEN" } as const;
 * const { expectedAmount, fee } = await withdrawals.inquire(withdrawal);
 * const { batchNo } = await withdrawals.apply(withdrawal);
 * console.log(expectedAmount, fee, batchNo);
 * ```
 */
export function createOpccount(config: OpccountConfig): OpccountClient {
  assertServer(config);
  const { opccountNo, vaCode, privateKey, host, ...options } = parseOpccountConfig(config);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, queryBudgetMs = DEFAULT_BUDGET_MS, hooks = {}, methods = {} } = options;
  const { now = () => Date.now(), signedText = toSignedText } = options;
  const signing = { opccountNo, vaCode, sign: createRsaSha256Signer(privateKey), now, signedText };

  const context: ApiContext = {
    origins: { opccount: host },
    send: createSend(options.fetch),
    hooks,
    timeoutMs,
    queryBudgetMs,
    codes: CODES,
    authorise: async ({ row: { multipart }, question: { parameters = {} } }) => ({
      // Every call has a media type (stated), a GET too; a form's, with its boundary, is the platform's to say.
      headers: { ...(!multipart && JSON_TYPE), ...(await signCall(parameters, signing)) },
    }),
  };
  const listMethod = methods["funds.list"];
  const run = createApiRunner(opccountOperations, context, listMethod && { "funds.list": listMethod });

  const listFunds = run(opccountCalls.listFunds);
  return Object.freeze({
    funds: Object.freeze({
      list: (input: FundsListInput, options?: CallOptions) => {
        const ask = async (page: number) => {
          // Pages are counted here.
          if (Object.hasOwn(input ?? {}, "page")) {
            throw new InputError("invalid_field", `"page" is not a member this takes`, { field: "page" });
          }
          return listFunds({ ...input, page }, options);
        };
        return Object.freeze({ [Symbol.asyncIterator]: () => walkPages(ask) });
      },
    } satisfies OpccountClient["funds"]),
    withdrawals: Object.freeze({
      inquire: run(opccountCalls.inquireWithdrawal),
      apply: run(opccountCalls.applyWithdrawal),
    } satisfies OpccountClient["withdrawals"]),
    withdrawalAccounts: Object.freeze({
      add: run(opccountCalls.addWithdrawalAccount),
      edit: run(opccountCalls.editWithdrawalAccount),
    } satisfies OpccountClient["withdrawalAccounts"]),
    fundPayments: Object.freeze({
      addAccount: run(opccountCalls.addFundPaymentAccount),
      deleteAccount: run(opccountCalls.deleteFundPaymentAccount),
      apply: run(opccountCalls.applyFundPayment),
    } satisfies OpccountClient["fundPayments"]),
  });
}
