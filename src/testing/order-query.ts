import { type OperationName, operations } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";
import { type Answer, xmlAnswer } from "./answers.ts";
import type { GatewayContext } from "./gateway-context.ts";
import type { XmlFields } from "./gateway-xml.ts";
import { INFERRED, STATED } from "./inferred.ts";
import { toPaymentInfo } from "./payment-info.ts";
import { refusedQuery } from "./query-refusals.ts";
import { otherRefusal, type Refusal } from "./refusals.ts";
import type { SandboxPayment } from "./sandbox-payment.ts";
import { checkSigned } from "./signed-request.ts";

/** Answers `check/normal`: the payments of up to a hundred orders, those of one order newest first (stated, §6.4). */
export async function answerOrderQuery(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const { terminal = "", order_number = "" } = fields;
  const refusal = (await checkSigned(operations[operation], fields, context)) ?? checkNumbers(order_number);
  if (refusal) return refusedQuery(fields, refusal);
  const entries: XmlFields[] = [];
  for (const orderNumber of new Set(order_number.split(","))) {
    const ofOrder = await context.state.paymentsOf(terminal, orderNumber);
    const recent = ofOrder.filter((item) => isRecent(item, context.now()));
    entries.push(...[...recent].reverse().map((item) => toPaymentInfo(item, ofOrder, context)));
  }
  return xmlAnswer({ paymentInfo: entries });
}

/** Tells whether a payment is young enough to be asked for: six months (stated, §6.4). */
export function isRecent({ createdAtMs }: SandboxPayment, nowMs: number): boolean {
  return nowMs - createdAtMs <= INFERRED.queryDays * 86_400_000;
}

function checkNumbers(text: string): Refusal | undefined {
  const numbers = text.split(",");
  if (numbers.some((number) => number === "")) return otherRefusal("order_number is missing");
  return numbers.length > STATED.mostOrderNumbers ? otherRefusal("too many order numbers") : undefined;
}
