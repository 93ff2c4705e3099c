import { describe, expect, it } from "vitest";
import { CARDS, createWorld } from "./shopper.ts";

const DAY_MS = 86_400_000;

describe("an order number that was used before", () => {
  it("is a duplicate for 30 days after it succeeded, and not after", async () => {
    const { pay, clock, sandbox } = await createWorld();
    expect((await pay(CARDS.approve)).payment_status).toBe("1");
    const paidAtMs = clock.nowMs;
    for (const afterMs of [0, DAY_MS, 30 * DAY_MS - 1]) {
      clock.nowMs = paidAtMs + afterMs;
      const again = await pay(CARDS.approve);
      expect(again).toMatchObject({ payment_status: "0", payment_id: "" });
      expect(again.payment_details).toMatch(/^20061:/);
    }
    expect((await sandbox.payments("90000101", "A-1")).length).toBe(1);
    clock.nowMs = paidAtMs + 30 * DAY_MS + 1;
    expect((await pay(CARDS.approve)).payment_status).toBe("1");
  });

  it("is a duplicate whatever the card, the amount and the currency are", async () => {
    const { pay } = await createWorld();
    await pay(CARDS.approve);
    for (const changes of [{ order_amount: "99.00" }, { order_currency: "EUR" }]) {
      expect((await pay(CARDS.decline, changes)).payment_details).toMatch(/^20061:/);
    }
  });

  it("is none where it was declined: the shopper may try another card", async () => {
    const { pay, sandbox } = await createWorld();
    for (const card of [CARDS.decline, CARDS.insufficient, CARDS.decline])
      expect((await pay(card)).payment_status).toBe("0");
    expect((await pay(CARDS.approve)).payment_status).toBe("1");
    expect((await pay(CARDS.approve)).payment_details).toMatch(/^20061:/);
    const statuses = (await sandbox.payments("90000101", "A-1")).map((item) => item.status);
    expect(statuses).toEqual(["0", "0", "0", "1"]);
  });

  it("is none on another terminal, nor is one that begins alike", async () => {
    const { pay, sandbox } = await createWorld();
    await pay(CARDS.approve);
    expect((await pay(CARDS.approve, { terminal: "90000102" })).payment_status).toBe("1");
    for (const order_number of ["A-10", "A-1/", "A", "a-1", "A-1/A-1", "1/A-1"]) {
      expect((await pay(CARDS.approve, { order_number })).payment_status).toBe("1");
    }
    expect((await sandbox.payments("90000101", "A-1")).length).toBe(1);
  });

  it("gives one success to two payments at once", async () => {
    const { pay, sandbox } = await createWorld();
    const answers = await Promise.all([1, 2, 3, 4].map(() => pay(CARDS.approve)));
    expect(answers.filter((answer) => answer.payment_status === "1").length).toBe(1);
    expect(answers.filter((answer) => answer.payment_details?.startsWith("20061:")).length).toBe(3);
    expect((await sandbox.payments("90000101", "A-1")).length).toBe(1);
  });

  it("counts its 30 days from the success, not from the day a pending payment began", async () => {
    const { pay, clock, sandbox } = await createWorld();
    const { payment_id } = await pay(CARDS.pending);
    clock.nowMs += 29 * DAY_MS;
    await sandbox.settle(payment_id as string, "approve");
    clock.nowMs += 2 * DAY_MS;
    expect((await pay(CARDS.approve)).payment_details).toMatch(/^20061:/);
  });
});

describe("settle", () => {
  it("ends a pending payment once, either way, and notifies of it", async () => {
    for (const [decision, status] of [
      ["approve", "1"],
      ["decline", "0"],
    ] as const) {
      const { pay, sandbox, notices } = await createWorld();
      const { payment_id = "" } = await pay(CARDS.pending);
      await sandbox.deliver();
      await sandbox.settle(payment_id, decision);
      await sandbox.settle(payment_id, decision === "approve" ? "decline" : "approve");
      await sandbox.deliver();
      expect((await sandbox.payments("90000101", "A-1")).map((item) => item.status)).toEqual([status]);
      expect(notices.length).toBe(2);
      expect(notices[1]?.body).toContain(`<payment_status>${status}</payment_status>`);
    }
  });

  it("leaves ended and unknown payments alone", async () => {
    const { pay, sandbox, notices } = await createWorld();
    const { payment_id = "" } = await pay(CARDS.decline);
    await sandbox.deliver();
    await sandbox.settle(payment_id, "approve");
    await sandbox.settle("000", "approve");
    await sandbox.settle("__proto__", "approve");
    expect(await sandbox.deliver()).toEqual([]);
    expect(notices.length).toBe(1);
  });

  it("ends a payment once when both decisions come at once", async () => {
    const { pay, sandbox } = await createWorld();
    const { payment_id = "" } = await pay(CARDS.pending);
    await sandbox.deliver();
    await Promise.all([sandbox.settle(payment_id, "approve"), sandbox.settle(payment_id, "decline")]);
    expect((await sandbox.deliver()).length).toBe(1);
    expect((await sandbox.payments("90000101", "A-1"))[0]?.status).toBe("1");
  });
});
