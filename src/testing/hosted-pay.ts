import { type OperationName, operations } from "../wire/operations.ts";
import { sign, type WireFields } from "../wire/signing.ts";
import { type Answer, pageAnswer, seeOther, xmlAnswer } from "./answers.ts";
import { UNDECIDED } from "./decisions.ts";
import { checkPaymentFields } from "./field-checks.ts";
import { type GatewayContext, secureCodeOf } from "./gateway-context.ts";
import { createToken } from "./ids.ts";
import { INFERRED, STATED } from "./inferred.ts";
import { checkDuplicate, toNewPayment } from "./payment-life.ts";
import { isRefusal, isTrusted, type Refusal, toDetails } from "./refusals.ts";
import { refusalPage } from "./pages.ts";
import { echoOf } from "./result-message.ts";
import type { SandboxPayment } from "./sandbox-payment.ts";
import { checkSigned } from "./signed-request.ts";

/** The path of the gateway's payment pages. */
export const HOSTED_PATH = "/sandbox/pay/";

const ORDER = ["account", "terminal", "order_number", "order_currency", "order_amount"];

/** Answers `sendTrade`: a payment page, made from server to server. */
export async function answerSendTrade(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const payment = await createHosted(fields, context, operation);
  const refused = isRefusal(payment);
  const answer: WireFields = {
    ...echoOf(fields, [...ORDER, "order_notes"]),
    payment_id: refused ? "" : payment.paymentId,
    pay_url: refused ? "" : hostedUrl(payment, context),
    pay_results: refused ? INFERRED.pageRefused : INFERRED.pageMade.results,
    pay_details: refused ? toDetails(payment) : INFERRED.pageMade.details,
  };
  const isSigned = !refused || isTrusted(payment);
  const secureCode = secureCodeOf(context, fields.terminal);
  const signValue = isSigned ? (await sign(operations.createHostedAnswer, answer, secureCode)).toUpperCase() : "";
  return xmlAnswer({ ...answer, signValue }, "respon");
}

/** Answers `service/pay`: a shopper's browser comes with the form, and is sent on to the page. */
export async function answerHostedForm(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const payment = await createHosted(fields, context, operation);
  return isRefusal(payment) ? refusedForm(payment) : seeOther(hostedUrl(payment, context));
}

/** Answers `moto`: a payment page by link, good for 48 hours (stated, §6.2). */
export async function answerLink(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const payment = await createHosted(fields, context, operation, context.now() + STATED.linkMs);
  const refused = isRefusal(payment);
  const answer = {
    ...echoOf(fields, ORDER),
    // No source tells how this answer is signed.
    signValue: "",
    MOTO_url: refused ? "" : hostedUrl(payment, context),
    MOTO_results: refused ? INFERRED.pageRefused : INFERRED.pageMade.results,
    MOTO_details: refused ? toDetails(payment) : INFERRED.pageMade.details,
  };
  return xmlAnswer(answer, "respon");
}

/** Returns what a shopper is shown whose form is refused. */
export function refusedForm(refusal: Refusal): Answer {
  return pageAnswer(refusalPage(toDetails(refusal)), { status: 400, formAction: "'none'" });
}

async function createHosted(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
  expiresAtMs?: number,
): Promise<SandboxPayment | Refusal> {
  const refusal =
    (await checkSigned(operations[operation], fields, context)) ??
    checkPaymentFields(fields) ??
    (await checkDuplicate(fields, context));
  if (refusal) return refusal;
  const payment = await toNewPayment(fields, UNDECIDED, context);
  const token = await createToken(`hosted/${payment.paymentId}`, context);
  // A page takes cards, not ids or tokens: what a request names of them is left aside.
  const hosted = { token, isDecided: false, ...(expiresAtMs !== undefined && { expiresAtMs }) };
  const made = { ...payment, quickpayId: "", hosted };
  await context.state.savePayment(made);
  return made;
}

function hostedUrl({ hosted }: SandboxPayment, { origin }: GatewayContext): string {
  return `${origin}${HOSTED_PATH}${hosted?.token}`;
}
