import * as v from "valibot";
import { isLoopback, readUrl } from "../environment.ts";
import type { PublicKeyInput } from "../crypto/rsa-public-key.ts";
import { isWellFormed } from "../bytes/utf8.ts";
import { isClean } from "../wire/clean.ts";
import { isAmount, mostDecimals } from "../wire/currency.ts";
import { isTimeZone } from "../wire/gateway-time.ts";
import { countOutcomeCuts } from "../wire/outcome-cuts.ts";
import { expects } from "./parse.ts";
import { digits, identifier, personText, text, webAddress } from "./text.ts";

/**
 * `order_number`, 1 to 50 characters (stated). Printable ASCII (inferred: no source names an alphabet) without those that
 * break signatures (§4.2) and the comma, which joins several order numbers in a query (§6.4).
 */
export const orderNumber = v.pipe(
  identifier(50),
  v.check((value) => !holdsOutcome(value), expects("invalid_field", "must not hold what reads as a payment's outcome")),
);

/** An order number to ask about, which another system may have made: any text but what breaks signatures, and the comma. */
export const anyOrderNumber = v.pipe(
  text("must be text of 1 to 50 characters"),
  v.check((value) => value !== "", expects("missing_field", "must be given")),
  v.check((value) => [...value].length <= 50, expects("field_too_long", "must have at most 50 characters")),
  v.check(
    (value) => !value.includes(",") && isClean(value),
    expects("invalid_field", "must be without commas, quotes, < and >, and outer spaces"),
  ),
  v.check((value) => !holdsOutcome(value), expects("invalid_field", "must not hold what reads as a payment's outcome")),
);

/** `order_amount`, 1 to 10 characters: decimal text above zero, at most two decimals (§6.1). */
export const amount = v.pipe(
  v.string(expects("invalid_amount", 'must be decimal text such as "10.00"')),
  v.check(
    (value) => /^(0|[1-9]\d*)(\.\d{1,2})?$/.test(value) && value.length <= 10 && Number(value) > 0,
    expects("invalid_amount", "must be decimal text above zero with at most 2 decimals and 10 characters"),
  ),
);

/** The price of one piece: decimal text, zero included. */
export const price = v.pipe(
  v.string(expects("invalid_amount", 'must be decimal text such as "10.00"')),
  v.check(
    (value) => /^(0|[1-9]\d*)(\.\d{1,2})?$/.test(value) && value.length <= 10,
    expects("invalid_amount", "must be decimal text with at most 2 decimals and 10 characters"),
  ),
);

/** Holds an amount against its currency: no more decimals than the currency has, and the gateway takes (§6.1). */
export function fitsCurrency<
  Input extends { readonly amount?: string | undefined; readonly currency?: string | undefined },
>() {
  return v.rawCheck<Input>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { amount: found, currency: code } = dataset.value;
    if (found === undefined || code === undefined || isAmount(found, code)) return;
    const most = mostDecimals(code);
    addIssue({
      message: expects(
        "invalid_amount",
        `must have ${most === 0 ? "no decimals" : `at most ${most} decimals`} in its currency`,
      ),
      path: [{ type: "object", origin: "value", input: dataset.value as never, key: "amount", value: found }],
    });
  });
}

/** `order_currency`: ISO 4217. */
export const currency = v.pipe(
  v.string(expects("invalid_currency", "must be an ISO 4217 code such as USD")),
  v.check(
    (value) => /^[A-Z]{3}$/.test(value),
    expects("invalid_currency", "must be three capital letters, an ISO 4217 code"),
  ),
);

/**
 * `order_notes`. Signed in every result without a mark where it ends, so a note that reads as a payment's outcome could
 * turn a declined payment's message into an approved one's (§4.3): refused.
 */
export const notes = v.pipe(
  personText(500),
  v.check((value) => !holdsOutcome(value), expects("invalid_field", "must not hold what reads as a payment's outcome")),
);

/** An email address, 1 to 50 characters. */
export const email = v.pipe(
  personText(50, 1),
  v.check((value) => /^[^\s@]+@[^\s@]+$/.test(value), expects("invalid_field", "must be an email address")),
);

/** An ISO 3166 country code. */
export const country = v.pipe(
  text("must be an ISO 3166 country code"),
  v.check(
    (value) => /^[A-Z]{2,3}$/.test(value),
    expects("invalid_field", "must be an ISO 3166 country code in capitals"),
  ),
);

/** The shopper's address: the first where several are joined by commas, `0.0.0.0` where it is unknown (§6.1). */
export const ipAddress = v.pipe(
  text("must be an IP address"),
  v.transform((value) => value.split(",", 1)[0]?.trim() || "0.0.0.0"),
  v.check((value) => isIpAddress(value), expects("invalid_field", "must be an IPv4 or IPv6 address")),
);

/** An address of a page or a file. */
export const address = webAddress(() => true, "");

/** `backUrl`, 1 to 500 characters: where the shopper's browser returns to. Signed by hosted payments. */
export const backUrl = address;

/** `noticeUrl`: ports 80 and 443 only (§6.1), any port on loopback for a simulated gateway. */
export const noticeUrl = webAddress((url) => url.port === "" || isLoopback(url.hostname), " on port 80 or 443");

/** What `encryptCard` returned: the vendor's labelled format, or the base64 of a plain scheme. */
export const cardData = v.pipe(
  text("must be what encryptCard returned"),
  v.check(
    (value) =>
      value.length <= 8192 &&
      /^(opcse_\d+_\d+_\d+\$[A-Za-z\d+/]+={0,2}\$[A-Za-z\d+/]+={0,2}|[A-Za-z\d+/]{170,}={0,2})$/.test(value),
    expects("invalid_field", "must be what encryptCard returned"),
  ),
);

/** `payment_id`, 18 to 21 digits (stated, §6.3). */
export const paymentId = digits(18, 21, "payment id");

/** `refund_id`: digits in every sample; their number no source states. */
export const refundId = digits(1, 32, "refund id");

/** A QuickPay id: a UUID (stated, §6.5). */
export const quickpayId = v.pipe(
  text("must be a QuickPay id"),
  v.check(
    (value) => /^[\dA-Fa-f]{8}(-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12}$/.test(value),
    expects("invalid_field", "must be a QuickPay id, a UUID"),
  ),
);

/** `methods`, 1 to 50 characters: an open list (§6.6). */
export const methods = personText(50, 1);

/** The gateway's time zone: an IANA name the platform knows, or an offset. */
export const timeZone = v.pipe(
  v.string(expects("invalid_field", 'must be a time zone such as "Asia/Shanghai" or "+08:00"')),
  v.check(
    (value) => isTimeZone(value),
    expects("invalid_field", 'must be a time zone such as "Asia/Shanghai" or "+08:00"'),
  ),
);

/** A public key in any form that can be read; what it is, its reader decides. */
export const publicKey = v.custom<PublicKeyInput>(
  (value) => typeof value === "string" || (typeof value === "object" && value !== null),
  expects("invalid_field", "must be a public key"),
);

/** A date, as the platform has it, of a year that has four digits in every time zone. */
export const date = v.custom<Date>(
  (value) => value instanceof Date && value.getUTCFullYear() >= 1001 && value.getUTCFullYear() <= 9998,
  expects("invalid_field", "must be a valid Date of the years 1001 to 9998"),
);

/** The text a wallet gave, which is JSON. */
export const walletToken = v.pipe(
  v.string(expects("invalid_field", "must be the wallet's JSON text")),
  v.check((value) => isJsonObject(value), expects("invalid_field", "must be the JSON text of the wallet's token")),
);

/** One of some words of the library's own. */
export function oneOf<const Words extends readonly string[]>(...words: Words) {
  return v.picklist(words, expects("invalid_field", `must be one of ${words.join(", ")}`));
}

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number) {
  const expected = expects("invalid_field", `must be a whole number from ${least} to ${most}`);
  return v.pipe(
    v.number(expected),
    v.check((value) => Number.isInteger(value) && value >= least && value <= most, expected),
  );
}

/** How long a call may take: platforms take a longer time than a timer holds for none at all. */
export function timeoutMs(code: "invalid_argument" | "invalid_config", most = 600_000) {
  const expected = expects(code, `must be a whole number of milliseconds from 1 to ${most}`);
  return v.pipe(
    v.number(expected),
    v.check((value) => Number.isInteger(value) && value >= 1 && value <= most, expected),
  );
}

/** The terminal a call is for. */
export const terminalName = text("must be the name of a configured terminal");

function isJsonObject(value: string): boolean {
  if (value.length > 16_384 || !isWellFormed(value)) return false;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

function holdsOutcome(value: string): boolean {
  return countOutcomeCuts(value) > 0;
}

function isIpAddress(value: string): boolean {
  const parts = value.split(".");
  if (parts.length === 4) return parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return /^[\dA-Fa-f:.]+$/.test(value) && readUrl(`http://[${value}]/`) !== undefined;
}
