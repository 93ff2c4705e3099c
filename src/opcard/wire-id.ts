import { InputError } from "../errors.ts";

/** Returns an id of digits as it is written in JSON: a number of exactly those digits, or text. */
export function toWireId(id: string, as: "number" | "text"): bigint | string {
  if (as === "text") return id;
  const number = BigInt(id);
  if (String(number) !== id) {
    throw new InputError("invalid_field", "an id that is sent as a number must not begin with 0", {
      field: "cardholderId",
    });
  }
  return number;
}
