import { utf8 } from "../bytes/utf8.ts";
import { InputError, OceanpaymentError, ResponseError, shapeOf, TransportError } from "../errors.ts";
import { readBody } from "../http/read-body.ts";
import { mediaType } from "../http/send.ts";
import { withinTime } from "../http/within-time.ts";
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

const MOST_BYTES = 32_768;
const MOST_MS = 10_000;

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
  const fields = fromForm(await readReturnBody(request));
  const verified = await readSignedPayment(fields, account, secureCodesOf);
  const refusal = verified.signed.status === "failure" && toRefusal(verified.signed.details, { verified: true });
  if (refusal) throw refusal;
  const payment = toNotifiedPayment(verified);
  return { isConfirmed: false, payment, match: await lookUp(payment, findOrder) };
}

async function readReturnBody(request: Request | string): Promise<string> {
  if (typeof request === "string") {
    if (utf8(request).length <= MOST_BYTES) return request;
    throw new TransportError("body_too_large", `a return must have at most ${MOST_BYTES} bytes`);
  }
  if (typeof request?.headers?.get !== "function") {
    throw new InputError("invalid_argument", `"request" must be a Request or text, got ${shapeOf(request)}`, {
      field: "request",
    });
  }
  if (request.method !== "POST") throw new ResponseError("unexpected_method", "a return comes by POST");
  if (mediaType(request.headers.get("content-type")) !== "application/x-www-form-urlencoded") {
    throw new ResponseError("unexpected_content_type", "a return comes as application/x-www-form-urlencoded");
  }
  try {
    return await withinTime(readBody(request.body, MOST_BYTES), MOST_MS);
  } catch (error) {
    if (error instanceof OceanpaymentError) throw error;
    throw new TransportError("connection_failed", "the return broke off before its end");
  }
}
