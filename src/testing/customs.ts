import { type OperationName, operations } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";
import { type Answer, xmlAnswer } from "./answers.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { STATED } from "./inferred.ts";
import { otherRefusal, type Refusal, toDetails } from "./refusals.ts";
import { echoOf } from "./result-message.ts";
import { hasSucceededWithin, type SandboxPayment } from "./sandbox-payment.ts";
import { checkSigned } from "./signed-request.ts";

/** The methods that are declared to customs (stated, §6.2), by the beginning of their names (§6.6). */
const METHODS = ["WeChat", "Wechat", "Alipay", "UnionPay", "YunShanFu"];

/** The fields of a declaration that are kept. */
const DECLARED = [
  "type",
  "pay_userId",
  "pay_userName",
  "price",
  "total_amount",
  "customs",
  "customs_number",
  "customs_name",
  "shipping_fee",
  "sub_order_number",
];

/** Answers a declaration to customs. No source shows this answer: its fields are inferred, and nothing is signed. */
export async function answerCustoms(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const signature = await checkSigned(operations[operation], fields, context);
  const payment = signature ? undefined : await context.state.payment(fields.payment_id ?? "");
  const refusal = signature ?? checkDeclaration(fields, payment, context);
  if (payment && !refusal) {
    const sent = DECLARED.filter((name) => fields[name]).map((name) => [name, fields[name] ?? ""] as const);
    await context.state.savePayment({ ...payment, customs: [...payment.customs, Object.fromEntries(sent)] });
  }
  return xmlAnswer({
    ...echoOf(fields, ["account", "terminal"]),
    signValue: "",
    ...echoOf(fields, ["payment_id", "type"]),
    status: refusal ? "0" : "1",
    details: refusal ? toDetails(refusal) : "80000:Success",
  });
}

function checkDeclaration(
  { terminal, type = "" }: WireFields,
  payment: SandboxPayment | undefined,
  context: GatewayContext,
): Refusal | undefined {
  if (!payment || payment.terminal !== terminal) return otherRefusal("payment_id is not found");
  if (type === "") return otherRefusal("type is missing");
  if (!METHODS.some((method) => payment.methods.startsWith(method))) return otherRefusal("methods is wrong");
  if (!hasSucceededWithin(payment, context.now(), STATED.customsMs)) return otherRefusal("the payment is too old");
  return undefined;
}
