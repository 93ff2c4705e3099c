import { resolveEnvironment } from "../environment.ts";
import { createSend } from "../http/ofetch-send.ts";
import { findEmbedded } from "../payments/embedded.ts";
import { parseEmbeddedInput } from "../schema/embedded-input.ts";
import { parsePaymentsConfig, type PaymentsConfig } from "../schema/payments-config.ts";
import type { CallInput, CallRow, FormRow } from "./call.ts";
import { calls, forms } from "./calls.ts";
import { createNotifications, createReturns } from "./create-notifications.ts";
import { createOrders } from "./create-orders.ts";
import { createReconcile } from "./create-reconcile.ts";
import { assertServer } from "./guard.ts";
import type { PaymentsClient } from "./payments-client.ts";
import { type CallContext, runCall, signForm } from "./run-call.ts";
import { createTerminals } from "./terminals.ts";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_BUDGET_MS = 60_000;

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
  const { account, timeoutMs = DEFAULT_TIMEOUT_MS, queryBudgetMs = DEFAULT_BUDGET_MS, hooks = {} } = parsed;
  const terminals = createTerminals(parsed);
  const environment = resolveEnvironment(parsed.environment);
  const send = createSend(parsed.fetch);
  const context: CallContext = { environment, send, account, terminals, hooks, timeoutMs, queryBudgetMs };

  const run =
    <Input extends CallInput, Result>(row: CallRow<Input, Result>) =>
    (input: unknown, options?: Parameters<typeof runCall>[2]) =>
      runCall(row, input, options, context);
  const sign =
    <Input extends CallInput>(row: FormRow<Input>) =>
    (input: unknown) =>
      signForm(row, input, context);

  const orders = createOrders(context, parsed.gatewayTimeZone);
  return Object.freeze({
    payments: Object.freeze({
      pay: run(calls.pay),
      createHosted: run(calls.createHosted),
      buildHostedForm: sign(forms.hosted),
      buildEmbeddedFields: async (input: unknown) => {
        const found = await findEmbedded(parseEmbeddedInput(input));
        return (await signForm(forms.embedded, found, context)).fields;
      },
      createLink: run(calls.createLink),
      capture: run(calls.capture),
      void: async (input, options) => {
        // Only an input without the member is an offline payment's: an id that got lost must not void another way.
        const isOffline = !Object.hasOwn(input ?? {}, "paymentId") && input?.orderNumber !== undefined;
        return isOffline
          ? runCall(calls.voidOffline, input, options, context)
          : runCall(calls.void, input, options, context);
      },
      declareCustoms: run(calls.declareCustoms),
    } satisfies PaymentsClient["payments"]),
    orders,
    refunds: Object.freeze({ create: run(calls.createRefund), find: run(calls.findRefund) }),
    quickpay: Object.freeze({
      buildCreateForm: sign(forms.createStored),
      create: run(calls.createStored),
      find: run(calls.findStored),
      cancel: run(calls.cancelStored),
      charge: run(calls.charge),
    }),
    checks: Object.freeze({ account: run(calls.checkAccount), cardBins: run(calls.checkCardBins) }),
    notifications: createNotifications(context, orders),
    returns: createReturns(context, orders),
    reconcile: createReconcile(context, orders),
    publicConfig: terminals.publicConfig,
  });
}
