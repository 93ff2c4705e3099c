import { describe, expect, it } from "vitest";
import { isOceanpaymentError, type OceanpaymentError } from "../../../src/errors.ts";
import { expectNoRun } from "../leaks.ts";
import { BAD_ROWS, isChange } from "./bad-rows.ts";
import { PAYMENT_CASES } from "./payment-cases.ts";
import { METHODS, probe, run } from "./probe.ts";
import { QUERY_CASES } from "./query-cases.ts";
import { JSON_CASES, STORED_CASES } from "./quickpay-cases.ts";
import { REQUIRED } from "./required-members.ts";

type Input = Readonly<Record<string, unknown>>;

/** The first input of each operation's table: accepted, with little in it. */
const GOOD = new Map(
  [...PAYMENT_CASES, ...QUERY_CASES, ...STORED_CASES, ...JSON_CASES].reverse().map(([operation, , input]) => [operation, input as Input]), // prettier-ignore
);
/** A capture of an amount is what has most to be wrong. */
GOOD.set("payments.capture", { ...GOOD.get("payments.capture"), amount: "10.00", currency: "USD" });

/** Deep members whose value in a row is that of the member they are in. */
const OUTER = ["products", "device", "more", "orderNumbers", "bins"];

function withRow(input: Input, field: string, value: unknown): Input {
  if (isChange(field, value)) return { ...input, ...value };
  const [outer = "", inner] = field.split(".");
  if (inner === undefined || OUTER.includes(outer)) return { ...input, [outer]: value };
  return { ...input, [outer]: { ...(input[outer] as Input), [inner]: value } };
}

/** A short name of any value, for a test's title. */
function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 30));
  if (value instanceof Date) return `Date ${value.getTime()}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isChange("input", value) ? Object.keys(value).join() : Object.prototype.toString.call(value);
}

async function refused(operation: string, input: unknown): Promise<OceanpaymentError> {
  const client = probe(operation);
  const error = await run(client, operation, input);
  expect(client.sent).toEqual([]);
  if (!isOceanpaymentError(error)) throw new Error("the input was not refused", { cause: error });
  expect([error.name, error.outcome]).toEqual(["OceanpaymentInputError", "nothing-sent"]);
  return error;
}

const OPERATIONS = Object.keys(METHODS);

it("every operation has its rows", () => {
  expect(Object.keys(BAD_ROWS).sort()).toEqual([...OPERATIONS].sort());
  expect(Object.keys(REQUIRED).sort()).toEqual([...OPERATIONS].sort());
});

describe.each(OPERATIONS)("%s refuses, and sends nothing:", (operation) => {
  const good = GOOD.get(operation)!;

  it.each(BAD_ROWS[operation]!.map(([field, value, code]) => [field, shown(value), code, value] as const))(
    "%s %s: %s",
    async (field, _shown, code, value) => {
      const error = await refused(operation, withRow(good, field, value));
      expect([error.code, error.field]).toEqual([code, field]);
      // A short value may occur in a sentence by chance, and one of a file's in the addresses of a stack.
      const isTelling = typeof value === "string" && value.length >= 8 && !/^([a-zA-Z_]+|file:.*)$/.test(value);
      if (isTelling) expectNoRun(error, value, 8);
    },
  );

  it.each(REQUIRED[operation]!.map((field) => [field]))("nothing where %s must be", async (field) => {
    const { [field]: _, ...without } = good;
    for (const input of [without, { ...good, [field]: undefined }]) {
      expect(await refused(operation, input)).toMatchObject({ code: "missing_field", field });
    }
  });
});

// `orders.find` takes its number, not an object.
describe.each(OPERATIONS.filter((name) => name !== "orders.find"))("%s refuses, and sends nothing:", (operation) => {
  it("a member it does not know, whose name it shows only where it looks like one", async () => {
    const good = GOOD.get(operation)!;
    const error = await refused(operation, { ...good, unknownMember: "a-value-that-is-secret" });
    expect(error).toMatchObject({ code: "invalid_field", field: "unknownMember" });
    expectNoRun(error, "a-value-that-is-secret", 8);
    const strange = await refused(operation, { ...good, "4111 1111 1111 1111": 1 });
    expect(strange.code).toBe("invalid_field");
    expectNoRun(strange, "4111 1111 1111 1111", 8);
  });

  it.each([[undefined], [null], ["text"], [5], [true], [[]], [() => {}]])(
    "what is no input at all: %o",
    async (input) => {
      expect(["missing_field", "invalid_field"]).toContain((await refused(operation, input)).code);
    },
  );
});
