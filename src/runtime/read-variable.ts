import type { EnvironmentName } from "../environment.ts";
import { InputError, shapeOf } from "../errors.ts";

/** Reads one variable of the host. */
export type ReadVariable = (name: string) => string | undefined | Promise<string | undefined>;

/** A credential as a variable: what it must look like, and where Oceanpayment shows it (stated, protocol.md §1). */
export interface VariableRow {
  readonly variable: string;
  readonly expected: string;
  readonly holds: (value: string) => boolean;
  /** Where its value is found, in words; nothing where it is the merchant's own. */
  readonly where?: Readonly<Record<EnvironmentName, string>>;
}

/** What is read, and in which environment its value is looked for. */
export interface VariablePlace {
  readonly base: EnvironmentName;
  /** The end of the variable's name, such as `_2`. */
  readonly suffix?: string;
}

const PREFIX = "OCEANPAYMENT_";

/** The variable that every product's credentials go with. */
export const ENVIRONMENT_ROW = {
  variable: "ENVIRONMENT",
  expected: `"sandbox" or "production"`,
  holds: (value: string) => value === "sandbox" || value === "production",
} as const satisfies VariableRow;

/**
 * Returns a variable's value.
 *
 * @throws InputError `missing_credential` or `invalid_config`, naming the variable, what it must look like and where
 * Oceanpayment shows it; never the value.
 */
export async function requireVariable(read: ReadVariable, row: VariableRow, place: VariablePlace): Promise<string> {
  const found = await findVariable(read, row, place);
  if (found !== undefined) return found;
  throw describe("missing_credential", row, place, "is missing");
}

/** Returns a variable's value, or nothing where it is not set. @throws InputError `invalid_config`. */
export async function findVariable(
  read: ReadVariable,
  row: VariableRow,
  place: VariablePlace,
): Promise<string | undefined> {
  const value = await read(PREFIX + row.variable + (place.suffix ?? ""));
  if (value === undefined || value === "") return undefined;
  if (typeof value === "string" && row.holds(value)) return value;
  throw describe("invalid_config", row, place, `has another shape (${shapeOf(value)})`);
}

/** Returns the environment that the variables name. @throws InputError as {@link requireVariable}. */
export async function readEnvironmentName(read: ReadVariable): Promise<EnvironmentName> {
  return (await requireVariable(read, ENVIRONMENT_ROW, { base: "sandbox" })) as EnvironmentName;
}

function describe(
  code: "missing_credential" | "invalid_config",
  row: VariableRow,
  { base, suffix = "" }: VariablePlace,
  what: string,
): InputError {
  const name = PREFIX + row.variable + suffix;
  const where = row.where ? `: ${row.where[base]}` : "";
  return new InputError(code, `the variable ${name} ${what}; it must be ${row.expected}${where}`, { field: name });
}
