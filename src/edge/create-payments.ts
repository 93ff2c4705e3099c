import type { PublicConfig } from "../card/public-config.ts";
import { resolveEnvironment } from "../environment.ts";
import { createSend } from "../http/ofetch-send.ts";
import { type Notice, readNotice } from "../notifications/read-notice.ts";
import { buildPay, readPayAnswer, withOrder } from "../payments/pay.ts";
import type { PaymentResult } from "../results/payment-result.ts";
import { type CallOptions, parseCallOptions, parsePayInput, type PayInput } from "../schema/pay-input.ts";
import { parsePaymentsConfig, type PaymentsConfig } from "../schema/payments-config.ts";
import { operations } from "../wire/operations.ts";
import { exchangeForm } from "./exchange.ts";
import { assertServer } from "./guard.ts";
import { createTerminals } from "./terminals.ts";

/** The Accept Payments client. */
export interface PaymentsClient {
  readonly payments: {
    /**
     * Sends a direct card payment and returns its result. A decline is a result, not an error.
     *
     * Sent once, never repeated: an error with `outcome: "unknown"` means that the gateway may have taken the money, so
     * ask for the order (`error.order`) before trying again. The order of the signed fields is agreed by all public
     * integrations (protocol.md §4.1).
     *
     * @throws InputError for an input that is wrong; nothing was sent.
     * @throws TransportError where no whole answer came.
     * @throws SignatureError where the answer must not be believed.
     * @throws ResponseError where the answer can't be used, or the gateway refused the request itself.
     */
    readonly pay: (input: PayInput, options?: CallOptions) => Promise<PaymentResult>;
  };
  readonly notifications: {
    /**
     * Returns what the gateway sent to `noticeUrl`, its signature checked with the secret of the terminal it names.
     *
     * @throws SignatureError `unknown_terminal`, `missing_signature`, `invalid_signature`: forged, change nothing and
     * answer `receive-ok`. `unexpected_shape`, `ambiguous_outcome`: signed, so ask the gateway about the order before
     * answering.
     * @throws ResponseError `duplicate_order`, `gateway_refused`, `wrong_environment` where the gateway tells, signed,
     * that it refused a request: no decline, and a duplicate's order may be paid. `unexpected_method`,
     * `unexpected_content_type`, `malformed_text`, `malformed_xml`.
     * @throws TransportError `body_too_large` (a notice has at most 64 kB), `connection_failed`.
     */
    readonly read: (request: Request | string) => Promise<Notice>;
  };
  /**
   * Returns exactly what a page may have of a terminal: environment, account, terminal and public key.
   *
   * @throws InputError `invalid_argument` for an unknown terminal, `missing_credential` for one without a public key.
   */
  readonly publicConfig: (terminal?: string) => PublicConfig;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Returns the Accept Payments client. Server only.
 *
 * @throws InputError `server_only` in a page, `invalid_config` and `missing_field` for a configuration that is wrong.
 * @throws KeyError for a public key that is none.
 * @example
 * ```ts
 * import { createPayments } from "oceanpayment/edge";
 *
 * declare const secureCode: string;
 * const { payments } = createPayments({
 *   environment: "sandbox",
 *   account: "995149",
 *   terminals: [{ terminal: "99514901", secureCode }],
 * });
 * ```
 */
export function createPayments(config: PaymentsConfig): PaymentsClient {
  assertServer(config);
  const parsed = parsePaymentsConfig(config);
  const { account, timeoutMs = DEFAULT_TIMEOUT_MS } = parsed;
  const context = { environment: resolveEnvironment(parsed.environment), send: createSend(parsed.fetch), timeoutMs };
  const terminals = createTerminals(parsed);
  const { secureCodesOf } = terminals;
  return Object.freeze({
    payments: Object.freeze({
      pay: async (input: PayInput, call?: CallOptions) => {
        const checked = parsePayInput(input);
        const checkedCall = parseCallOptions(call);
        const { terminal, secureCode } = terminals.select(checked.terminal);
        const sent = buildPay(checked, account, terminal);
        try {
          const body = await exchangeForm(operations["payments.pay"], sent, {
            secureCode,
            context,
            call: checkedCall,
          });
          return await readPayAnswer(body, { sent, environment: context.environment, secureCodesOf });
        } catch (error) {
          throw withOrder(error, sent);
        }
      },
    }),
    notifications: Object.freeze({
      read: (request: Request | string) => readNotice(request, account, secureCodesOf),
    }),
    publicConfig: terminals.publicConfig,
  });
}
