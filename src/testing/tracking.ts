import { type OperationName, operations } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";
import { type Answer, xmlAnswer } from "./answers.ts";
import { isWebAddress } from "./field-checks.ts";
import { type GatewayContext, secureCodeOf } from "./gateway-context.ts";
import { isRecent } from "./order-query.ts";
import { echoOf } from "./result-message.ts";
import type { SandboxPayment } from "./sandbox-payment.ts";
import { checkSigned } from "./signed-request.ts";

/** What `tracking_results` says: stated in protocol.md §6.4. */
const RESULTS = {
  "01": "Success",
  "02": "account is wrong",
  "03": "terminal is wrong",
  "04": "signValue is wrong",
  "06": "tracking_number is wrong",
  "07": "tracking_site is no URL",
  "09": "payment_id is wrong",
  "10": "Parameters are incomplete",
  "11": "IP address is not registered",
  "12": "payment_id is empty",
  "14": "account is empty",
  "15": "terminal is empty",
  "16": "tracking_handler is empty",
  "17": "payment_id is not found",
  "18": "tracking_site is empty",
  "19": "order_number is not found",
} as const;

type TrackingCode = keyof typeof RESULTS;

/** One thing that can be wrong with an upload. */
type Check = (fields: WireFields, context: GatewayContext) => boolean;

/** What must be right before the signature is looked at, in this order. */
const TERMINAL_CHECKS: readonly (readonly [TrackingCode, isWrong: Check])[] = [
  ["14", ({ account }) => !account],
  ["15", ({ terminal }) => !terminal],
  ["02", ({ account }, context) => account !== context.account],
  ["03", ({ terminal }, context) => secureCodeOf(context, terminal) === ""],
  // Exactly one of the two may be sent: no order of both is known to be signed (§4.1).
  ["10", ({ payment_id, order_number }) => Boolean(payment_id && order_number)],
];

/** What must be right after it. */
const FIELD_CHECKS: readonly (readonly [TrackingCode, isWrong: Check])[] = [
  ["12", ({ payment_id, order_number }) => !payment_id && !order_number],
  ["06", ({ tracking_number }) => !tracking_number],
  ["18", ({ tracking_site }) => !tracking_site],
  ["07", ({ tracking_site }) => !isWebAddress(tracking_site)],
  ["16", ({ tracking_handler }) => !tracking_handler],
  ["09", ({ payment_id }) => Boolean(payment_id) && !/^\d{18,21}$/.test(payment_id ?? "")],
];

/** Answers `uploadTrackingNo`, and keeps the shipment with its payment. */
export async function answerTracking(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const wrong = findWrong(TERMINAL_CHECKS, fields, context);
  const isForged = !wrong && (await checkSigned(operations[operation], fields, context)) !== undefined;
  const code = wrong ?? (isForged ? "04" : findWrong(FIELD_CHECKS, fields, context));
  const payment = code ? undefined : await findPayment(fields, context);
  if (!payment) return toAnswer(fields, code ?? (fields.payment_id ? "17" : "19"));
  const { tracking_number = "", tracking_site = "", tracking_handler = "" } = fields;
  const shipment = { number: tracking_number, site: tracking_site, handler: tracking_handler };
  await context.state.savePayment({ ...payment, tracking: [...payment.tracking, shipment] });
  return toAnswer({ ...fields, payment_id: payment.paymentId, order_number: payment.orderNumber }, "01");
}

/** Answers an upload from an address that is not registered. */
export function refuseTracking(fields: WireFields): Answer {
  return toAnswer(fields, "11");
}

function findWrong(checks: typeof FIELD_CHECKS, fields: WireFields, context: GatewayContext): TrackingCode | undefined {
  return checks.find(([, isWrong]) => isWrong(fields, context))?.[0];
}

/** An order is found by its success first, then by its latest payment. */
async function findPayment(
  { terminal = "", payment_id, order_number = "" }: WireFields,
  { state, now }: GatewayContext,
): Promise<SandboxPayment | undefined> {
  const byId = payment_id ? await state.payment(payment_id) : undefined;
  const found = payment_id ? (byId ? [byId] : []) : await state.paymentsOf(terminal, order_number);
  const newestFirst = [...found].reverse().filter((item) => item.terminal === terminal && isRecent(item, now()));
  return newestFirst.find((item) => item.status === "1") ?? newestFirst[0];
}

function toAnswer(fields: WireFields, code: TrackingCode): Answer {
  return xmlAnswer({
    ...echoOf(fields, ["account", "terminal"]),
    signValue: "",
    ...echoOf(fields, ["payment_id", "order_number"]),
    tracking_results: code,
    tracking_details: RESULTS[code],
  });
}
