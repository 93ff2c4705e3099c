import { SignatureError } from "../errors.ts";
import type { ValueForm } from "../wire/clean.ts";
import { countOutcomeCuts, hasIdBehindOutcome } from "../wire/outcome-cuts.ts";
import { operations } from "../wire/operations.ts";
import { matchSignature, signedText, type WireFields } from "../wire/signing.ts";

/** The signed fields of a payment result, in the field's own terms. */
export interface SignedPayment {
  readonly account: string;
  readonly terminal: string;
  readonly orderNumber: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Decimal text. */
  readonly amount: string;
  /** What the merchant sent as `notes`. Where it ends is not protected by the signature: decide nothing by it. */
  readonly notes: string;
  /** The first six and last four digits. Where it ends is not protected by the signature. */
  readonly cardNumber: string;
  /** 18 to 21 digits; empty where the gateway refused the request before it became a payment. */
  readonly paymentId: string;
  readonly authorisationType: "sale" | "pre-authorisation" | "3ds-sale" | "3ds-pre-authorisation";
  readonly status: "success" | "failure" | "pending";
  /** `code:text`. */
  readonly details: string;
  /** `Rule=Score;…` */
  readonly risk: string;
}

/** A payment result whose signature and shape are right. */
export interface VerifiedPayment {
  readonly signed: SignedPayment;
  /** All other fields by their wire names. Whoever holds a signed message can change them: decide nothing by them. */
  readonly unsigned: Readonly<Record<string, string>>;
  /** The computed signature: the same for every cut of one message, so the key to tell duplicates by. */
  readonly signature: string;
  /** The form of the values that was signed. */
  readonly form: ValueForm;
}

/** Returns the secrets a terminal's messages may be signed with; none for a terminal that is not the merchant's. */
export type SecureCodesOf = (terminal: string) => readonly string[];

const AUTHORISATION_TYPES = new Map([
  ["0", "sale"],
  ["1", "pre-authorisation"],
  ["2", "3ds-sale"],
  ["3", "3ds-pre-authorisation"],
] as const);
const STATUSES = new Map([
  ["1", "success"],
  ["0", "failure"],
  ["-1", "pending"],
] as const);
const ROW = operations.paymentResult;

/**
 * Returns a payment result, verified: the answer of a direct payment, a browser return or a notification.
 *
 * The order of the signed fields is agreed by all public integrations (protocol.md §4.1). Beyond the signature, the
 * shapes that fix the outcome are required exactly, against re-cut messages (§4.3).
 *
 * @throws SignatureError `unknown_terminal`, `missing_signature`, `invalid_signature`; and for a right signature over
 * what can't be told apart, `unexpected_shape` and `ambiguous_outcome`: ask the gateway about the order then.
 */
export async function readSignedPayment(
  fields: Readonly<Record<string, string>>,
  account: string,
  secureCodesOf: SecureCodesOf,
): Promise<VerifiedPayment> {
  const { account: named = "", terminal = "", signValue = "" } = fields;
  const secureCodes = named === account ? secureCodesOf(terminal) : [];
  if (secureCodes.length === 0) {
    throw new SignatureError("unknown_terminal", "the message names an account and terminal that are not configured");
  }
  if (signValue === "") throw new SignatureError("missing_signature", "the message carries no signature");
  for (const secureCode of secureCodes) {
    const match = await matchSignature(ROW, fields, secureCode, signValue);
    if (match) return { ...match, signed: readShape(fields, match.form), unsigned: unsignedFields(fields) };
  }
  throw new SignatureError(
    "invalid_signature",
    "the message's signature is wrong: it is forged, or the terminal's secureCode is not the one Oceanpayment has",
  );
}

function readShape(fields: WireFields, form: ValueForm): SignedPayment {
  const text = (name: string) => fields[name] ?? "";
  const authorisationType = AUTHORISATION_TYPES.get(text("payment_authType") as "0");
  const status = STATUSES.get(text("payment_status") as "0");
  const paymentId = text("payment_id");
  const isWhole =
    authorisationType !== undefined &&
    status !== undefined &&
    /^\d{5}:/.test(text("payment_details")) &&
    /^[A-Z]{3}$/.test(text("order_currency")) &&
    /^\d{1,10}(\.\d{1,3})?$/.test(text("order_amount")) &&
    (/^\d{18,21}$/.test(paymentId) || (paymentId === "" && status === "failure"));
  if (!isWhole) {
    throw new SignatureError(
      "unexpected_shape",
      "the message is signed, but its fields have not the shapes of a payment result",
    );
  }
  // The text as it was signed: white space put between would hide a second outcome in the values as they came.
  const signed = signedText(ROW, fields, form);
  if (countOutcomeCuts(signed) !== 1 || hasIdBehindOutcome(signed)) {
    throw new SignatureError(
      "ambiguous_outcome",
      "the message is signed, but its signed text can be read as more than one outcome",
    );
  }
  return {
    account: text("account"),
    terminal: text("terminal"),
    orderNumber: text("order_number"),
    currency: text("order_currency"),
    amount: text("order_amount"),
    notes: text("order_notes"),
    cardNumber: text("card_number"),
    paymentId,
    authorisationType,
    status,
    details: text("payment_details"),
    risk: text("payment_risk"),
  };
}

function unsignedFields(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const rest = Object.entries(fields).filter(([name]) => name !== "signValue" && !ROW.signed?.includes(name));
  return Object.freeze(Object.fromEntries(rest));
}
