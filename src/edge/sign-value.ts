import { InputError, shapeOf } from "../errors.ts";
import { operation, type OperationName } from "../wire/operations.ts";
import { matchSignature, sign, signRequest, type WireFields } from "../wire/signing.ts";
import { assertServer, type GuardOptions } from "./guard.ts";

/**
 * Returns the `signValue` of a message: 64 lower-case hex digits of SHA-256 over the operation's signed values in order
 * and the secret (proved, protocol.md §4). Signs the values exactly as given: send the same ones, cleaned by
 * `cleanValue` where people typed them.
 *
 * A request's fields that read as a payment's outcome are refused: their signature would be one of a result too.
 *
 * `fields` are by wire names; a missing or empty one adds nothing. The grade of each order stands in `operations`.
 *
 * @throws InputError `server_only`, `unknown_operation`, `unsigned_operation`, `invalid_field`, `invalid_argument`.
 * @example
 * ```ts
 * import { signValue } from "oceanpayment/edge";
 *
 * declare const secureCode: string;
 * const found = await signValue("orders.find", { account: "995149", terminal: "99514901", order_number: "A1" }, secureCode);
 * ```
 */
export async function signValue(
  name: OperationName,
  fields: WireFields,
  secureCode: string,
  options?: GuardOptions,
): Promise<string> {
  assertServer(options);
  const row = operation(name);
  if (typeof fields !== "object" || fields === null) {
    throw new InputError("invalid_argument", `"fields" must be an object, got ${shapeOf(fields)}`, { field: "fields" });
  }
  if (typeof secureCode !== "string" || secureCode === "") {
    throw new InputError("invalid_argument", `"secureCode" must be text, got ${shapeOf(secureCode)}`, {
      field: "secureCode",
    });
  }
  return row.from === "merchant" ? signRequest(row, fields, secureCode) : sign(row, fields, secureCode);
}

/**
 * Tells whether a found `signValue` is the one of a message: compared without regard to case, in constant time, over
 * the values as received and in the forms some senders sign them in (protocol.md §4.2). False for whatever is wrong
 * with the message, an empty secret and an operation whose order is unknown included.
 *
 * @throws InputError `server_only`, `unknown_operation`.
 */
export async function verifySignValue(
  name: OperationName,
  fields: WireFields,
  secureCode: string,
  found: string,
  options?: GuardOptions,
): Promise<boolean> {
  assertServer(options);
  const row = operation(name);
  if (typeof fields !== "object" || fields === null) return false;
  return (await matchSignature(row, fields, secureCode, found)) !== undefined;
}
