import { NOW_MS } from "../card-samples.ts";
import { all, DAY_MS, type Shop } from "./shop.ts";
import type { Situation } from "./situation.ts";

const ORDER = "A-1";
const RANGE = { from: new Date(NOW_MS - DAY_MS), to: new Date(NOW_MS + DAY_MS) };

/** The calls of `orders` and `refunds`. */
export const orderCalls = {
  find: async (shop) => {
    const paymentId = await shop.paid(ORDER);
    return {
      act: ({ orders }) => orders.find(ORDER),
      usual: { status: "approved", payment: { paymentId, verified: false } },
      about: { orderNumber: ORDER },
    };
  },
  list: async (shop) => {
    const paymentId = await shop.paid(ORDER);
    return {
      act: async ({ orders }) => ({ items: await all(orders.list(RANGE)) }),
      usual: { items: [{ paymentId, verified: false }] },
      about: {},
    };
  },
  listBusiness: async (shop) => {
    const paymentId = await shop.paid(ORDER);
    await shop.sandbox.dispute(paymentId, { kind: "retrieval" });
    return {
      act: async ({ orders }) => ({ items: await all(orders.listBusiness(RANGE)) }),
      usual: { items: [{ paymentId, verified: false, type: "retrieval" }] },
      about: {},
    };
  },
  listDisputes: async (shop) => {
    const paymentId = await shop.paid(ORDER);
    await shop.sandbox.dispute(paymentId);
    return {
      act: async ({ orders }) => ({ items: await all(orders.listDisputes({ ...RANGE, orderNumber: ORDER })) }),
      usual: { items: [{ paymentId, verified: false, type: "chargeBack" }] },
      about: { orderNumber: ORDER },
    };
  },
  // No call of the gateway's tells what was uploaded.
  uploadTracking: async (shop) => {
    await shop.paid(ORDER);
    const parcel = { trackingNumber: "T-1", site: "https://post.example/", handler: "Post" };
    return {
      act: ({ orders }) => orders.uploadTracking({ orderNumber: ORDER, ...parcel }),
      usual: { status: "approved", verified: false },
      about: { orderNumber: ORDER },
    };
  },
  createRefund: async (shop) => {
    const paymentId = await shop.paid(ORDER);
    const refund = { type: "partial", amount: "4.00", currency: "USD", description: "Late" } as const;
    const named = { paymentId, orderNumber: ORDER, refundNumber: "R-1" };
    return {
      act: ({ refunds }) => refunds.create({ ...refund, ...named }),
      usual: { status: "pending", verified: false },
      about: named,
      // A refund of unknown outcome is told by its number among the order's, and then asked for by its id.
      ask: async ({ orders, refunds }) => {
        const order = await orders.find(ORDER);
        const begun = order.payments[0]!.refunds.filter((item) => item.refund_number === "R-1");
        const states = await Promise.all(begun.map((item) => refunds.find({ refundId: item.refund_id! })));
        return states.map(({ status, fields }) => `${status} ${fields.refund_amount}`);
      },
      answers: { done: ["pending 4.00"], undone: [] },
    };
  },
  findRefund: async (shop) => {
    const paymentId = await shop.paid(ORDER);
    const { refundId } = await shop.client.refunds.create({
      ...{ paymentId, type: "full", amount: "10.00", currency: "USD", description: "Back" },
    });
    return {
      act: ({ refunds }) => refunds.find({ refundId }),
      usual: { status: "pending", verified: false, refundId },
      about: { refundId },
    };
  },
} satisfies Record<string, (shop: Shop) => Promise<Situation>>;
