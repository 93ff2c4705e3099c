import { ResponseError, SignatureError } from "../errors.ts";
import { readBody } from "../http/read-body.ts";
import { mediaType } from "../http/send.ts";
import { type NotifiedPayment, toNotifiedPayment } from "../results/payment-result.ts";
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

/**
 * Returns a notice from the request that brought it, or from its raw body.
 *
 * Notices are XML by POST (stated, protocol.md §6.7). What a notice is, its signature decides: `notice_type` is outside
 * of it.
 *
 * @throws SignatureError `unknown_terminal`, `missing_signature`, `invalid_signature`: forged, change nothing and answer
 * `receive-ok`. `unexpected_shape`, `ambiguous_outcome`: signed, so ask the gateway about the order before answering.
 * @throws ResponseError `unexpected_method`, `unexpected_content_type`, `malformed_text`, `malformed_xml`.
 * @throws TransportError `body_too_large`.
 */
export async function readNotice(
  request: Request | string,
  account: string,
  secureCodesOf: SecureCodesOf,
): Promise<Notice> {
  const body = typeof request === "string" ? request : await readRequest(request);
  if (body.length > MOST_BYTES) {
    throw new ResponseError("malformed_xml", `a notice has at most ${MOST_BYTES} characters, got ${body.length}`);
  }
  const fields = readXmlFields(readXml(body));
  try {
    const payment = await readSignedPayment(fields, account, secureCodesOf);
    return { kind: "payment", verified: true, payment: toNotifiedPayment(payment) };
  } catch (error) {
    const { notice_type: noticeType = "" } = fields;
    if (!isForged(error) || noticeType === "" || noticeType === "transaction") throw error;
    return { kind: "unverified", verified: false, noticeType, fields: Object.freeze({ ...fields }) };
  }
}

/** Tells whether an error means that a message is not the gateway's, rather than the gateway's and odd. */
function isForged(error: unknown): boolean {
  return error instanceof SignatureError && error.code !== "unexpected_shape" && error.code !== "ambiguous_outcome";
}

async function readRequest(request: Request): Promise<string> {
  if (request.method !== "POST") {
    throw new ResponseError("unexpected_method", "a notice comes by POST");
  }
  const type = mediaType(request.headers.get("content-type"));
  if (type !== "application/xml" && type !== "text/xml") {
    throw new ResponseError("unexpected_content_type", "a notice comes as application/xml");
  }
  return readBody(request.body, MOST_BYTES);
}
