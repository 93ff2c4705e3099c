import { isForgery, OceanpaymentError } from "../errors.ts";
import { receiveText } from "../http/receive-text.ts";
import { type FindOrder, lookUp, type OrderName } from "../results/find-order.ts";
import { type NotifiedPayment, toNotifiedPayment } from "../results/payment-result.ts";
import type { AnswerFields } from "../results/plain-answer.ts";
import { toRefusal } from "../results/refusal.ts";
import { readSignedPayment, type SecureCodesOf } from "../results/signed-payment.ts";
import { readXml, readXmlFields } from "../wire/xml.ts";
import { eventOf, type Notice, toUnverifiedNotice, type UnverifiedNotice } from "./notice.ts";
import { assertSender } from "./senders.ts";

/** How a notice is read. */
export interface ReadNoticeOptions {
  /** Looks up the stored order: without it the notice's `match` is `"unmatched"`. */
  readonly findOrder?: FindOrder | undefined;
  /** The addresses that notices may come from, such as `NOTICE_SENDERS`. Default: any. */
  readonly allowedSenders?: readonly string[] | undefined;
  /** The address of the connection that brought the notice. Needed with `allowedSenders`. */
  readonly senderAddress?: string | undefined;
}

/** What a notice is read with. */
export interface NoticeContext {
  readonly account: string;
  readonly secureCodesOf: SecureCodesOf;
}

/** What a notice turned out to be. */
export type ReadNotice =
  | { readonly kind: "payment"; readonly payment: NotifiedPayment }
  | { readonly kind: "unverified"; readonly notice: UnverifiedNotice }
  /** Signed by the gateway, and no result of a payment: what it means, the gateway must be asked. */
  | { readonly kind: "doubtful"; readonly about: OrderName; readonly error: OceanpaymentError }
  /** Not the gateway's. `terminal` is the one it names, where that is the merchant's. */
  | { readonly kind: "forged"; readonly terminal: string | undefined; readonly error: OceanpaymentError };

/**
 * Returns a notice from the request that brought it, or from its raw body.
 *
 * Notices are XML by POST (stated, protocol.md §6.7); only the body counts, never the address or its query. What a notice
 * is, its signature decides: `notice_type` is outside of it.
 *
 * @throws as {@link readNoticeBody} and {@link interpretNotice}; what is doubtful too. @throws SignatureError
 * `unknown_sender`.
 */
export async function readNotice(
  request: Request | string,
  { findOrder, allowedSenders, senderAddress }: ReadNoticeOptions,
  context: NoticeContext,
): Promise<Notice> {
  assertSender(senderAddress, allowedSenders);
  const read = await interpretNotice(await readNoticeBody(request), context);
  if (read.kind === "doubtful" || read.kind === "forged") throw read.error;
  if (read.kind === "unverified") return read.notice;
  const { payment } = read;
  const match = await lookUp(payment, payment.signed, findOrder);
  return { kind: "payment", event: eventOf(payment), verified: true, payment, match };
}

/** Returns the raw body of a notice. @throws as {@link receiveText}. */
export function readNoticeBody(request: Request | string): Promise<string> {
  return receiveText(request, { what: "a notice", mediaTypes: ["application/xml", "text/xml"] });
}

/**
 * Returns what a notice's body is.
 *
 * A signed text that is no payment's result is doubtful: `unexpected_shape`, `ambiguous_outcome`, and where the gateway
 * tells, signed, that it refused a request `duplicate_order`, `gateway_refused`, `wrong_environment`: no decline, and a
 * duplicate's order may be paid.
 *
 * What is forged has `unknown_terminal`, `missing_signature` or `invalid_signature`.
 *
 * @throws ResponseError `malformed_xml`.
 */
export async function interpretNotice(body: string, { account, secureCodesOf }: NoticeContext): Promise<ReadNotice> {
  const fields = readXmlFields(readXml(body));
  try {
    const payment = await readSignedPayment(fields, account, secureCodesOf);
    const refusal = payment.signed.status === "failure" && toRefusal(payment.signed.details, { verified: true });
    if (!refusal) return { kind: "payment", payment: toNotifiedPayment(payment) };
    return { kind: "doubtful", about: toOrderName(fields), error: refusal };
  } catch (error) {
    if (!(error instanceof OceanpaymentError)) throw error;
    // Right signature, unknown shape: neither trusted nor thrown away (protocol.md §4.3).
    if (!isForgery(error)) return { kind: "doubtful", about: toOrderName(fields), error };
    const { notice_type: noticeType = "" } = fields;
    if (noticeType !== "" && noticeType !== "transaction") {
      return { kind: "unverified", notice: toUnverifiedNotice(fields) };
    }
    const { terminal } = toOrderName(fields);
    return { kind: "forged", terminal: secureCodesOf(terminal).length > 0 ? terminal : undefined, error };
  }
}

function toOrderName(fields: AnswerFields): OrderName {
  const { account = "", terminal = "", order_number: orderNumber = "" } = fields;
  return { account, terminal, orderNumber };
}
