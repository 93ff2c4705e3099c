import { describe, expect, it } from "vitest";
import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import type { Outcome } from "../../../src/errors.ts";
import { failure } from "../leaks.ts";
import { holdings, openShop, orderInput } from "./shop.ts";

const PAYMENT = "999999999999999999999";
const QUICKPAY = "00000000-0000-4000-8000-000000000000";
const REFUND = { type: "full", amount: "10.00", currency: "USD", description: "Back" } as const;
const CUSTOMS = { type: "1", payerName: "Ada", customs: "01", customsNumber: "C-1" } as const;
const PARCEL = { trackingNumber: "T-1", site: "https://post.example/", handler: "Post" } as const;
const CHARGE = { ...orderInput("A-1"), quickpayId: QUICKPAY, serviceMode: "S1" };

type Row = readonly [name: string, act: (client: PaymentsClient) => Promise<unknown>, gatewayCode: string, Outcome];

/** Calls about what the gateway does not know. Only the payment's answer is signed: there the refusal is sure. */
const ROWS: readonly Row[] = [
  ["capture", ({ payments }) => payments.capture({ paymentId: PAYMENT }), "20001", "unknown"],
  ["void", ({ payments }) => payments.void({ paymentId: PAYMENT }), "20001", "unknown"],
  ["void offline", ({ payments }) => payments.void({ orderNumber: "A-1" }), "20001", "unknown"],
  ["customs", ({ payments }) => payments.declareCustoms({ ...CUSTOMS, paymentId: PAYMENT }), "20001", "unknown"],
  ["tracking", ({ orders }) => orders.uploadTracking({ ...PARCEL, paymentId: PAYMENT }), "17", "unknown"],
  ["tracking by order", ({ orders }) => orders.uploadTracking({ ...PARCEL, orderNumber: "A-1" }), "19", "unknown"],
  ["refund", ({ refunds }) => refunds.create({ ...REFUND, paymentId: PAYMENT }), "20001", "unknown"],
  ["refund's state", ({ refunds }) => refunds.find({ refundId: "1" }), "20001", "unchanged"],
  ["charge", ({ quickpay }) => quickpay.charge(CHARGE), "20001", "refused"],
  ["stored payment", ({ quickpay }) => quickpay.find({ quickpayId: QUICKPAY }), "PARAM_ERROR", "unchanged"],
  ["stored payment's end", ({ quickpay }) => quickpay.cancel({ quickpayId: QUICKPAY }), "PARAM_ERROR", "unknown"],
];

describe("what the gateway does not know", () => {
  it.each(ROWS)("is refused: %s", async (_name, act, gatewayCode, outcome) => {
    const shop = await openShop();
    const error = await failure(() => act(shop.client), "gateway_refused");
    expect(error).toMatchObject({ gatewayCode, outcome });
    expect(await holdings(shop)).toEqual({});
  });

  it("is no error where it is asked about: an order can still come", async () => {
    const shop = await openShop();
    expect(await shop.client.orders.find("A-1")).toEqual({
      ...{ status: "not-found", orderNumber: "A-1", payments: [], approvals: [], isDoublePayment: false },
    });
    const asked = shop.client.orders.settle("A-1", { patienceMs: 10_000, firstPauseMs: 20 });
    const paymentId = await shop.paid("A-1");
    expect(await asked).toMatchObject({ status: "approved", isFinal: true, payment: { paymentId } });
  });
});
