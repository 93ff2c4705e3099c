import fc from "fast-check";
import { stringify } from "node:querystring";
import { describe, expect, it } from "vitest";
import { isOceanpaymentError } from "../../../src/errors.ts";
import { bytes } from "../arbitraries.ts";
import { type Fields, SECRET, xmlOf } from "../edge/merchant.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { mutated, WORST_BODIES } from "./hostile-bodies.ts";
import { businessNotice, noticeOf, noticeRequest, openNoticeShop, ORDER, STATES } from "./notice-shop.ts";

const RESULT_ORDER = SIGNED_ORDERS.paymentResult?.orders[0] ?? [];
const { notifications, returns } = openNoticeShop().client;
const findOrder = () => ORDER;

const STATUS = {
  pending: "pending",
  authorised: "authorised",
  declined: "declined",
  voided: "declined",
  approved: "approved",
  captured: "approved",
} as const;

type Message = { readonly fields: Fields; readonly status: (typeof STATUS)[keyof typeof STATUS] };

/** A genuine message, with values that make cutting anew and misreading likely. */
const message: fc.Arbitrary<Message> = fc
  .record({
    state: fc.constantFrom(...(Object.keys(STATES) as (keyof typeof STATES)[])),
    number: fc.constantFrom(1, 11, 101, 111),
    order_notes: fc.constantFrom("", "1", "gift 01", "0-1", "Zoë & <李>", "80000"),
    order_amount: fc.constantFrom("10.00", "10", "1.1"),
    payment_risk: fc.constantFrom("", "Rule=1;", "1"),
    quickpay_id: fc.constantFrom("", "token"),
  })
  .map(({ state, number, ...changes }) => ({ fields: noticeOf(state, number, changes), status: STATUS[state] }));

/** Reads, and lets pass only the library's own errors. */
async function readOrError<Read>(read: () => Promise<Read>): Promise<Read | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    return undefined;
  }
}

const SPACES = [" ", "\t", "\n", "\u00a0", "\ufeff", "\u2028"];

/** A change of fields: characters moved over a boundary, so that the signed text stays; padding; what is unsigned; a field less. */
const fieldChange: fc.Arbitrary<(fields: Fields) => Fields> = fc
  .record({
    kind: fc.constantFrom("forward", "back", "forward", "back", "pad", "unsigned", "remove"),
    at: fc.nat(RESULT_ORDER.length - 2),
    length: fc.integer({ min: 1, max: 22 }),
    space: fc.constantFrom(...SPACES),
    name: fc.constantFrom("notice_type", "quickpay_id", "pay_url", "methods", "payment_amount", "x"),
    value: fc.constantFrom("", "refund", "1", "0180000:x", "transaction"),
  })
  .map(({ kind, at, length, space, name, value }) => (fields: Fields) => {
    const [left = "", right = ""] = RESULT_ORDER.slice(at, at + 2);
    const [one = "", other = ""] = [fields[left], fields[right]];
    const cut = Math.max(0, one.length - length);
    if (kind === "forward") return { ...fields, [left]: one.slice(0, cut), [right]: one.slice(cut) + other };
    if (kind === "back") return { ...fields, [left]: one + other.slice(0, length), [right]: other.slice(length) };
    if (kind === "pad") return { ...fields, [left]: length % 2 ? one + space : space + one };
    if (kind === "unsigned") return { ...fields, [name]: value };
    return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== (length % 2 ? name : left)));
  });

function requestOf(body: Uint8Array<ArrayBuffer>, type: string): Request {
  return noticeRequest(body, type);
}

/** Expects that what was read of a mutated message is the genuine one: the same outcome under the same signature. */
function expectSame(payment: { readonly status: string; readonly signature: string }, { fields, status }: Message) {
  const signature = expectedSignValue(RESULT_ORDER, fields, SECRET);
  expect({ status: payment.status, signature: payment.signature }).toEqual({ status, signature });
}

describe("a mutated message", () => {
  it("is never read as a notice with another outcome than it was signed with", { timeout: 60_000 }, async () => {
    let taken = 0;
    const each = message.chain((genuine) =>
      fc.tuple(fc.constant(genuine), mutated(fc.constant(xmlOf(genuine.fields)))),
    );
    await fc.assert(
      fc.asyncProperty(each, async ([genuine, body]) => {
        const request = requestOf(body, "application/xml");
        const notice = await readOrError(() => notifications.read(request, { findOrder }));
        if (notice?.kind !== "payment") return;
        taken++;
        expectSame(notice.payment, genuine);
      }),
      { numRuns: 4000 },
    );
    // Changes of unsigned fields and of white space are let through: else nothing was tried.
    expect(taken).toBeGreaterThan(5);
  });

  it(
    "whose fields were moved about, padded and added to says what it said, or nothing",
    { timeout: 60_000 },
    async () => {
      const taken = { notice: 0, returned: 0 };
      await fc.assert(
        fc.asyncProperty(message, fc.array(fieldChange, { minLength: 1, maxLength: 4 }), async (genuine, changes) => {
          const fields = changes.reduce<Fields>((all, change) => change(all), genuine.fields);
          const notice = await readOrError(() => notifications.read(xmlOf(fields), { findOrder }));
          if (notice?.kind === "payment") {
            taken.notice++;
            expectSame(notice.payment, genuine);
          }
          const returned = await readOrError(() => returns.read(stringify(fields), { findOrder }));
          if (returned) {
            taken.returned++;
            expectSame(returned.payment, genuine);
          }
        }),
        { numRuns: 3000 },
      );
      expect(taken.notice).toBeGreaterThan(200);
      expect(taken.returned).toBeGreaterThan(200);
    },
  );

  it("is never read as a return with another outcome than it was signed with", { timeout: 60_000 }, async () => {
    let taken = 0;
    const each = message.chain((genuine) =>
      fc.tuple(fc.constant(genuine), mutated(fc.constant(stringify(genuine.fields)))),
    );
    await fc.assert(
      fc.asyncProperty(each, async ([genuine, body]) => {
        const request = requestOf(body, "application/x-www-form-urlencoded");
        const returned = await readOrError(() => returns.read(request, { findOrder }));
        if (!returned) return;
        taken++;
        expect(returned.isConfirmed).toBe(false);
        expectSame(returned.payment, genuine);
      }),
      { numRuns: 4000 },
    );
    expect(taken).toBeGreaterThan(5);
  });

  it("has no effect in the handler that the genuine one has not", { timeout: 60_000 }, async () => {
    const each = message.chain((genuine) =>
      fc.tuple(fc.constant(genuine), mutated(fc.constant(xmlOf(genuine.fields)))),
    );
    await fc.assert(
      fc.asyncProperty(each, async ([genuine, body]) => {
        const { order_amount = "", order_notes = "", payment_id = "" } = genuine.fields;
        const shop = openNoticeShop({ findOrder: () => ({ ...ORDER, amount: order_amount, notes: order_notes }) });
        const { status } = await shop.handler(requestOf(body, "application/xml"));
        expect([200, 400, 413, 503]).toContain(status);
        const effects = shop.names().filter((name) => !/^(forged|unverified|mismatch)/.test(name));
        expect([[], [`payment ${genuine.status} ${payment_id}`]]).toContainEqual(effects);
        for (const error of shop.errors) expect(isOceanpaymentError(error)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it("of a business notice has no effect at all, whatever it becomes", { timeout: 60_000 }, async () => {
    const types = fc.constantFrom("refund", "partialRefund", "chargeBack", "fraud");
    await fc.assert(
      fc.asyncProperty(mutated(types.map((type) => xmlOf(businessNotice(type)))), async (body) => {
        const shop = openNoticeShop();
        await shop.handler(requestOf(body, "text/xml"));
        expect(shop.names().filter((name) => !/^(forged|unverified)/.test(name))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("random bytes", () => {
  const type = fc.constantFrom(
    "application/xml",
    "text/xml",
    "application/x-www-form-urlencoded",
    "text/plain",
    "",
    "\t",
  );

  it("meet the library's own errors and no other, on every way in", { timeout: 60_000 }, async () => {
    const { handler } = openNoticeShop();
    const marks = fc
      .string({ unit: fc.constantFrom(..."<>&;/!?[]CDATA=%+\"' ar#x1:"), maxLength: 80 })
      .map((text) => Uint8Array.from(Buffer.from(text)) as Uint8Array<ArrayBuffer>);
    const worst = fc
      .tuple(fc.constantFrom(...Object.values(WORST_BODIES)), fc.integer({ min: 0, max: 400 }))
      .map(([make, length]) => Uint8Array.from(Buffer.from(make(length))) as Uint8Array<ArrayBuffer>);
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes(300), marks, worst), type, async (body, contentType) => {
        const request = () => requestOf(body, contentType);
        expect(await readOrError(() => notifications.read(request()))).not.toMatchObject({ kind: "payment" });
        expect(await readOrError(() => returns.read(request()))).toBeUndefined();
        const text = Buffer.from(body).toString("latin1");
        expect((await readOrError(() => notifications.read(text)))?.kind).not.toBe("payment");
        expect(await readOrError(() => returns.read(text))).toBeUndefined();
        const { status } = await handler(request());
        expect([200, 400, 415]).toContain(status);
      }),
      { numRuns: 3000 },
    );
  });

  it("of any value in any signed field are a forgery", { timeout: 60_000 }, async () => {
    const genuine = noticeOf("approved");
    const text = fc.string({ unit: "binary", maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...RESULT_ORDER), text, async (name, value) => {
        // Outer white space is no other value (protocol.md §4.2).
        fc.pre(value.trim() !== genuine[name]);
        const read = await readOrError(() => notifications.read(xmlOf({ ...genuine, [name]: value })));
        expect(read).toBeUndefined();
      }),
      { numRuns: 800 },
    );
  });
});

describe("nesting", () => {
  it.each([8, 9, 100, 5000])("of %i levels neither breaks the reader nor hides a field", async (depth) => {
    const inner = xmlOf(noticeOf("approved")).replace(/<\?xml[^>]*\?>\s*/, "");
    const nested = `${"<a>".repeat(depth - 1)}${inner}${"</a>".repeat(depth - 1)}`;
    expect(await readOrError(() => notifications.read(nested))).toBeUndefined();
    const shop = openNoticeShop();
    expect([200, 400, 413]).toContain((await shop.send(nested)).status);
    expect(shop.names().filter((name) => name.startsWith("payment"))).toEqual([]);
  });
});
