import { ResponseError } from "../errors.ts";
import { addressRefused, type AnswerContext, type AnswerFields, readRoot } from "../results/plain-answer.ts";
import type { TrackingInput } from "../schema/orders-input.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";

/** A parcel's number that the gateway took. */
export interface TrackingResult {
  readonly status: "approved";
  /** No source tells how this answer is signed. */
  readonly verified: false;
  /** All fields of the answer by their wire names. */
  readonly fields: AnswerFields;
}

/** What `tracking_results` says (stated, protocol.md §6.4). */
const REFUSALS: Readonly<Record<string, string>> = {
  "00": "it failed",
  "02": "the account is wrong",
  "03": "the terminal is wrong",
  "04": "the signature was wrong: check the terminal's secureCode",
  "05": "the account has an error",
  "06": "the tracking number is wrong",
  "07": "the address of the carrier's page is wrong",
  "08": "the carrier is wrong",
  "09": "the payment id is wrong",
  "10": "parameters are missing",
  "12": "the payment id is empty",
  "14": "the account is empty",
  "15": "the terminal is empty",
  "16": "the carrier is empty",
  "17": "there is no such payment",
  "18": "the carrier's page is empty",
  "19": "the order number is wrong",
  "99": "their system failed",
};

/** The one that complains about the caller's address. */
const ADDRESS_REFUSED = "11";

/** Returns the fields of a parcel's number by their wire names, not yet signed. */
export function buildTracking(input: TrackingInput, { account, terminal }: Merchant): WireFields {
  return {
    account,
    terminal,
    payment_id: input.paymentId,
    order_number: input.orderNumber,
    tracking_number: input.trackingNumber,
    tracking_site: input.site,
    tracking_handler: input.handler,
  };
}

/**
 * Returns what the answer of a parcel's number says.
 *
 * @throws ResponseError `gateway_refused`, `ip_not_registered`, `unexpected_answer`, `answer_mismatch`, `malformed_xml`.
 */
export function readTrackingAnswer(body: string, context: AnswerContext): TrackingResult {
  const { fields } = readRoot(body, context);
  const { tracking_results: code = "" } = fields;
  if (code === "01") return { status: "approved", verified: false, fields };
  if (code === ADDRESS_REFUSED) throw addressRefused(code);
  const meaning = Object.hasOwn(REFUSALS, code) ? REFUSALS[code] : undefined;
  if (meaning === undefined) {
    throw new ResponseError("unexpected_answer", "the answer must hold one of the documented tracking_results");
  }
  throw new ResponseError("gateway_refused", `the gateway refused the tracking number with ${code}: ${meaning}`, {
    gatewayCode: code,
  });
}
