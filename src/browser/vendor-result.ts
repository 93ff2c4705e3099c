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

/** The frame found something wrong with what was typed, and said it to the shopper: nothing was paid. */
export interface UnconfirmedInvalid {
  readonly status: "invalid";
  readonly verified: false;
  readonly code: string;
  readonly message: string;
  readonly method: string;
}

/** What a checkout came to. It passed through the page: show it, and let the server ask or be notified. */
export type EmbeddedResult = UnconfirmedPayment | UnconfirmedRedirect | UnconfirmedInvalid;

/** A result has about two kilobytes. */
const MOST_CHARACTERS = 65_536;

/**
 * Returns what a result in XML says.
 *
 * @throws ResponseError `malformed_xml`, `unexpected_answer`, `answer_mismatch` where it is about another order than
 * `orderNumber`, `untrusted_redirect`. What became of the payment is unknown then.
 */
export function readVendorResult(
  xml: string,
  { environment, orderNumber = "" }: { readonly environment: Environment; readonly orderNumber?: string | undefined },
): UnconfirmedPayment | UnconfirmedRedirect {
  if (xml.length > MOST_CHARACTERS) throw unusable("unexpected_answer", "is too long to be one");
  const fields = readFields(xml);
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

function readFields(xml: string): Readonly<Record<string, string>> {
  try {
    return readXmlFields(readXml(xml));
  } catch {
    throw unusable("malformed_xml", "is not the gateway's XML");
  }
}

/** Returns what the frame says about what was typed. */
export function readValidation(data: unknown): UnconfirmedInvalid {
  const { code, msg, method } = Object(data) as Readonly<Record<string, unknown>>;
  return { status: "invalid", verified: false, code: toText(code), message: toText(msg), method: toText(method) };
}

function toText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? `${value}` : "";
}

function unusable(code: ResponseError["code"], why: string): ResponseError {
  return new ResponseError(code, `the result ${why}`, { outcome: "unknown" });
}
