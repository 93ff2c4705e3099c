import { utf8 } from "../bytes/utf8.ts";
import { InputError, isForgery, OceanpaymentError, ResponseError, shapeOf, TransportError } from "../errors.ts";
import { readBody } from "../http/read-body.ts";
import { mediaType } from "../http/send.ts";
import { withinTime } from "../http/within-time.ts";
import { type NotifiedPayment, toNotifiedPayment } from "../results/payment-result.ts";
import { toRefusal } from "../results/refusal.ts";
import { readSignedPayment, type SecureCodesOf } from "../results/signed-payment.ts";
import { readXml, readXmlFields } from "../wire/xml.ts";

/** A payment's notice, its signature checked. */
export interface PaymentNotice {
  readonly kind: "payment";
  readonly verified: true;
  /** What it says. Counts only when `orderMismatches(payment.signed, storedOrder)` is empty. */
  readonly payment: NotifiedPayment;
}

/**
 * A notice whose signature no public source tells how to check (refunds, chargebacks, customs, disputes): anybody can
 * have sent it. Take it as a hint to ask the gateway, and for nothing else.
 */
export interface UnverifiedNotice {
  readonly kind: "unverified";
  readonly verified: false;
  /** The gateway's `notice_type`, such as `refund` or `chargeBack`. */
  readonly noticeType: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What was sent to `noticeUrl`. */
export type Notice = PaymentNotice | UnverifiedNotice;

/** A notice has at most 64 kB; the gateway's have about two. */
const MOST_BYTES = 65_536;
/** How long a notice's body may take to come. */
const MOST_MS = 10_000;

/**
 * Returns a notice from the request that brought it, or from its raw body.
 *
 * Notices are XML by POST (stated, protocol.md §6.7). What a notice is, its signature decides: `notice_type` is outside
 * of it.
 *
 * @throws SignatureError `unknown_terminal`, `missing_signature`, `invalid_signature`: forged, change nothing and answer
 * `receive-ok`. `unexpected_shape`, `ambiguous_outcome`: signed, so ask the gateway about the order before answering.
 * @throws ResponseError `duplicate_order`, `gateway_refused`, `wrong_environment` where the gateway tells, signed, that it
 * refused a request: no decline, and a duplicate's order may be paid. `unexpected_method`, `unexpected_content_type`,
 * `malformed_text`, `malformed_xml`.
 * @throws TransportError `body_too_large`, `connection_failed`, and `timeout` after 10 s. @throws InputError `invalid_argument`.
 */
export async function readNotice(
  request: Request | string,
  account: string,
  secureCodesOf: SecureCodesOf,
): Promise<Notice> {
  const body = typeof request === "string" ? request : await readRequest(request);
  if (utf8(body).length > MOST_BYTES) {
    throw new TransportError("body_too_large", `a notice must have at most ${MOST_BYTES} bytes`);
  }
  const fields = readXmlFields(readXml(body));
  try {
    const payment = await readSignedPayment(fields, account, secureCodesOf);
    const refusal = payment.signed.status === "failure" && toRefusal(payment.signed.details, { verified: true });
    if (refusal) throw refusal;
    return { kind: "payment", verified: true, payment: toNotifiedPayment(payment) };
  } catch (error) {
    const { notice_type: noticeType = "" } = fields;
    if (!isForgery(error) || noticeType === "" || noticeType === "transaction") throw error;
    return { kind: "unverified", verified: false, noticeType, fields: Object.freeze({ ...fields }) };
  }
}

async function readRequest(request: Request): Promise<string> {
  if (typeof request?.headers?.get !== "function") {
    throw new InputError("invalid_argument", `"request" must be a Request or text, got ${shapeOf(request)}`, {
      field: "request",
    });
  }
  if (request.method !== "POST") {
    throw new ResponseError("unexpected_method", "a notice comes by POST");
  }
  const type = mediaType(request.headers.get("content-type"));
  if (type !== "application/xml" && type !== "text/xml") {
    throw new ResponseError("unexpected_content_type", "a notice comes as application/xml");
  }
  try {
    return await withinTime(readBody(request.body, MOST_BYTES), MOST_MS);
  } catch (error) {
    if (error instanceof OceanpaymentError) throw error;
    throw new TransportError("connection_failed", "the notice broke off before its end");
  }
}
