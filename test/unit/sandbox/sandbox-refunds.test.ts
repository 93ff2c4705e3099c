import { describe, expect, it } from "vitest";
import { createSandboxStore } from "../../../src/testing/sandbox-store.ts";
import {
  entriesOf,
  fieldsOf,
  findOrder,
  MERCHANT,
  ORDER,
  payApproved,
  payHosted,
  send,
  sendSigned,
  signFor,
  takeNotices,
} from "./merchant-calls.ts";
import { CARDS, createWorld, type Fields, type World } from "./shopper.ts";

async function refund(world: World, payment_id: string, amount: string, changes: Fields = {}): Promise<Fields> {
  const fields = { payment_id, refund_type: "2", refund_amount: amount, refund_description: "because", ...changes };
  return fieldsOf(await send(world, "refunds.create", fields));
}

async function query(world: World, refund_id: string, terminal = "90000101"): Promise<Fields> {
  return fieldsOf(await send(world, "refunds.find", { refund_id, terminal }));
}

const refundsOf = async (world: World) => (await world.sandbox.payments("90000101", "A-1"))[0]?.refunds ?? [];

describe("a refund", () => {
  it("is started: the answer has all fields, and nothing is notified yet", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    await takeNotices(world);
    const answer = await refund(world, payment_id, "10.00", { refund_type: "1", refund_number: "R-1" });
    expect(answer).toEqual({
      ...MERCHANT,
      signValue: "",
      payment_id,
      order_number: "A-1",
      refund_id: expect.stringMatching(/^\d{18,21}$/) as string,
      refund_number: "R-1",
      refund_results: "00",
      refund_amount: "10.00",
      refund_description: "because",
    });
    expect(await query(world, answer.refund_id ?? "")).toEqual({
      ...MERCHANT,
      signValue: "",
      refund_id: answer.refund_id,
      refund_number: "R-1",
      payment_id,
      order_number: "A-1",
      refund_amount: "10.00",
      refund_status: "-1",
      refund_description: "because",
    });
    expect(await takeNotices(world)).toEqual([]);
    expect(fieldsOf(await findOrder(world)).refund_status).toBe("0");
  });

  it.each([
    ["complete", "1", "2"],
    ["fail", "0", "0"],
  ] as const)("ends by settleRefund, once: %s", async (outcome, status, refunded) => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    const { refund_id = "" } = await refund(world, payment_id, "10", { refund_type: "1", refund_number: "R-1" });
    await takeNotices(world);
    await world.sandbox.settleRefund(refund_id, outcome);
    await world.sandbox.settleRefund(refund_id, outcome === "fail" ? "complete" : "fail");
    await world.sandbox.settleRefund("unknown", "complete");
    expect((await query(world, refund_id)).refund_status).toBe(status);
    const info = await findOrder(world);
    expect(fieldsOf(info)).toMatchObject({ refund_status: refunded, payment_results: "1" });
    const entries = entriesOf(entriesOf(info, "refundList")[0], "refund").map(fieldsOf);
    expect(entries).toEqual([{ refund_id, refund_amount: "10", refund_status: status, refund_number: "R-1" }]);
    expect(await takeNotices(world)).toEqual([
      expect.objectContaining({
        ...MERCHANT,
        notice_type: "refund",
        signValue: "",
        payment_id,
        order_number: "A-1",
        push_status: status,
        push_id: refund_id,
        push_amount: "10",
        refund_number: "R-1",
      }),
    ]);
  });

  it("in parts goes up to the amount, to the hundredth, and no further", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world, { order_amount: "0.30" });
    // As floats, three times 0.1 are more than 0.3.
    for (let i = 0; i < 3; i++) expect((await refund(world, payment_id, "0.1")).refund_results).toBe("00");
    const over = await refund(world, payment_id, "0.01");
    expect(over).toMatchObject({ refund_results: "0", refund_id: "" });
    expect(over.refund_description).toMatch(/^20021:/);
    const [first, second, third] = await refundsOf(world);
    await world.sandbox.settleRefund(first?.refundId ?? "", "complete");
    expect(fieldsOf(await findOrder(world)).refund_status).toBe("1");
    expect((await takeNotices(world)).at(-1)?.notice_type).toBe("partialRefund");
    // What failed may be refunded anew.
    await world.sandbox.settleRefund(second?.refundId ?? "", "fail");
    expect((await refund(world, payment_id, "0.11")).refund_results).toBe("0");
    const { refund_id = "", refund_results } = await refund(world, payment_id, "0.10");
    expect(refund_results).toBe("00");
    for (const id of [third?.refundId ?? "", refund_id]) await world.sandbox.settleRefund(id, "complete");
    expect(fieldsOf(await findOrder(world)).refund_status).toBe("2");
    expect(new Set((await refundsOf(world)).map((item) => item.refundId)).size).toBe(4);
  });

  it("in full is of the whole amount, and nothing was refunded before", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    for (const amount of ["9.99", "10.01", "1"]) {
      expect((await refund(world, payment_id, amount, { refund_type: "1" })).refund_description).toMatch(/^20021:/);
    }
    await refund(world, payment_id, "1.00");
    expect((await refund(world, payment_id, "10.00", { refund_type: "1" })).refund_description).toMatch(/^20021:/);
    await world.sandbox.settleRefund((await refundsOf(world))[0]?.refundId ?? "", "fail");
    expect((await refund(world, payment_id, "10.00", { refund_type: "1" })).refund_results).toBe("00");
  });

  it("of a captured part is of that part", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world, { ET_NOTES: "pre" });
    expect((await refund(world, payment_id, "1.00")).refund_description).toMatch(/^20001:/);
    await send(world, "payments.capture", { payment_id, payment_authType: "1", order_amount: "4.00" });
    expect((await refund(world, payment_id, "4.01")).refund_description).toMatch(/^20021:/);
    expect((await refund(world, payment_id, "4.00", { refund_type: "1" })).refund_results).toBe("00");
  });

  it("of the same number is a duplicate, and answers the first one's id", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    const first = await refund(world, payment_id, "2.00", { refund_number: "R-1" });
    const again = await refund(world, payment_id, "2.00", { refund_number: "R-1" });
    expect(again).toMatchObject({ refund_results: "0", refund_id: first.refund_id });
    expect(again.refund_description).toMatch(/^20061:/);
    expect((await refundsOf(world)).length).toBe(1);
    // Of another payment it is another's, and without numbers two refunds are two.
    const other = await payApproved(world, { order_number: "B" });
    expect((await refund(world, other, "2.00", { refund_number: "R-1" })).refund_results).toBe("00");
    for (let i = 0; i < 2; i++) expect((await refund(world, payment_id, "1.00")).refund_results).toBe("00");
  });

  it("never takes more than there is by requests at the same time", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    const answers = await Promise.all([1, 2, 3, 4].map(() => refund(world, payment_id, "4.00")));
    expect(answers.filter((answer) => answer.refund_results === "00").length).toBe(2);
  });

  it.each<readonly [string, Fields]>([
    ["20021", { refund_amount: "0" }],
    ["20021", { refund_amount: "-1.00" }],
    ["20021", { refund_amount: "1.001" }],
    ["20021", { refund_amount: "1e0" }],
    ["20021", { refund_amount: "" }],
    ["20001", { refund_type: "3" }],
    ["20001", { refund_type: "" }],
    ["20001", { refund_type: "__proto__" }],
    ["20001", { refund_description: "" }],
    ["20001", { payment_id: "1".repeat(21) }],
    ["20001", { payment_id: "" }],
    ["20001", { terminal: "90000102" }],
  ])("is refused with %s: %j", async (code, changes) => {
    const world = await createWorld();
    const answer = await refund(world, await payApproved(world), "1.00", changes);
    expect(answer).toMatchObject({ refund_results: "0", refund_id: "" });
    expect(answer.refund_description).toMatch(new RegExp(`^${code}:`));
    expect(await refundsOf(world)).toEqual([]);
  });

  it("is refused of what took no money, and to those who did not sign", async () => {
    const world = await createWorld();
    for (const card of [CARDS.decline, CARDS.pending]) {
      const { payment_id = "" } = await world.pay(card);
      expect((await refund(world, payment_id, "1.00")).refund_description).toMatch(/^20001:/);
    }
    const payment_id = await payApproved(world, { order_number: "B" });
    const fields = { ...MERCHANT, payment_id, refund_type: "2", refund_amount: "1.00", refund_description: "x" };
    const good = signFor("refunds.create", fields);
    for (const changes of [{ refund_amount: "9.00" }, { refund_number: "R-1" }, { signValue: "" }] as Fields[]) {
      const answer = fieldsOf(await sendSigned(world, "refunds.create", { ...good, ...changes }));
      expect(answer.refund_description).toMatch(/^20013:/);
    }
    expect(fieldsOf(await sendSigned(world, "refunds.create", good)).refund_results).toBe("00");
  });

  it("is found by nobody but its terminal", async () => {
    const world = await createWorld();
    const { refund_id = "" } = await refund(world, await payApproved(world), "1.00");
    for (const answer of [
      await query(world, refund_id, "90000102"),
      await query(world, `${refund_id}0`),
      await query(world, ""),
      await query(world, "__proto__"),
    ]) {
      expect(answer.results).toBe("20001");
      expect(answer.details).toMatch(/^20001:/);
    }
  });
});

describe("a dispute", () => {
  it("is told by notice and by queries, and closes once", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    await takeNotices(world);
    const disputeId = await world.sandbox.dispute(payment_id, { amount: "3.00" });
    expect(await takeNotices(world)).toEqual([
      expect.objectContaining({
        notice_type: "chargeBack",
        push_status: "2",
        push_id: disputeId,
        push_amount: "3.00",
        signValue: "",
        payment_id,
      }),
    ]);
    const info = await findOrder(world);
    expect(fieldsOf(info)).toMatchObject({ chargeBack_status: "1", payment_results: "1" });
    expect(fieldsOf(entriesOf(entriesOf(info, "chargeBackList")[0], "chargeBack")[0])).toMatchObject({
      chargeBack_id: disputeId,
      chargeBack_amount: "3.00",
    });
    expect(await world.sandbox.dispute(payment_id, { won: true })).toBe(disputeId);
    expect(await world.sandbox.dispute(payment_id, { won: false })).toBeUndefined();
    expect((await takeNotices(world)).map((notice) => [notice.notice_type, notice.push_status])).toEqual([
      ["re-presentment", "1"],
    ]);
    expect((await world.sandbox.payments("90000101", "A-1"))[0]?.disputes).toMatchObject([{ status: "won" }]);
  });

  it.each([
    ["retrieval", "retrieval"],
    ["fraud", "fraud"],
  ] as const)("of the kind %s is no chargeback", async (kind, notice_type) => {
    const world = await createWorld();
    await world.sandbox.dispute(await payApproved(world), { kind });
    expect((await takeNotices(world)).at(-1)).toMatchObject({ notice_type, push_amount: "10.00" });
    expect(fieldsOf(await findOrder(world)).chargeBack_status).toBe("0");
  });

  it("is closed by its own kind only", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    const chargeback = await world.sandbox.dispute(payment_id);
    expect(await world.sandbox.dispute(payment_id, { kind: "retrieval", won: true })).toBeUndefined();
    const retrieval = await world.sandbox.dispute(payment_id, { kind: "retrieval" });
    expect(await world.sandbox.dispute(payment_id, { kind: "retrieval", won: false })).toBe(retrieval);
    const kept = (await world.sandbox.payments("90000101", "A-1"))[0]?.disputes;
    expect(kept).toMatchObject([
      { disputeId: chargeback, status: "open" },
      { disputeId: retrieval, status: "lost" },
    ]);
  });

  it("is of payments that succeeded only", async () => {
    const world = await createWorld();
    const { payment_id = "" } = await world.pay(CARDS.decline);
    await takeNotices(world);
    expect(await world.sandbox.dispute(payment_id)).toBeUndefined();
    expect(await world.sandbox.dispute("unknown")).toBeUndefined();
    expect(await takeNotices(world)).toEqual([]);
  });
});

describe("what came after a payment", () => {
  it("survives a new sandbox over the same store", async () => {
    const store = createSandboxStore();
    const first = await createWorld({ store });
    const payment_id = await payApproved(first);
    const { refund_id = "" } = await refund(first, payment_id, "4.00", { refund_number: "R-1" });
    const quickpay_id = await first.sandbox.storeQuickpay();
    const hosted = await payHosted(first, "", { order_number: "H" });

    const second = await createWorld({ store });
    await second.sandbox.settleRefund(refund_id, "complete");
    expect((await query(second, refund_id)).refund_status).toBe("1");
    expect((await refund(second, payment_id, "6.01")).refund_description).toMatch(/^20021:/);
    expect((await refund(second, payment_id, "6.00", { refund_number: "R-1" })).refund_description).toMatch(/^20061:/);
    const charged = await send(second, "quickpay.charge", { ...ORDER, order_number: "Q", quickpay_id });
    expect(fieldsOf(charged).payment_status).toBe("1");
    await second.sandbox.settle(hosted, "approve");
    expect(fieldsOf(await findOrder(second, "H")).payment_results).toBe("1");
  });
});
