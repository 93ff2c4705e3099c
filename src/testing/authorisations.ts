import { type OperationName, operations } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";
import { isAmount, toHundredths } from "./amounts.ts";
import { type Answer, xmlAnswer } from "./answers.ts";
import { ENDINGS, type Outcome } from "./decisions.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { changePayment, endPayment } from "./payment-life.ts";
import { isRefusal, otherRefusal, REFUSED, type Refusal, toDetails } from "./refusals.ts";
import { echoOf } from "./result-message.ts";
import { isAuthorised, isOpen, isVoided, type SandboxPayment } from "./sandbox-payment.ts";
import { checkSigned } from "./signed-request.ts";

/** What became of a capture or a void: the payment afterwards, and what the answer says. */
interface Done {
  readonly payment: SandboxPayment;
  readonly outcome: Outcome;
}

type Step = (fields: WireFields, context: GatewayContext) => Promise<Done | Refusal>;

const DUPLICATE: Outcome = { status: "0", details: "80014:Duplicate transaction" };
const TOO_MUCH: Outcome = { status: "0", details: "80020:Invalid amount" };

/** The three uses of the call by `payment_authType` (§4.1), and the row that each is signed by. */
const STEPS: Readonly<Record<string, { operation: OperationName; step: Step }>> = {
  "1": { operation: "payments.capture", step: capture },
  "2": { operation: "payments.void", step: voidCard },
  "3": { operation: "payments.voidOffline", step: voidOffline },
};

/** Returns which operation a call to `service/auth` is. */
export function authorisationOperation({ payment_authType = "" }: WireFields): OperationName {
  return Object.hasOwn(STEPS, payment_authType) && STEPS[payment_authType]
    ? STEPS[payment_authType].operation
    : "payments.capture";
}

/** Answers a capture or a void. No source shows this answer: its fields are inferred, and nothing is signed. */
export async function answerAuthorisation(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const { payment_authType = "" } = fields;
  const step = Object.hasOwn(STEPS, payment_authType) ? STEPS[payment_authType]?.step : undefined;
  const refusal = await checkSigned(operations[operation], fields, context);
  const done = refusal ?? (step ? await step(fields, context) : otherRefusal("payment_authType is wrong"));
  const payment = isRefusal(done) ? undefined : done.payment;
  const outcome = isRefusal(done) ? { status: "0", details: toDetails(done) } : done.outcome;
  return xmlAnswer(
    {
      ...echoOf(fields, ["account", "terminal"]),
      signValue: "",
      order_number: payment?.orderNumber ?? echoOf(fields, ["order_number"]).order_number,
      order_currency: payment?.currency ?? "",
      order_amount: payment?.amount ?? echoOf(fields, ["order_amount"]).order_amount,
      payment_id: payment?.paymentId ?? echoOf(fields, ["payment_id"]).payment_id,
      payment_authType: echoOf(fields, ["payment_authType"]).payment_authType,
      payment_status: outcome.status,
      payment_details: outcome.details,
      ...(payment?.capturedAmount && { payment_amount: payment.capturedAmount }),
    },
    "respon",
  );
}

async function capture(fields: WireFields, context: GatewayContext): Promise<Done | Refusal> {
  const payment = await findPreAuthorisation(fields, context);
  if (isRefusal(payment)) return payment;
  if (fields.order_amount && !isAmount(fields.order_amount)) return REFUSED.amount;
  if (isVoided(payment)) return { payment, outcome: ENDINGS.void };
  if (!isAuthorised(payment)) return { payment, outcome: DUPLICATE };
  const amount = fields.order_amount || payment.amount;
  if (toHundredths(amount) > toHundredths(payment.amount)) return { payment, outcome: TOO_MUCH };
  const captured = { ...payment, ...ENDINGS.approve, capturedAmount: amount, endedAtMs: context.now() };
  return { payment: await changePayment(captured, context), outcome: ENDINGS.approve };
}

async function voidCard(fields: WireFields, context: GatewayContext): Promise<Done | Refusal> {
  const payment = await findPreAuthorisation(fields, context);
  if (isRefusal(payment)) return payment;
  if (!isAuthorised(payment)) return { payment, outcome: DUPLICATE };
  const nowMs = context.now();
  const voided = { ...payment, ...ENDINGS.void, voidedAtMs: nowMs, endedAtMs: nowMs };
  return { payment: await changePayment(voided, context), outcome: ENDINGS.void };
}

async function voidOffline(
  { terminal = "", order_number = "" }: WireFields,
  context: GatewayContext,
): Promise<Done | Refusal> {
  const found = [...(await context.state.paymentsOf(terminal, order_number))]
    .reverse()
    .find((item) => item.methods !== "Credit Card" && isOpen(item));
  const payment = found && (await endPayment(found.paymentId, "void", context));
  return payment ? { payment, outcome: ENDINGS.void } : otherRefusal("no such order is pending");
}

/** Returns the payment of a terminal's that was reserved once, whatever became of it. */
async function findPreAuthorisation(
  { terminal, payment_id = "" }: WireFields,
  { state }: GatewayContext,
): Promise<SandboxPayment | Refusal> {
  const payment = await state.payment(payment_id);
  if (!payment || payment.terminal !== terminal) return otherRefusal("payment_id is not found");
  return payment.authorisedAtMs === undefined ? otherRefusal("the payment is no pre-authorisation") : payment;
}
