import {
  type AnswerContext,
  type AnswerFields,
  ANSWERS,
  type PlainOutcome,
  readOutcome,
  readRoot,
} from "../results/plain-answer.ts";
import type { CustomsInput } from "../schema/customs-input.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";

/** What a declaration to the customs answered. Its end comes by a notification. */
export interface CustomsResult extends PlainOutcome {
  /** No source tells how this answer is signed. */
  readonly verified: false;
  readonly paymentId: string;
  /** All fields of the answer by their wire names. */
  readonly fields: AnswerFields;
}

/** Returns the fields of a declaration by their wire names, not yet signed (stated, protocol.md §6.2). */
export function buildCustoms(input: CustomsInput, { account, terminal }: Merchant): WireFields {
  return {
    account,
    terminal,
    payment_id: input.paymentId,
    type: input.type,
    pay_userId: input.payerId,
    pay_userName: input.payerName,
    price: input.price,
    total_amount: input.totalAmount,
    customs: input.customs,
    customs_number: input.customsNumber,
    customs_name: input.customsName,
    shipping_fee: input.shippingFee,
    sub_order_number: input.subOrderNumber,
  };
}

/**
 * Returns what the answer of a declaration says.
 *
 * @throws ResponseError `gateway_refused`, `wrong_environment`, `answer_mismatch`, `malformed_xml`.
 */
export function readCustomsAnswer(body: string, context: AnswerContext): CustomsResult {
  const { fields } = readRoot(body, context);
  const outcome = readOutcome(ANSWERS.customs, fields, context);
  return { ...outcome, verified: false, paymentId: context.sent.payment_id ?? "", fields };
}
