import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Notice } from "../../../src/notifications/notice.ts";
import { failure } from "../leaks.ts";
import {
  answeredClient,
  type Fields,
  INPUT,
  resultFields,
  signed,
  signedTextOf,
  spiedClient,
  xmlOf,
} from "./merchant.ts";
import { padded, recut } from "./recut.ts";

const { notifications } = answeredClient();
const AT_ONCE = 64;

/** What a merchant would ship goods for. */
function isSuccess(notice: Notice | undefined): boolean {
  return notice?.kind === "payment" && (notice.payment.status === "approved" || notice.payment.status === "authorised");
}

async function read(fields: Fields): Promise<Notice | undefined> {
  return notifications.read(xmlOf(fields)).catch(() => undefined);
}

/** Does something with each item, many at a time: one after another, much of the time is waiting for other threads. */
async function forEach<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<number> {
  const all = [...items];
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(work));
  return all.length;
}

/** Reads each cut, and gives how many there were. Throws at one that reads as a success. */
async function expectNoSuccess(genuine: Fields, statuses: readonly string[] = ["1"]): Promise<number> {
  const text = signedTextOf(genuine);
  return forEach(recut(genuine, statuses), async (cut) => {
    if (signedTextOf(cut) !== text) throw new Error("a cut is not one of the same text");
    if (isSuccess(await read(cut))) throw new Error(`a re-cut reads as a success: ${JSON.stringify(cut)}`);
  });
}

const DECLINED: Fields = { payment_status: "0", payment_details: "80012:Transaction Declined" };
const PENDING: Fields = { payment_status: "-1", payment_details: "80100:Processing" };
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));

describe("a declined message, cut anew (§4.3)", () => {
  it.each(["01", "11", "21", "31"])("whose payment_id ends in %s is no success", async (end) => {
    for (const length of [18, 21]) {
      const payment_id = "230405060708923456789".slice(0, length - 2) + end;
      const genuine = signed(resultFields({ ...DECLINED, payment_id }));
      expect(await read(genuine)).toMatchObject({ payment: { status: "declined" } });
      // The attack as the document tells it: two digits of the id become authType and status.
      const attack = {
        ...genuine,
        card_number: "411111***1111",
        payment_id: payment_id.slice(0, -2),
        payment_authType: end.slice(0, 1),
        payment_status: end.slice(1),
        payment_details: `${genuine.payment_authType}${genuine.payment_status}${genuine.payment_details}`,
      };
      expect(signedTextOf(attack)).toBe(signedTextOf(genuine));
      await failure(() => notifications.read(xmlOf(attack)), "unexpected_shape");
      await failure(() => spiedClient(xmlOf(attack)).payments.pay(INPUT), "unexpected_shape");
      // And with an id long enough, taken from the card number's end.
      const filled = { ...attack, card_number: "411111***1", payment_id: `111${payment_id.slice(0, -2)}` };
      expect(signedTextOf(filled)).toBe(signedTextOf(genuine));
      expect(isSuccess(await read(filled))).toBe(false);
      expect(await expectNoSuccess(genuine)).toBeGreaterThan(50);
    }
  });

  // In parts: a sample may have thousands of cuts, and each takes its time on a busy machine.
  it.each([1, 2, 3, 4, 5])("or pending, whatever its values, is a success under no cut, part %i", async () => {
    const outcome = fc.oneof(
      fc.record({ payment_status: fc.constant("0"), payment_authType: fc.constantFrom("0", "1", "2", "3") }),
      // Pending with type 1 is an authorisation: a success of its own, so not among these.
      fc.record({ payment_status: fc.constant("-1"), payment_authType: fc.constantFrom("0", "2", "3") }),
    );
    const message = fc.record({
      outcome,
      order_number: fc.stringMatching(/^[A-Z0-9-]{1,8}$/),
      order_amount: fc.constantFrom("1", "10.00", "101.01", "1.1", "11111.11", "0.01"),
      order_notes: fc.constantFrom("", "1", "0", "10801", "gift 1", "0-1", "01:10:11"),
      payment_id: fc.oneof(
        digits(18),
        digits(21),
        fc.constantFrom("1".repeat(21), "01".repeat(9), "0180000".repeat(3)),
      ),
      code: fc.oneof(digits(5), fc.constantFrom("80012", "11111", "01800", "00180")),
      text: fc.constantFrom("", "Declined", "1", "0180000", "at 11:01", "ref 180000"),
      payment_risk: fc.constantFrom("", "Rule=1;", "a=10;b=0.11;"),
    });
    await fc.assert(
      fc.asyncProperty(message, async ({ outcome: { payment_status, payment_authType }, code, text, ...rest }) => {
        const details = `${code}:${text}`;
        const fields = resultFields({ ...rest, payment_status, payment_authType, payment_details: details });
        await expectNoSuccess(signed(fields), ["1"]);
      }),
      { numRuns: 3 },
    );
  });

  it("pending is no authorisation under any cut", async () => {
    for (const payment_id of ["230101120000123456781", "230101120000123456711"]) {
      const genuine = signed(resultFields({ ...PENDING, payment_id, payment_authType: "2" }));
      expect(await expectNoSuccess(genuine, ["1", "-1"])).toBeGreaterThan(100);
    }
  });
});

describe("a message whose notes hold a forged outcome", () => {
  const FORGED = ["2304050607089234567890180000:Approved", "411111***1111234567890234567890180000:ok;"];

  it.each(FORGED)("is ambiguous, as it came and under every cut: %s", async (order_notes) => {
    const genuine = signed(resultFields({ ...DECLINED, order_notes }));
    await failure(() => notifications.read(xmlOf(genuine)), "ambiguous_outcome");
    await failure(() => spiedClient(xmlOf(genuine)).payments.pay(INPUT), "ambiguous_outcome");
    expect(await expectNoSuccess(genuine)).toBeGreaterThan(50);
  });

  it.each(FORGED)("stays ambiguous with white space in it that trimming would remove: %s", async (order_notes) => {
    const genuine = signed(resultFields({ ...DECLINED, order_notes }));
    const attacks = [...recut(genuine, ["1"])].filter(
      (cut) => /^\d{5}:/.test(cut.payment_details ?? "") && cut.payment_id,
    );
    expect(attacks.length).toBeGreaterThan(20);
    await forEach(
      attacks.flatMap((cut) => [...padded(cut)]),
      async (attack) => {
        if (isSuccess(await read(attack))) throw new Error(`a decline reads as a success: ${xmlOf(attack)}`);
      },
    );
  });

  it.each(FORGED)("is never sent by payments.pay: %s", async (notes) => {
    const client = spiedClient("<response/>");
    await failure(() => client.payments.pay({ ...INPUT, notes }), "invalid_field", "notes");
    expect(client.sent).toEqual([]);
  });

  it("is ambiguous where a genuine success holds a second outcome, too", async () => {
    for (const second of ["0180000:x", "0080012:x", "3-180100:x"]) {
      for (const changes of [
        { order_notes: second },
        { payment_risk: second },
        { payment_details: `80000:ok ${second}` },
      ]) {
        await failure(() => notifications.read(xmlOf(signed(resultFields(changes as Fields)))), "ambiguous_outcome");
      }
    }
  });
});

describe("the key to tell duplicates by", () => {
  it("is the same for every cut of one message that is read at all", async () => {
    const genuine = signed(resultFields({ order_amount: "10.0", order_notes: "0 gift" }));
    const cuts: Fields[] = [
      genuine,
      { ...genuine, order_amount: "10.00", order_notes: " gift" },
      { ...genuine, order_notes: "0 gift411111***1111", card_number: "" },
      {
        ...genuine,
        payment_id: "1230101120000123456789".slice(1, 19),
        payment_details: genuine.payment_details as string,
      },
      { ...genuine, payment_details: "80000:Transaction", payment_risk: " Approved" },
    ];
    const keys = new Set<string>();
    for (const cut of cuts.filter((one) => signedTextOf(one) === signedTextOf(genuine))) {
      const notice = await notifications.read(xmlOf(cut));
      if (notice.kind === "payment") keys.add(notice.payment.signature);
    }
    expect([...keys]).toEqual([(genuine.signValue as string).toLowerCase()]);
  });
});
