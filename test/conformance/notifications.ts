import { createPayments, orderMismatches } from "../../src/edge.ts";
import { secretCases } from "./case.ts";
import type { Check } from "./check.ts";
import { APPROVED, APPROVED_SIGNATURE, configOf, type Fields, resultXml, toXml } from "./gateway.ts";

const NOTICE: Fields = { ...APPROVED, notice_type: "transaction", signValue: APPROVED_SIGNATURE };

export const notificationsCases = secretCases("notifications", {
  "a notice is read from its request": async (t) => {
    const notice = await read(t, request(toXml(NOTICE)));
    t.equal([notice.kind, notice.verified], ["payment", true]);
    t.equal(notice.kind === "payment" && notice.payment.status, "approved");
  },

  "a notice is read from its raw body": async (t) => {
    const notice = await read(t, toXml({ ...NOTICE, signValue: APPROVED_SIGNATURE.toLowerCase() }));
    t.equal(notice.kind === "payment" && notice.payment.paymentId, APPROVED.payment_id);
  },

  "a notice is held against the stored order": async (t) => {
    const notice = await read(t, await resultXml());
    if (notice.kind !== "payment") throw new Error("expected a payment's notice");
    const order = { account: "995149", terminal: "99514901", orderNumber: "A-1001", currency: "USD", amount: "10" };
    t.equal(orderMismatches(notice.payment.signed, order), []);
    t.equal(orderMismatches(notice.payment.signed, { ...order, amount: "9.99", currency: "EUR" }), [
      "currency",
      "amount",
    ]);
  },

  "two cuts of one message have one signature": async (t) => {
    const one = await read(t, toXml({ ...NOTICE, order_notes: "" }));
    const other = await read(t, toXml({ ...NOTICE, order_notes: "4", card_number: "11111******1111" }));
    const signatures = [one, other].map((notice) => notice.kind === "payment" && notice.payment.signature);
    t.equal(signatures, Array(2).fill(APPROVED_SIGNATURE.toLowerCase()));
  },

  "a forged notice is refused": async (t) => {
    const forged: [Fields, string][] = [
      [{ order_amount: "0.01" }, "invalid_signature"],
      [{ payment_status: "0" }, "invalid_signature"],
      [{ signValue: "" }, "missing_signature"],
      [{ signValue: APPROVED_SIGNATURE.slice(1) }, "invalid_signature"],
      [{ terminal: "" }, "unknown_terminal"],
      [{ terminal: "constructor" }, "unknown_terminal"],
      [{ account: "000000" }, "unknown_terminal"],
    ];
    for (const [change, code] of forged) await t.refuses(code, () => read(t, toXml({ ...NOTICE, ...change })));
  },

  "a right signature over an unknown shape is neither trusted nor forged": async (t) => {
    const odd = [
      { payment_details: "approved" },
      { payment_id: "1" },
      { payment_status: "2" },
      { payment_authType: "9" },
    ];
    for (const change of odd) {
      await t.refuses("unexpected_shape", async () => read(t, await resultXml(change)));
    }
    await t.refuses("ambiguous_outcome", async () => read(t, await resultXml({ order_notes: "0180000:Approved" })));
  },

  "a notice whose signature nobody knows says so": async (t) => {
    const { signValue: _, ...fields } = NOTICE;
    const notice = await read(t, toXml({ ...fields, notice_type: "refund", push_status: "1" }));
    t.equal([notice.kind, notice.verified], ["refund", false]);
    t.equal(notice.kind !== "payment" && [notice.noticeType, notice.fields.push_status], ["refund", "1"]);
    t.equal(notice.kind !== "payment" && notice.claimed.pushStatus, "success");
  },

  "a request that is no notice is refused": async (t) => {
    const xml = toXml(NOTICE);
    await t.refuses("unexpected_method", () => read(t, new Request("https://shop.test/notice")));
    await t.refuses("unexpected_content_type", () => read(t, request(xml, "application/x-www-form-urlencoded")));
    await t.refuses("unexpected_content_type", () => read(t, request(xml, "text/xmlx")));
    t.equal((await read(t, request(xml, "text/xml; charset=utf-8"))).kind, "payment");
    await t.refuses("malformed_xml", () => read(t, request("")));
    await t.refuses("malformed_xml", () => read(t, request("<html><br></html>")));
    await t.refuses("malformed_text", () => read(t, request(new Uint8Array([0x3c, 0xff]))));
  },

  "a notice over 32 kB is refused": async (t) => {
    await t.refuses("body_too_large", () => read(t, request(`<r>${" ".repeat(32_768)}</r>`)));
    await t.refuses("body_too_large", () => read(t, `<r>${" ".repeat(32_768)}</r>`));
  },
});

function read(t: Check, message: Request | string) {
  return createPayments(configOf(t.options)).notifications.read(message);
}

function request(body: string | Uint8Array<ArrayBuffer>, type = "application/xml"): Request {
  return new Request("https://shop.test/notice", { method: "POST", body, headers: { "content-type": type } });
}
