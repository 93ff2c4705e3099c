import { describe, expect, it } from "vitest";
import { stringify } from "node:querystring";
import type { ErrorCode } from "../../../src/errors.ts";
import type { OrderRecord } from "../../../src/inbox/order-record.ts";
import { type Fields, resultFields, SECOND_SECRET, SECRET, signed, xmlOf } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { entryOf, noticeOf, noticeRequest, openNoticeShop, ORDER, paymentId, STATES } from "./notice-shop.ts";

/** Each test is a mistake that published plug-ins of this gateway make (protocol.md §4.2, §4.3). */
const RESULT_ORDER = SIGNED_ORDERS.paymentResult?.orders[0] ?? [];
const FORM = "application/x-www-form-urlencoded";

const findOrder = ({ orderNumber }: { readonly orderNumber: string }) =>
  orderNumber === ORDER.orderNumber ? ORDER : undefined;

const returnOf = (body: string, url = "https://shop.example/back") =>
  new Request(url, { method: "POST", headers: { "content-type": FORM }, body });

/** What becomes of a message on each of the three ways in. */
async function takeEverywhere(fields: Fields) {
  const shop = openNoticeShop();
  const { notifications, returns } = shop.client;
  return {
    shop,
    answer: await shop.answer(fields),
    read: await notifications.read(xmlOf(fields), { findOrder }).catch((error: unknown) => error),
    returned: await returns.read(stringify(fields), { findOrder }).catch((error: unknown) => error),
  };
}

/** Expects that a message is discarded on all ways: acknowledged, told as forged, and without any effect. */
async function expectForged(fields: Fields, code: ErrorCode): Promise<void> {
  const { shop, answer, read, returned } = await takeEverywhere(fields);
  expect(answer).toBe("ok");
  expect(shop.names()).toEqual([`forged ${code}`]);
  expect(shop.texts()).toBe("");
  expect(shop.asked).toEqual([]);
  expect(read).toMatchObject({ code });
  expect(returned).toMatchObject({ code });
}

describe("a mistake of published plug-ins:", () => {
  it("an unknown terminal is given an empty secret, so that anyone can sign for it", async () => {
    for (const terminal of ["90000199", "", "__proto__", "constructor", "0"]) {
      for (const secret of ["", "undefined", "null", SECRET]) {
        await expectForged(signed({ ...noticeOf("approved"), terminal }, secret), "unknown_terminal");
      }
    }
    await expectForged(signed({ ...noticeOf("approved"), account: "900009" }, ""), "unknown_terminal");
  });

  it("an empty secret, or another terminal's, is as good as the right one", async () => {
    for (const secret of ["", " ", "undefined", SECOND_SECRET, SECRET.toUpperCase()]) {
      await expectForged(signed(noticeOf("approved"), secret), "invalid_signature");
    }
  });

  it("the signature's case counts", async () => {
    const fields = noticeOf("approved");
    const upper = fields.signValue as string;
    expect(upper).toMatch(/[A-F]/);
    const mixed = [...upper].map((one, i) => (i % 2 ? one.toLowerCase() : one)).join("");
    for (const signValue of [upper, upper.toLowerCase(), mixed]) {
      const { shop, answer, read, returned } = await takeEverywhere({ ...fields, signValue });
      expect([answer, shop.names()]).toEqual(["ok", [`payment approved ${paymentId(1)}`]]);
      expect(read).toMatchObject({ kind: "payment", match: { kind: "match", status: "approved" } });
      expect(returned).toMatchObject({ match: { kind: "match", status: "approved" } });
    }
    // All three are one message: one effect, one key.
    const shop = openNoticeShop();
    for (const signValue of [upper, upper.toLowerCase(), mixed]) await shop.answer({ ...fields, signValue });
    expect(shop.names()).toHaveLength(1);
  });

  it("a missing field is taken for an empty one that was signed, or for a success", async () => {
    const fields = noticeOf("approved");
    for (const name of RESULT_ORDER.filter((one) => fields[one] !== "")) {
      const { [name]: _left, ...rest } = fields;
      const code = ["account", "terminal"].includes(name) ? "unknown_terminal" : "invalid_signature";
      await expectForged(rest, code);
    }
    const { signValue: _left, ...unsigned } = fields;
    await expectForged(unsigned, "missing_signature");
    await expectForged({ ...fields, signValue: "" }, "missing_signature");
    // Genuinely signed without a field that decides: neither a success nor forged, so the gateway is asked.
    for (const name of ["payment_status", "payment_authType", "payment_details", "payment_id", "order_amount"]) {
      const { shop, answer, read, returned } = await takeEverywhere(signed({ ...noticeOf("approved"), [name]: "" }));
      expect(shop.asked).toEqual([ORDER.orderNumber]);
      expect(shop.names()).toEqual([]);
      // The gateway knows no payment: that is an answer.
      expect(answer).toBe("ok");
      for (const error of [read, returned]) expect(error).toMatchObject({ code: "unexpected_shape" });
    }
  });

  it("HTML-escaped text makes a genuine signature look wrong", async () => {
    // The customer's own text, and what the gateway signed of it: as sent, as entities, with spaces (protocol.md §4.2).
    const notes = `O'Hara & "Sons" <Ltd>`;
    const spelt = [notes, "O&#039;Hara & &quot;Sons&quot; &lt;Ltd&gt;", "O Hara &  Sons   Ltd"];
    for (const text of spelt) {
      const fields = { ...noticeOf("approved"), order_notes: notes };
      const signValue = expectedSignValue(RESULT_ORDER, { ...fields, order_notes: text }, SECRET);
      const shop = openNoticeShop();
      shop.orders.set(ORDER.orderNumber, { ...ORDER, notes });
      expect(await shop.answer({ ...fields, signValue })).toBe("ok");
      expect(shop.names()).toEqual([`payment approved ${paymentId(1)}`]);
      const read = await shop.client.returns.read(stringify({ ...fields, signValue }));
      expect(read.payment.signed.notes).toBe(notes);
    }
  });

  it("a bad signature marks the order failed, so that anyone can cancel it", async () => {
    const shop = openNoticeShop();
    const forged = { ...noticeOf("declined"), signValue: "0".repeat(64) };
    expect(await shop.answer(forged)).toBe("ok");
    const order = { ...shop.orders.get(ORDER.orderNumber) };
    expect(order).toEqual(ORDER);
    // Also of an order that money is held for.
    await shop.answer(noticeOf("authorised"));
    const texts = shop.texts();
    for (const state of ["declined", "voided", "pending"] as const) {
      await shop.answer({ ...noticeOf(state), signValue: "F".repeat(64) });
      await shop.answer(signed(noticeOf(state), ""));
    }
    expect(shop.texts()).toBe(texts);
    expect(shop.names().filter((name) => !name.startsWith("forged"))).toEqual([`payment authorised ${paymentId(1)}`]);
    await failure(() => shop.client.notifications.read(xmlOf(forged)), "invalid_signature");
    await failure(() => shop.client.returns.read(stringify(forged)), "invalid_signature");
  });

  it("the amount, the currency and the order are not compared with the stored order", async () => {
    const others: readonly (readonly [Fields, string])[] = [
      [{ order_amount: "0.01" }, "amount"],
      [{ order_amount: "10.001" }, "amount"],
      [{ order_currency: "JPY" }, "currency"],
      [{ order_currency: "EUR", order_amount: "1.00" }, "currency+amount"],
      [{ order_notes: "another cart" }, "notes"],
      [{ order_number: "ORDER-2" }, "orderNumber"],
    ];
    for (const [changes, differing] of others) {
      const { shop, read, returned } = await takeEverywhere(noticeOf("approved", 1, changes));
      expect(shop.names()).toEqual([`mismatch ${differing}`]);
      expect(shop.texts()).toBe("");
      for (const one of [read, returned]) {
        expect(one).toMatchObject({ match: { kind: "other-order", differing: differing.split("+") } });
      }
    }
    // The same amount, written otherwise, is the same.
    for (const order_amount of ["10", "10.0", "10.000"]) {
      const { shop } = await takeEverywhere(noticeOf("approved", 1, { order_amount }));
      expect(shop.names()).toEqual([`payment approved ${paymentId(1)}`]);
    }
  });

  it("pending is taken as paid", async () => {
    for (const state of ["pending", "authorised"] as const) {
      // The code of an approval stands beside it in samples: it decides nothing.
      for (const payment_details of ["80000:Transaction Approved", "89999:x", STATES[state].payment_details]) {
        const { shop, read, returned } = await takeEverywhere(noticeOf(state, 1, { payment_details }));
        expect(shop.names()).toEqual([`payment ${state} ${paymentId(1)}`]);
        for (const one of [read, returned]) {
          expect(one).toMatchObject({ payment: { status: state }, match: { status: state } });
        }
      }
    }
    // Nor may the code of an approval make one of a decline.
    const { shop } = await takeEverywhere(noticeOf("declined", 1, { payment_details: "80000:Transaction Approved" }));
    expect(shop.names()).toEqual([`payment declined ${paymentId(1)}`]);
  });

  it("20061, a duplicate order number, overwrites a paid order", async () => {
    for (const payment_id of ["", paymentId(2)]) {
      const duplicate = noticeOf("declined", 2, { payment_details: "20061:Duplicate order", payment_id });
      const shop = openNoticeShop();
      shop.gateway = [entryOf("approved", 1)];
      expect(await shop.answer(noticeOf("approved", 1))).toBe("ok");
      const paymentsOf = () => {
        const { approvals, payments, told, open } = JSON.parse(shop.texts().split("\n")[1] ?? "") as OrderRecord;
        return { approvals, payments, told, open };
      };
      const before = paymentsOf();
      expect(await shop.answer(duplicate)).toBe("ok");
      // It was asked about, and that the order is paid was no news.
      expect(shop.asked).toEqual([ORDER.orderNumber]);
      expect(shop.names()).toEqual([`payment approved ${paymentId(1)}`]);
      expect(paymentsOf()).toEqual(before);
      await failure(() => shop.client.notifications.read(xmlOf(duplicate)), "duplicate_order");
      await failure(() => shop.client.returns.read(stringify(duplicate)), "duplicate_order");
      // The other way round: what was paid before is found by it.
      const late = openNoticeShop();
      late.gateway = [entryOf("approved", 1)];
      expect(await late.answer(duplicate)).toBe("ok");
      expect(late.names()).toEqual([`payment approved ${paymentId(1)}`]);
    }
  });

  it("XML is parsed with entity expansion on", async () => {
    const xml = xmlOf(noticeOf("approved"));
    const typed = (inner: string) => xml.replace("<response>", `<!DOCTYPE response [${inner}]><response>`);
    const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
    const attacks = [
      typed('<!ENTITY x SYSTEM "file:///etc/passwd">').replace("<order_notes>", "<order_notes>&x;"),
      typed('<!ENTITY x PUBLIC "x" "http://127.0.0.1:1/">').replace("<order_notes>", "<order_notes>&x;"),
      typed('<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;'),
      typed(`<!ENTITY l0 "lol">${laughs}`).replace("<order_notes>", "<order_notes>&l9;"),
      // An entity that stands for what was signed.
      typed(`<!ENTITY x "${ORDER.orderNumber}">`).replace(`>${ORDER.orderNumber}<`, ">&x;<"),
      xml.replace(
        "<response>",
        '<response xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/>',
      ),
    ];
    for (const attack of attacks) {
      expect(attack).not.toBe(xml);
      const shop = openNoticeShop();
      expect(await shop.answer(attack)).toBe(400);
      expect([shop.names(), shop.asked, shop.texts()]).toEqual([[], [], ""]);
      await failure(() => shop.client.notifications.read(attack), "malformed_xml");
    }
  });

  it("query parameters are mixed with the body", async () => {
    const declined = noticeOf("declined");
    const approved = stringify(noticeOf("approved", 2));
    for (const query of [approved, "payment_status=1", `order_number=ORDER-2&notice_type=refund`]) {
      const shop = openNoticeShop();
      const url = `https://notify.example/in?${query}`;
      const response = await shop.handler(noticeRequest(xmlOf(declined), "application/xml", url));
      expect([response.status, await response.text()]).toEqual([200, "receive-ok"]);
      expect(shop.names()).toEqual([`payment declined ${paymentId(1)}`]);
      const returned = await shop.client.returns.read(returnOf(stringify(declined), `https://shop.example/?${query}`));
      expect(returned.payment).toMatchObject({ status: "declined", paymentId: paymentId(1) });
      // Nor does the query fill what the body lacks.
      const { signValue: _left, ...rest } = declined;
      const open = `https://shop.example/?signValue=${declined.signValue}&${query}`;
      await failure(() => shop.client.returns.read(returnOf(stringify(rest), open)), "missing_signature");
      expect((await shop.handler(noticeRequest("", "application/xml", open))).status).toBe(400);
      expect(shop.names()).toHaveLength(1);
    }
    // A notice's fields in the address alone, by GET or POST.
    const shop = openNoticeShop();
    const get = await shop.handler(new Request(`https://notify.example/in?${approved}`));
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    await failure(
      () => shop.client.returns.read(new Request(`https://shop.example/?${approved}`)),
      "unexpected_method",
    );
  });

  it("unsigned fields, swapped in a validly signed message, are believed", async () => {
    const swapped: Fields = {
      quickpay_id: "00000000-aaaa-4bbb-8ccc-thief00000000",
      pay_url: "https://evil.example/pay",
      payment_amount: "0.01",
      payment_results: "1",
      notice_type: "refund",
      methods: "Klarna",
      response_type: "9",
      status: "approved",
      paymentId: paymentId(9),
      order: "ORDER-2",
    };
    const fields = { ...noticeOf("declined"), ...swapped };
    const { shop, answer, read, returned } = await takeEverywhere(fields);
    expect([answer, shop.names()]).toEqual(["ok", [`payment declined ${paymentId(1)}`]]);
    const event = shop.told[0]?.event as { payment: { unsigned: Fields }; order: unknown };
    expect(event.order).toMatchObject(ORDER);
    // Neither a token that pays nor an address to be sent to is handed on by the handler.
    expect(JSON.stringify(shop.told)).not.toMatch(/thief|evil/);
    expect(shop.texts()).not.toMatch(/thief|evil/);
    expect(event.payment.unsigned).toMatchObject({ methods: "Klarna" });
    for (const one of [read, returned]) {
      const { payment } = one as { payment: { unsigned: Fields } };
      expect(payment).toMatchObject({ status: "declined", paymentId: paymentId(1) });
      expect(payment.unsigned.quickpay_id).toBe(swapped.quickpay_id);
      expect(JSON.stringify({ ...(one as object), payment: { ...payment, unsigned: {} } })).not.toMatch(
        /thief|evil|Klarna/,
      );
    }
    // Without an effect of its own either: the swapped copy is the same message.
    expect(await shop.answer(signed(resultFields({ payment_id: paymentId(1), ...STATES.declined })))).toBe("ok");
    expect(shop.names()).toHaveLength(1);
  });
});
