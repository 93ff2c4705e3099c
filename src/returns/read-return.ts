import { receiveText } from "../http/receive-text.ts";
import { type FindOrder, type LookedUp, lookUp } from "../results/find-order.ts";
import { type NotifiedPayment, toNotifiedPayment } from "../results/payment-result.ts";
import { toRefusal } from "../results/refusal.ts";
import { readSignedPayment, type SecureCodesOf } from "../results/signed-payment.ts";
import { fromForm } from "../wire/form.ts";

/**
 * What the shopper's browser brought back. Its signature is right, and it is never confirmed: it came through the
 * shopper's hands, and the same form comes again whenever it is sent again. `returns.confirm` asks, the notice tells.
 */
export interface PaymentReturn {
  readonly isConfirmed: false;
  readonly payment: NotifiedPayment;
  /** How it meets the order that `findOrder` returned; `"unmatched"` where no `findOrder` was given. */
  readonly match: LookedUp;
}

/** How a return is read. */
export interface ReadReturnOptions {
  /** Looks up the stored order: without it the return's `match` is `"unmatched"`. */
  readonly findOrder?: FindOrder | undefined;
}

/**
 * Returns what a shopper's browser posted to `backUrl`, or its raw body: only the body counts, never the address or its
 * query. Its fields are a payment result's (agreed, protocol.md §4.1).
 *
 * @throws SignatureError as for a notice. @throws ResponseError `unexpected_method`, `unexpected_content_type`,
 * `malformed_text`, `malformed_form`; where the gateway tells, signed, that it refused the request `duplicate_order`,
 * `gateway_refused`, `wrong_environment`. @throws TransportError `body_too_large`, `connection_failed`, `timeout`.
 */
export async function readReturn(
  request: Request | string,
  { findOrder }: ReadReturnOptions,
  { account, secureCodesOf }: { readonly account: string; readonly secureCodesOf: SecureCodesOf },
): Promise<PaymentReturn> {
  const mediaTypes = ["application/x-www-form-urlencoded"];
  const fields = fromForm(await receiveText(request, { what: "a return", mediaTypes }));
  const verified = await readSignedPayment(fields, account, secureCodesOf);
  const refusal = verified.signed.status === "failure" && toRefusal(verified.signed.details, { verified: true });
  if (refusal) throw refusal;
  const payment = toNotifiedPayment(verified);
  return { isConfirmed: false, payment, match: await lookUp(payment, payment.signed, findOrder) };
}
