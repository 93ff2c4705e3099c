import { describe, expect, it } from "vitest";
import type { CallOptions } from "../../../src/schema/call-options.ts";
import type { PayInput } from "../../../src/schema/pay-input.ts";
import { expectNoRun, failure } from "../leaks.ts";
import { ROWS } from "./bad-payments.ts";
import { INPUT, spiedClient } from "./merchant.ts";

type Changes = Readonly<Record<string, unknown>>;

/** The input with one member different, by its path. */
function withChange(path: string, value: unknown): PayInput {
  const [outer = "", inner] = path.split(".");
  const input: Record<string, unknown> = { ...INPUT };
  if (inner === undefined) input[outer] = value;
  else input[outer] = { ...(input[outer] as Changes | undefined), [inner]: value };
  return input as unknown as PayInput;
}

/** The input without one member, by its path. */
function without(path: string): PayInput {
  const [outer = "", inner] = path.split(".");
  const input: Record<string, unknown> = structuredClone(INPUT) as unknown as Record<string, unknown>;
  delete (inner === undefined ? input : (input[outer] as Record<string, unknown>))[inner ?? outer];
  return input as unknown as PayInput;
}

const REQUIRED = [
  ...["orderNumber", "amount", "currency", "cardData", "billing", "backUrl"],
  ...["billing.firstName", "billing.lastName", "billing.email", "billing.country"],
];

/** A short name of any value, for a test's title. */
function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 30));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return Object.prototype.toString.call(value);
}

describe("payments.pay refuses, and sends nothing", () => {
  it.each(ROWS.map(([field, value, code]) => [field, shown(value), code, value] as const))(
    "%s %s: %s",
    async (field, _shown, code, value) => {
      const client = spiedClient("<response/>");
      const error = await failure(() => client.payments.pay(withChange(field, value)), code, field);
      expect(client.sent).toEqual([]);
      expect(error.name).toBe("OceanpaymentInputError");
      expect(error.message).toContain(field);
      // A short value may occur in a sentence by chance.
      if (typeof value === "string" && value.length >= 8 && !/^[a-zA-Z_]+$/.test(value)) expectNoRun(error, value, 8);
    },
  );

  it.each(REQUIRED)("an input without %s", async (field) => {
    const client = spiedClient("<response/>");
    await failure(() => client.payments.pay(without(field)), "missing_field", field);
    // A member that is there and holds nothing is refused as well, if under its own code.
    const codes = ["missing_field", "invalid_field", "invalid_amount", "invalid_currency"] as const;
    await failure(() => client.payments.pay(withChange(field, undefined)), codes, field);
    expect(client.sent).toEqual([]);
  });

  it.each([undefined, null, "text", 5, [], () => {}])("an input that is %o", async (input) => {
    const client = spiedClient("<response/>");
    await failure(() => client.payments.pay(input as unknown as PayInput), ["missing_field", "invalid_field"]);
    expect(client.sent).toEqual([]);
  });

  it("notes that read as an outcome together with the amount before them, since no mark parts the two", async () => {
    // The genuine answer of such a payment would hold two outcomes, and could be told from no forgery.
    for (const [amount, notes] of [
      ["10.01", "80000:x"],
      ["10", "180000:x"],
      ["5.2", "080012:"],
      ["1.30", "12345:"],
    ] as const) {
      const client = spiedClient("<response/>");
      await failure(() => client.payments.pay({ ...INPUT, amount, notes }), "invalid_field", "notes");
      expect(client.sent).toEqual([]);
    }
  });

  it("an order number that reads as an outcome together with the terminal before it", async () => {
    // Terminals mostly end in 01: with five digits and a colon after it, that is a sale that succeeded.
    for (const orderNumber of ["80000:1", "12345:"]) {
      const client = spiedClient("<response/>");
      await failure(() => client.payments.pay({ ...INPUT, orderNumber }), "invalid_field", "orderNumber");
      expect(client.sent).toEqual([]);
    }
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "1000"])("a time limit of %s", async (timeoutMs) => {
    // The platform's timers take such a number for one millisecond: the payment would leave, and its outcome be lost.
    const client = spiedClient("<response/>");
    const options = { timeoutMs } as CallOptions;
    await failure(() => client.payments.pay(INPUT, options), ["invalid_argument", "invalid_field"]);
    expect(client.sent).toEqual([]);
  });

  it("characters that no XML can bring back", async () => {
    for (const notes of ["a\ufffeb", "a\uffffb"]) {
      const client = spiedClient("<response/>");
      await failure(() => client.payments.pay({ ...INPUT, notes }), "invalid_field", "notes");
      expect(client.sent).toEqual([]);
    }
  });
});
