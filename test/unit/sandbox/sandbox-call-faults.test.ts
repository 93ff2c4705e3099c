import { stringify } from "node:querystring";
import { describe, expect, it } from "vitest";
import type { CallFault, Fault } from "../../../src/testing/faults.ts";
import type { OperationName } from "../../../src/wire/operations.ts";
import { DATES, FORMS, JSON_CALLS } from "./call-samples.ts";
import { jsonRequest, MERCHANT, ORDER, payApproved, pathOf, sendForm, signFor } from "./merchant-calls.ts";
import { createWorld, type Fields, formRequest } from "./shopper.ts";

describe("a fault", () => {
  const STATUSES: Partial<Readonly<Record<CallFault, number>>> = {
    "timeout-before": 504,
    "timeout-after": 504,
    "http-500": 500,
    redirect: 307,
  };
  const KINDS: readonly CallFault[] = [
    "timeout-before",
    "timeout-during",
    "timeout-after",
    "http-500",
    "html-error",
    "truncated-answer",
    "wrong-signature",
    "redirect",
  ];

  const requestOf = (call: string) => {
    const row = FORMS.find(([name]) => name === call);
    return row ? formRequest(stringify(signFor(call, row[1])), pathOf(call)) : jsonRequest(call, {});
  };

  it.each([...FORMS.map(([call]) => call), ...JSON_CALLS])("of every kind strikes %s", async (call) => {
    const plain = await (await createWorld()).sandbox.fetch(requestOf(call));
    const whole = await plain.text();
    for (const kind of KINDS) {
      const { sandbox } = await createWorld({ faults: [{ kind, times: 1 }], stallMs: 1 });
      const response = await sandbox.fetch(requestOf(call));
      const text = await response.text();
      expect([kind, response.status]).toEqual([kind, STATUSES[kind] ?? (kind === "html-error" ? 200 : plain.status)]);
      if (kind === "timeout-during" || kind === "truncated-answer") {
        expect(whole.startsWith(text)).toBe(true);
        expect(text.length).toBe(Math.floor(whole.length / 2));
      } else if (kind === "wrong-signature") {
        const isXml = whole.startsWith("<?xml");
        // JSON and pages have no signature that could be wrong.
        if (!isXml) expect(text).toBe(whole);
        else expect(text).toMatch(/<signValue>[0-9A-F]{64}<\/signValue>/);
        expect(text === whole).toBe(!isXml);
      }
      expect((await sandbox.fetch(requestOf(call))).status).toBe(plain.status);
    }
  });

  it("of a signature changes nothing but signatures, in every entry", async () => {
    const world = await createWorld({ faults: [{ kind: "wrong-signature", operation: "orders.find" }] });
    await payApproved(world);
    const text = await (
      await sendForm(world, "orders.find", signFor("orders.find", { ...MERCHANT, order_number: "A-1" }))
    ).text();
    world.sandbox.setFaults([]);
    const right = await (
      await sendForm(world, "orders.find", signFor("orders.find", { ...MERCHANT, order_number: "A-1" }))
    ).text();
    expect(text).not.toBe(right);
    expect(text.replace(/<signValue>[0-9A-F]{64}</, "<signValue><")).toBe(right);
  });

  it.each<readonly [OperationName, string, Fields]>([
    ["payments.pay", "quickpay.charge", { ...ORDER, quickpay_id: "x" }],
    ["quickpay.charge", "payments.pay", ORDER],
    ["payments.capture", "payments.void", { ...MERCHANT, payment_id: "1", payment_authType: "2" }],
    ["payments.voidOffline", "payments.capture", { ...MERCHANT, payment_id: "1", payment_authType: "1" }],
    ["orders.list", "orders.listDisputes", { ...MERCHANT, ...DATES }],
  ])("of %s strikes no %s", async (operation, other, fields) => {
    const world = await createWorld({ faults: [{ kind: "http-500", operation, times: 1 }] });
    expect((await sendForm(world, other, signFor(other, fields))).status).toBe(200);
    expect((await world.sandbox.fetch(requestOf(operation))).status).toBe(500);
    expect((await world.sandbox.fetch(requestOf(operation))).status).toBe(200);
  });

  it("that comes after the deed leaves it done: a hosted payment, a capture, a refund", async () => {
    const done = async (kind: CallFault) => {
      const only = (operation: OperationName): Fault => ({ kind, operation });
      const world = await createWorld({
        faults: [only("payments.createHosted"), only("payments.capture"), only("refunds.create")],
        stallMs: 1,
      });
      const ask = (call: string, fields: Fields) => sendForm(world, call, signFor(call, { ...MERCHANT, ...fields }));
      await ask("payments.createHosted", { ...ORDER, order_number: "H" });
      const reserved = await payApproved(world, { order_number: "R", ET_NOTES: "pre" });
      await ask("payments.capture", { payment_id: reserved, payment_authType: "1" });
      const payment_id = await payApproved(world);
      const refund = { payment_id, refund_type: "2", refund_amount: "1.00", refund_description: "x" };
      await ask("refunds.create", refund);
      const paymentOf = async (number: string) => (await world.sandbox.payments("90000101", number))[0];
      return [
        (await paymentOf("H")) !== undefined,
        (await paymentOf("R"))?.status === "1",
        (await paymentOf("A-1"))?.refunds.length === 1,
      ];
    };
    for (const kind of ["timeout-after", "truncated-answer", "wrong-signature"] as const) {
      expect(await done(kind)).toEqual([true, true, true]);
    }
    for (const kind of ["timeout-before", "http-500", "html-error", "redirect"] as const) {
      expect(await done(kind)).toEqual([false, false, false]);
    }
  });
});
