import { type OperationName, operations } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";
import { type Answer, seeOther } from "./answers.ts";
import { checkAddresses, checkLengths, isEmail, QUICKPAY_LENGTHS } from "./field-checks.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { refusedForm } from "./hosted-pay.ts";
import { createQuickpay } from "./quickpay-life.ts";
import { QUICKPAY_PATH } from "./quickpay-page.ts";
import { otherRefusal, REFUSED, type Refusal } from "./refusals.ts";
import { checkSigned } from "./signed-request.ts";

/** Answers `service/create`: a shopper's browser comes to have a card stored (protocol.md §6.5). */
export async function answerQuickpayForm(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const refusal = (await checkSigned(operations[operation], fields, context)) ?? checkFields(fields);
  if (refusal) return refusedForm(refusal);
  const quickpay = await createQuickpay(
    {
      terminal: fields.terminal ?? "",
      customerId: fields.customer_id ?? "",
      methods: fields.methods ?? "",
      decision: "approve",
      status: "pending",
      backUrl: fields.backUrl ?? "",
      notes: fields.order_notes ?? "",
      description: "",
      merchantReferenceId: "",
      asks: "card",
    },
    context,
  );
  return seeOther(`${context.origin}${QUICKPAY_PATH}${quickpay.token}`);
}

function checkFields(fields: WireFields): Refusal | undefined {
  const refusal = checkLengths(fields, QUICKPAY_LENGTHS) ?? checkAddresses(fields);
  if (refusal) return refusal;
  // Cards only: other methods are stored by the JSON call.
  if (fields.methods !== "Credit Card") return otherRefusal("methods is wrong");
  return isEmail(fields.billing_email) ? undefined : REFUSED.email;
}
