import { isOceanpaymentError } from "../../../src/errors.ts";
import type { CreateStoredInput } from "../../../src/schema/quickpay-input.ts";
import { orderInput, type Shop } from "./shop.ts";
import { settled, type Situation } from "./situation.ts";

const ORDER = "A-1";
const CUSTOMER = "customer-1";

/** The storing of a wallet. */
export const STORED: CreateStoredInput = {
  methods: "Alipay_Web",
  currency: "USD",
  amount: "10.00",
  merchantReference: "M-1",
  customerId: CUSTOMER,
  redirectUrl: "https://shop.example/stored",
  billing: orderInput(ORDER).billing,
  device: { environment: "WEB", osType: "IOS" },
};

/** The calls of `quickpay` and `checks`. */
export const storedCalls = {
  charge: async (shop) => {
    const quickpayId = await shop.sandbox.storeQuickpay();
    return {
      act: ({ quickpay }) => quickpay.charge({ ...orderInput(ORDER), quickpayId, serviceMode: "M1" }),
      usual: { status: "approved", verified: true, unsigned: { quickpay_id: quickpayId } },
      about: { orderNumber: ORDER },
      ask: settled(ORDER),
      answers: { done: "approved, for good", undone: "not-found" },
    };
  },
  createStored: async () => ({
    act: ({ quickpay }) => quickpay.create(STORED),
    usual: { status: "redirect", verified: false, merchantReference: "M-1" },
    about: { merchantReference: "M-1" },
    ask: ({ quickpay }) =>
      quickpay.find({ merchantReference: "M-1" }).then(
        ({ status }) => status,
        (error: unknown) => (isOceanpaymentError(error) ? error.code : error),
      ),
    answers: { done: "pending", undone: "gateway_refused" },
  }),
  findStored: async (shop) => {
    const quickpayId = await shop.sandbox.storeQuickpay();
    return {
      act: ({ quickpay }) => quickpay.find({ customerId: CUSTOMER }),
      usual: { status: "approved", verified: false, quickpayId },
      about: {},
    };
  },
  cancelStored: async (shop) => {
    const quickpayId = await shop.sandbox.storeQuickpay();
    return {
      act: ({ quickpay }) => quickpay.cancel({ quickpayId }),
      usual: { status: "approved", verified: false, quickpayId },
      about: {},
      ask: async ({ quickpay }) => (await quickpay.find({ quickpayId })).status,
      answers: { done: "pending", undone: "approved" },
    };
  },
  checkAccount: async () => ({
    act: ({ checks }) => checks.account({ site: "https://shop.example" }),
    usual: { verified: false, answer: { code: "000" } },
    about: {},
  }),
  checkCardBins: async () => ({
    act: ({ checks }) => checks.cardBins({ bins: ["411111", "55555555"] }),
    usual: { verified: false, answer: { code: "000" } },
    about: {},
  }),
} satisfies Record<string, (shop: Shop) => Promise<Situation>>;
