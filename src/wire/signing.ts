import { isEqualBytes } from "../bytes/equal.ts";
import { fromHex, toHex } from "../bytes/hex.ts";
import { type Bytes, isWellFormed, utf8 } from "../bytes/utf8.ts";
import { sha256 } from "../crypto/sha256.ts";
import { InputError, shapeOf } from "../errors.ts";
import { VALUE_FORMS, type ValueForm } from "./clean.ts";
import type { Operation } from "./operations.ts";
import { countOutcomeCuts } from "./outcome-cuts.ts";

/** Fields by their wire names. A missing or empty one adds nothing to the signed text. */
export type WireFields = Readonly<Record<string, string | undefined>>;

/** What a signature proved to be. */
export interface SignatureMatch {
  /** The form of the values that was signed. */
  readonly form: ValueForm;
  /** The computed signature, lower-case hex: the same for every way to cut one signed text into fields. */
  readonly signature: string;
}

/**
 * Returns the signed values in order, joined: the text that is hashed, without the secret (protocol.md §4, proved).
 *
 * @throws InputError `unsigned_operation` where no source tells the order, `invalid_field` for a value that is no text.
 */
export function signedText(row: Operation, fields: WireFields, form: ValueForm = "received"): string {
  if (row.signed === undefined) {
    throw new InputError("unsigned_operation", "no public source tells how this message is signed", {
      field: "operation",
    });
  }
  if (row.oneOf && row.oneOf.filter((name) => fields[name]).length > 1) {
    throw new InputError("invalid_field", `only one of ${row.oneOf.join(", ")} may be given`, { field: row.oneOf[0] });
  }
  return row.signed.map((name) => VALUE_FORMS[form](readValue(fields, name))).join("");
}

/** Returns the signature of a message: lower-case hex of SHA-256 over the signed text and the secret (proved). */
export async function sign(row: Operation, fields: WireFields, secureCode: string): Promise<string> {
  return toHex(await digest(signedText(row, fields), secureCode));
}

/**
 * Returns the signature of a request of the merchant's.
 *
 * Requests and results are signed with one secret, and begin with the same values: the signature of a request over text
 * that reads as a payment's outcome is one of a *result* that says so. Whoever sees it, in a page's signed fields or in a
 * log, could send that result. So a request that holds an outcome is not signed at all.
 *
 * @throws InputError `invalid_field`, naming the first field that completes what reads as an outcome.
 */
export async function signRequest(row: Operation, fields: WireFields, secureCode: string): Promise<string> {
  if (countOutcomeCuts(signedText(row, fields)) > 0) {
    let text = "";
    const field = row.signed?.find((name) => countOutcomeCuts((text += fields[name] ?? "")) > 0);
    throw new InputError(
      "invalid_field",
      `"${field}" must not read as a payment's outcome, with what is signed before it`,
      {
        field,
      },
    );
  }
  return sign(row, fields, secureCode);
}

/**
 * Returns how a found signature matches a message, or nothing where it does not. Never throws on a bad message. Compares
 * without regard to case and in constant time, over each form the values may have been signed in.
 */
export async function matchSignature(
  row: Operation,
  fields: WireFields,
  secureCode: string,
  found: unknown,
): Promise<SignatureMatch | undefined> {
  const foundBytes = typeof found === "string" ? fromHex(found) : undefined;
  if (foundBytes?.length !== 32 || typeof secureCode !== "string" || secureCode === "" || row.signed === undefined)
    return undefined;
  const tried = new Set<string>();
  for (const form of Object.keys(VALUE_FORMS) as ValueForm[]) {
    const text = textOrNothing(row, fields, form);
    if (text === undefined || tried.has(text)) continue;
    tried.add(text);
    const computed = await digest(text, secureCode);
    if (isEqualBytes(computed, foundBytes)) return { form, signature: toHex(computed) };
  }
  return undefined;
}

function textOrNothing(row: Operation, fields: WireFields, form: ValueForm): string | undefined {
  try {
    return signedText(row, fields, form);
  } catch {
    return undefined;
  }
}

function readValue(fields: WireFields, name: string): string {
  const value: unknown = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined) return "";
  if (typeof value !== "string" || !isWellFormed(value)) {
    throw new InputError("invalid_field", `"${name}" must be text, got ${shapeOf(value)}`, { field: name });
  }
  return value;
}

function digest(text: string, secureCode: string): Promise<Bytes> {
  return sha256(utf8(text + secureCode));
}
