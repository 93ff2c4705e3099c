import { type OperationName, operations } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";
import { type Answer, xmlAnswer } from "./answers.ts";
import { checkPaymentFields } from "./field-checks.ts";
import { type GatewayContext, secureCodeOf } from "./gateway-context.ts";
import { createToken } from "./ids.ts";
import { changePayment, checkDuplicate, toAnsweredResult, toNewPayment, withOutcome } from "./payment-life.ts";
import { type Decided, decideBySource } from "./payment-sources.ts";
import { isRefusal, type Refusal } from "./refusals.ts";
import { toRefusedResult } from "./result-message.ts";
import type { SandboxPayment } from "./sandbox-payment.ts";
import { checkSigned } from "./signed-request.ts";

/** Answers a direct payment, by card, QuickPay id or wallet (protocol.md §6.2). */
export async function answerDirectPay(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const outcome = await payDirectly(fields, context, operation);
  if (isRefusal(outcome)) {
    return xmlAnswer(await toRefusedResult(fields, outcome, secureCodeOf(context, fields.terminal)));
  }
  return xmlAnswer(await toAnsweredResult(await changePayment(outcome, context), context));
}

async function payDirectly(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<SandboxPayment | Refusal> {
  const refusal = (await checkSigned(operations[operation], fields, context)) ?? checkPaymentFields(fields);
  if (refusal) return refusal;
  const decided = await decideBySource(fields, context);
  if (isRefusal(decided)) return decided;
  return (await checkDuplicate(fields, context)) ?? decide(fields, decided, context);
}

async function decide(
  fields: WireFields,
  { outcome, cardNumber, isChallenge }: Decided,
  context: GatewayContext,
): Promise<SandboxPayment> {
  const payment = { ...(await toNewPayment(fields, outcome, context)), cardNumber };
  return withOutcome(await withChallenge(payment, isChallenge, context), outcome, context.now());
}

/** Returns a payment with its 3-D Secure step, where one is due. */
export async function withChallenge(
  payment: SandboxPayment,
  isChallenge: boolean,
  context: GatewayContext,
): Promise<SandboxPayment> {
  if (!isChallenge) return payment;
  const authType = payment.isPreAuthorisation ? "3" : "2";
  return { ...payment, authType, challenge: await createToken(payment.paymentId, context) };
}
