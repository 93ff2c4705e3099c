import { VALUE_FORMS, type ValueForm } from "../wire/clean.ts";
import type { Operation } from "../wire/operations.ts";
import { sign, type WireFields } from "../wire/signing.ts";
import { hasControl } from "../wire/xml-text.ts";
import { type GatewayContext, isKnownTerminal, secureCodeOf } from "./gateway-context.ts";
import { otherRefusal, REFUSED, type Refusal } from "./refusals.ts";

/** Returns why a request is not the merchant's, or can never be answered; nothing where it is. */
export async function checkSigned(
  row: Operation,
  fields: WireFields,
  context: GatewayContext,
): Promise<Refusal | undefined> {
  if (!isKnownTerminal(context, fields)) return REFUSED.unknownTerminal;
  if (!(await isSigned(row, fields, secureCodeOf(context, fields.terminal)))) return REFUSED.signature;
  // What XML can't hold could never be answered.
  if (Object.values(fields).some((value) => value && hasControl(value))) return otherRefusal("a character is wrong");
  return undefined;
}

/** Strict: every rule that some source gives for signed values must lead to the signature (protocol.md §4.2). */
async function isSigned(row: Operation, fields: WireFields, secureCode: string): Promise<boolean> {
  // Of names that exclude each other no source tells the order together: nothing can be its signature.
  if (row.oneOf && row.oneOf.filter((name) => fields[name]).length > 1) return false;
  for (const form of Object.keys(VALUE_FORMS) as ValueForm[]) {
    const changed = Object.entries(fields).map(([name, value = ""]) => [name, VALUE_FORMS[form](value)]);
    if ((await sign(row, Object.fromEntries(changed), secureCode)) !== fields.signValue) return false;
  }
  return true;
}
