import { type Environment, isNavigable } from "../environment.ts";
import { ResponseError } from "../errors.ts";
import { readXml, readXmlFields } from "../wire/xml.ts";
import { toFacts, toStatus, type UnconfirmedFacts, type UnconfirmedStatus } from "./vendor-facts.ts";

/** A payment's result as the page was told it. */
export interface UnconfirmedPayment extends UnconfirmedFacts {
  readonly status: UnconfirmedStatus;
}

/** The shopper must go to `redirectUrl` first: give the result to `continueThreeDS`. */
export interface UnconfirmedRedirect extends UnconfirmedFacts {
  readonly status: "redirect";
  /** https on a known host of the gateway. */
  readonly redirectUrl: string;
}

/** The card's frame found something wrong with what was typed, and said it to the shopper: nothing was paid. */
export interface UnconfirmedInvalid {
  readonly status: "invalid";
  readonly verified: false;
  readonly code: string;
  readonly message: string;
  readonly method: string;
}

/** What a checkout came to. It passed through the page: show it, and let the server ask or be notified. */
export type EmbeddedResult = UnconfirmedPayment | UnconfirmedRedirect | UnconfirmedInvalid;

/** What a script says by `{ code, msg, method }` (stated, protocol.md §6.8). Of a payment it tells nothing. */
export interface VendorRemark {
  readonly code: string;
  /** Nothing where it says a code alone. */
  readonly message: string | undefined;
  readonly method: string;
}

/** A result has about two kilobytes. */
const MOST_CHARACTERS = 65_536;

/**
 * Returns the fields of a result in XML.
 *
 * @throws ResponseError `malformed_xml`, `unexpected_answer`. What became of the payment is unknown then.
 */
export function readVendorFields(xml: string): Readonly<Record<string, string>> {
  if (xml.length > MOST_CHARACTERS) throw unusable("unexpected_answer", "is too long to be one");
  try {
    return readXmlFields(readXml(xml));
  } catch {
    throw unusable("malformed_xml", "is not the gateway's XML");
  }
}

/**
 * Returns what a result's fields say.
 *
 * @throws ResponseError `unexpected_answer`, `answer_mismatch` where it is about another order than `orderNumber`,
 * `untrusted_redirect`. What became of the payment is unknown then.
 */
export function toVendorResult(
  fields: Readonly<Record<string, string>>,
  { environment, orderNumber = "" }: { readonly environment: Environment; readonly orderNumber?: string | undefined },
): UnconfirmedPayment | UnconfirmedRedirect {
  const facts = toFacts(fields);
  const status = toStatus(fields);
  if (status === undefined) throw unusable("unexpected_answer", "tells no status");
  if (orderNumber !== "" && facts.orderNumber !== "" && facts.orderNumber !== orderNumber) {
    throw unusable("answer_mismatch", "is about another order");
  }
  const { pay_url: redirectUrl = "" } = fields;
  if (redirectUrl === "" || status === "approved" || status === "declined") return { status, ...facts };
  if (!isNavigable(redirectUrl, environment)) {
    throw unusable("untrusted_redirect", "sends the shopper to a host that is none of the gateway's");
  }
  return { status: "redirect", ...facts, redirectUrl: new URL(redirectUrl).href };
}

/** What a payment's own fields begin with (protocol.md §6.3), in lower case. What holds one may be a payment's result. */
const PAYMENT_NAMES = ["payment", "pay_", "order", "response_", "quickpay_", "signvalue"];

/**
 * Returns what a script remarks, or nothing for what may be anything else: what holds no code, or a payment's field at any
 * depth, or can't be walked.
 */
export function readRemark(data: unknown): VendorRemark | undefined {
  let isPayments = false;
  try {
    JSON.stringify(data, (name, value: unknown) => {
      isPayments ||= PAYMENT_NAMES.some((start) => name.toLowerCase().startsWith(start));
      return value;
    });
    const { code, msg, method } = Object(data) as Readonly<Record<string, unknown>>;
    const told = toText(code);
    if (isPayments || told === undefined) return undefined;
    return { code: told, message: toText(msg), method: toText(method) ?? "" };
  } catch {
    return undefined;
  }
}

/** Returns the error of an answer whose shape no public source tells. */
export function unknownAnswer(): ResponseError {
  return unusable("unexpected_answer", "is neither the gateway's XML nor a remark on what was typed");
}

function toText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? `${value}` : undefined;
}

function unusable(code: ResponseError["code"], why: string): ResponseError {
  return new ResponseError(code, `the result ${why}`, { outcome: "unknown" });
}
