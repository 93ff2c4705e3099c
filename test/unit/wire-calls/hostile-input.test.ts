import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOceanpaymentError } from "../../../src/errors.ts";
import { type Fields, SECOND_SECRET, SECRET } from "../edge/merchant.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { FULL_DETAILS, FULL_ORDER } from "./order-samples.ts";
import { PAYMENT_CASES } from "./payment-cases.ts";
import { orderFor, sentFields } from "./probe.ts";
import { QUERY_CASES } from "./query-cases.ts";
import { STORED_CASES } from "./quickpay-cases.ts";

type Json = { readonly [name: string]: unknown } | readonly unknown[];

/** §4.2 by hand: what is signed has neither these characters nor outer white space. */
function cleanByHand(text: string): string {
  return text.replaceAll("<", "").replaceAll(">", "").replaceAll("'", "").replaceAll('"', "").trim();
}

/** Whatever people, pages and programs hand over: markup, quotes, white space, any script, what forms must escape. */
const letter = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom("a", "Z", "7", "é", "李", "😀", "\u0301", "&", "=", "+", "%", ";", "/", ","),
  },
  { weight: 3, arbitrary: fc.constantFrom("<", ">", "'", '"', " ", "\u00a0", "\u3000", "\ufeff", "\u2028") },
  fc.constantFrom("\t", "\n", "\r", "\u0000", "\u007f", "\ud800", "\udc00", "\ufffe"),
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
);
const quiet = fc.array(fc.constantFrom("a", "9", "é", "<", "'", '"', " ", "&", "+", "%"), { maxLength: 6 });
const text = fc.oneof(quiet, fc.array(letter, { maxLength: 8 })).map((letters) => letters.join(""));

/** Where a text is put: in front of what was there, behind it, within, or in its place. */
const change = fc.tuple(text, fc.constantFrom("before", "after", "within", "instead"));
type Change = readonly [text: string, place: "before" | "after" | "within" | "instead"];

function changed(value: string, [text, place]: Change): string {
  const at = { before: 0, after: value.length, within: value.length >> 1, instead: 0 }[place];
  return value.slice(0, at) + text + (place === "instead" ? "" : value.slice(at));
}

/** Changes some of the texts of an input, deep in it too. */
function withChanges(value: unknown, take: () => Change | undefined): unknown {
  if (typeof value === "string") {
    const one = take();
    return one ? changed(value, one) : value;
  }
  if (Array.isArray(value)) return value.map((item) => withChanges(item, take));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value as Json).map(([name, item]) => [name, name === "terminal" ? item : withChanges(item, take)])); // prettier-ignore
}

/** Embedded payments take their order from the store, which may hold anything as well. */
function toInput(operation: string, input: unknown): unknown {
  if (operation !== "payments.buildEmbeddedFields") return input;
  const { orderNumber, amount, currency, notes, ...rest } = input as typeof FULL_ORDER & typeof FULL_DETAILS;
  return { ...rest, orderNumber, findOrder: () => ({ orderNumber, amount, currency, notes }) };
}

const CASES = [...PAYMENT_CASES, ...QUERY_CASES, ...STORED_CASES].map(([operation, name, input]) =>
  operation === "payments.buildEmbeddedFields"
    ? ([operation, name, { ...FULL_ORDER, ...FULL_DETAILS, methods: "GooglePay" }] as const)
    : ([operation, name, input] as const),
);

describe("any text in any place is refused, or sent clean and signed as it is sent", () => {
  it.each(CASES)("%s: %s", async (operation, _name, input) => {
    const seen = { sent: 0, refused: 0 };
    const changes = fc.array(fc.option(change, { nil: undefined, freq: 3 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        let at = 0;
        const hostile = withChanges(input, () => list[at++ % list.length]);
        const found = await sentFields(operation, toInput(operation, hostile));
        if (found instanceof Error) {
          if (!isOceanpaymentError(found)) throw found;
          expect([found.name, found.outcome]).toEqual(["OceanpaymentInputError", "nothing-sent"]);
          seen.refused++;
          return;
        }
        seen.sent++;
        const fields = found as Fields;
        const order = orderFor(operation, fields);
        expect(fields.signValue).toBe(expectedSignValue(order, fields, fields.terminal === "90000101" ? SECRET : SECOND_SECRET)); // prettier-ignore
        // No field that some order of this message signs was sent beside those that were signed.
        const signable = new Set(SIGNED_ORDERS[operation]!.orders.flat());
        expect(Object.keys(fields).filter((name) => signable.has(name) && !order.includes(name))).toEqual([]); // prettier-ignore
        for (const name of order) expect(fields[name] ?? "").toBe(cleanByHand(fields[name] ?? ""));
      }),
      { numRuns: 60, examples: [[[undefined]], [[["\u0000", "instead"]]]] },
    );
    expect(seen.sent).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });
});
