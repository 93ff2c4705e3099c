import * as v from "valibot";
import * as field from "./fields.ts";
import { expects, parse } from "./parse.ts";

const lookup = v.custom<() => unknown>(
  (value) => typeof value === "function",
  expects("invalid_field", "must be a function"),
);

// The range and its time zone are the lists' own to check.
const reconcileInput = v.strictObject({
  from: field.date,
  to: field.date,
  findOrder: lookup,
  isKnown: v.optional(lookup),
  terminals: v.optional(v.array(field.terminalName, expects("invalid_field", "must be a list of terminals"))),
  timeZone: v.optional(v.unknown()),
});

/** Checks what is to be compared. @throws InputError with the field and the shape of what came. */
export function checkReconcileInput(input: unknown): void {
  parse(reconcileInput, input, "input");
}
