import { testWalletToken } from "../../../src/testing/wallet-tokens.ts";
import { orderInput, type Shop } from "./shop.ts";
import { found, settled, type Situation } from "./situation.ts";

const ORDER = "A-1";

/** The calls of `payments`. */
export const paymentCalls = {
  pay: async () => ({
    act: ({ payments }) => payments.pay({ ...orderInput(ORDER), googlePayToken: testWalletToken("approve") }),
    usual: { status: "approved", verified: true, gatewayCode: "80000" },
    about: { orderNumber: ORDER },
    ask: settled(ORDER),
    answers: { done: "approved, for good", undone: "not-found" },
  }),
  createHosted: async () => ({
    act: ({ payments }) => payments.createHosted(orderInput(ORDER)),
    usual: { status: "redirect", verified: true, orderNumber: ORDER },
    about: { orderNumber: ORDER },
    ask: found(ORDER),
    answers: { done: "pending 80100", undone: "not-found" },
  }),
  createLink: async () => ({
    act: ({ payments }) => payments.createLink(orderInput(ORDER)),
    usual: { status: "redirect", verified: false, orderNumber: ORDER },
    about: { orderNumber: ORDER },
    ask: found(ORDER),
    answers: { done: "pending 80100", undone: "not-found" },
  }),
  capture: async (shop) => {
    const paymentId = await shop.reserved(ORDER);
    return {
      act: ({ payments }) => payments.capture({ paymentId, orderNumber: ORDER }),
      usual: { status: "approved", verified: false, paymentId },
      about: { paymentId, orderNumber: ORDER },
      ask: found(ORDER),
      answers: { done: "approved 80000", undone: "authorised 80000" },
    };
  },
  void: async (shop) => {
    const paymentId = await shop.reserved(ORDER);
    return {
      act: ({ payments }) => payments.void({ paymentId, orderNumber: ORDER }),
      usual: { status: "approved", verified: false, paymentId, reason: "authorisation-voided" },
      about: { paymentId, orderNumber: ORDER },
      ask: found(ORDER),
      answers: { done: "declined 80053", undone: "authorised 80000" },
    };
  },
  voidOffline: async (shop) => {
    await shop.offline(ORDER);
    return {
      act: ({ payments }) => payments.void({ orderNumber: ORDER }),
      usual: { status: "approved", verified: false, reason: "authorisation-voided" },
      about: { orderNumber: ORDER },
      ask: found(ORDER),
      answers: { done: "declined 80053", undone: "pending 80100" },
    };
  },
  // No call of the gateway's tells what was declared: a notice does.
  declareCustoms: async (shop) => {
    const paymentId = await shop.offline(ORDER);
    await shop.sandbox.settle(paymentId, "approve");
    const input = { paymentId, type: "1", payerName: "Ada Lovelace", customs: "01", customsNumber: "C-1" };
    return {
      act: ({ payments }) => payments.declareCustoms({ ...input, orderNumber: ORDER }),
      usual: { status: "approved", verified: false, paymentId },
      about: { paymentId, orderNumber: ORDER },
    };
  },
} satisfies Record<string, (shop: Shop) => Promise<Situation>>;
