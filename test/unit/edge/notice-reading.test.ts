import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PaymentNotice } from "../../../src/notifications/notice.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import {
  answeredClient,
  type Fields,
  resultFields,
  SECOND_SECRET,
  SECOND_TERMINAL,
  SECRET,
  signed,
  xmlOf,
} from "./merchant.ts";

const ORDER = SIGNED_ORDERS.paymentResult?.orders[0] ?? [];
const { notifications } = answeredClient();

function noticeFields(changes: Fields = {}): Fields {
  return resultFields({ response_type: "1", notice_type: "transaction", ...changes });
}

function request(body: string, type = "application/xml; charset=UTF-8"): Request {
  return new Request("https://notify.example/", { method: "POST", headers: { "content-type": type }, body });
}

/** Reads a notice that must be a verified payment's. */
async function readPayment(fields: Fields): Promise<PaymentNotice["payment"]> {
  const notice = await notifications.read(request(xmlOf(fields)));
  if (notice.kind !== "payment") throw new Error("a signed payment was read as unverified");
  return notice.payment;
}

describe("notifications.read of a genuine notice", () => {
  it("gives the payment, from a request and from its raw body", async () => {
    const xml = xmlOf(signed(noticeFields()));
    for (const source of [
      request(xml),
      request(xml, "text/xml"),
      request(xml, "APPLICATION/XML"),
      xml,
      `\uFEFF${xml}\n`,
    ]) {
      const notice = await notifications.read(source);
      expect(notice).toMatchObject({
        kind: "payment",
        verified: true,
        payment: { status: "approved", verified: true },
      });
    }
  });

  it("is verified with the secret of the terminal it names", async () => {
    const fields = noticeFields({ terminal: SECOND_TERMINAL });
    expect((await readPayment(signed(fields, SECOND_SECRET))).signed.terminal).toBe(SECOND_TERMINAL);
  });

  it("takes the signature in either case, and in both", async () => {
    const fields = signed(noticeFields());
    const upper = fields.signValue as string;
    const mixed = [...upper].map((one, i) => (i % 2 ? one.toLowerCase() : one)).join("");
    const seen = new Set<string>();
    for (const signValue of [upper, upper.toLowerCase(), mixed]) {
      seen.add((await readPayment({ ...fields, signValue })).signature);
    }
    expect([...seen]).toEqual([upper.toLowerCase()]);
  });

  it("decides by the signature what it is: a flipped notice_type changes nothing", async () => {
    const good = await readPayment(signed(noticeFields()));
    for (const notice_type of ["", "refund", "chargeBack", "dispute", "identityCheck", "TRANSACTION", "x"]) {
      const payment = await readPayment({ ...signed(noticeFields()), notice_type });
      expect(payment).toEqual({ ...good, unsigned: { ...good.unsigned, notice_type } });
    }
    const { notice_type: _left, ...rest } = signed(noticeFields());
    expect((await readPayment(rest)).status).toBe("approved");
  });

  it("lets swapped unsigned fields reach nothing but `unsigned`", async () => {
    const fields = signed(noticeFields({ payment_status: "0", payment_details: "80012:Declined" }));
    const good = await readPayment(fields);
    const swapped = {
      response_type: "0",
      methods: "Klarna",
      quickpay_id: "stolen",
      pay_url: "https://evil.example/",
      payment_amount: "0.01",
      payment_results: "1",
      status: "approved",
      verified: "true",
      signature: "x",
      paymentId: "1",
      redirectUrl: "https://evil.example/",
      constructor: "x",
      __proto__: "x",
    };
    const payment = await readPayment({ ...fields, ...swapped, ["__proto__"]: "polluted" });
    const { unsigned, ...decided } = payment;
    const { unsigned: before, ...decidedBefore } = good;
    expect(decided).toEqual(decidedBefore);
    expect(before.pay_url).toBeUndefined();
    expect(unsigned.pay_url).toBe("https://evil.example/");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(payment).sort()).toEqual(Object.keys(good).sort());
    expect("redirectUrl" in payment).toBe(false);
    for (const name of ORDER) expect(Object.hasOwn(unsigned, name)).toBe(false);
    expect(Object.hasOwn(unsigned, "signValue")).toBe(false);
  });

  it("cannot be changed after it was read", async () => {
    const payment = await readPayment(signed(noticeFields()));
    expect(Object.isFrozen(payment.unsigned)).toBe(true);
  });

  // The forms of §4.2, each made by hand: the text that was signed, and the text that came.
  it.each<readonly [string, string, string]>([
    ["as received", "it's <b>", "it's <b>"],
    ["with outer spaces that were not signed", "gift", "  gift\t"],
    ["with outer spaces that were signed", "  gift ", "  gift "],
    ["signed as entities of the PHP plug-ins", "it&#039;s &lt;b&gt; &quot;x&quot;", `it's <b> "x"`],
    ["signed with a space for each", "it s  b  x", `it's <b>'x'`],
  ])("verifies values %s", async (_name, signedNotes, notes) => {
    const signedFields = noticeFields({ order_notes: signedNotes });
    const signValue = expectedSignValue(ORDER, signedFields, SECRET);
    const payment = await readPayment({ ...signedFields, order_notes: notes, signValue });
    expect(payment.signed.notes).toBe(notes);
    expect(payment.signature).toBe(signValue);
  });

  it("gives back every signed value as it was signed", async () => {
    const text = fc
      .array(
        fc.constantFrom("a", "Z", "9", " ", "é", "李", "😀", "&", "<", ">", "'", '"', ";", "=", "%", "\n", "-", "."),
        { maxLength: 30 },
      )
      .map((letters) => letters.join(""));
    const id = fc.stringMatching(/^\d{18,21}$/);
    await fc.assert(
      fc.asyncProperty(text, text, text, id, async (notes, details, risk, payment_id) => {
        const fields = noticeFields({
          order_notes: notes,
          payment_details: `80000:${details}`,
          payment_risk: risk,
          payment_id,
        });
        const payment = await readPayment(signed(fields));
        expect(payment.signed).toMatchObject({ notes, details: `80000:${details}`, risk, paymentId: payment_id });
        expect(payment.gatewayText).toBe(details);
      }),
      { numRuns: 100 },
    );
  });
});
