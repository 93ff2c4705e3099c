import { CARD_DATA } from "../edge/merchant.ts";
import { EMAIL } from "./canaries.ts";

const billing = {
  firstName: "Canary.Holder",
  lastName: "canary-domain",
  email: EMAIL,
  country: "GB",
  phone: "canary-domain",
  address: EMAIL,
  zip: "canary-domain",
};
const order = { orderNumber: "ORDER-1", amount: "10.00", currency: "USD", notes: EMAIL };
const details = {
  billing,
  shipping: billing,
  backUrl: "https://canary-domain.example/back",
  noticeUrl: "https://canary-domain.example/notice",
};
const paymentId = "230101120000123456789";
const quickpayId = "3f0c6e0e-7d51-4a57-9d6e-0d6f0d3c1b11";
const range = { from: new Date("2030-06-01T00:00:00Z"), to: new Date("2030-06-02T00:00:00Z"), timeZone: "+08:00" };

/** An input of every method that asks the gateway or signs, full of marked personal values. */
export const MARKED_CALLS: Readonly<Record<string, readonly object[]>> = {
  "payments.pay": [
    { ...order, ...details, cardData: CARD_DATA, cardName: EMAIL, cpf: EMAIL },
    { ...order, ...details, googlePayToken: JSON.stringify({ token: EMAIL }) },
    { ...order, ...details, quickpayId },
  ],
  "payments.createHosted": [{ ...order, ...details, cartInfo: EMAIL }],
  "payments.buildHostedForm": [{ ...order, ...details }],
  "payments.buildEmbeddedFields": [
    { ...details, orderNumber: "ORDER-1", methods: "GooglePay", findOrder: () => order },
  ],
  "payments.createLink": [{ ...order, ...details }],
  "payments.capture": [{ paymentId, amount: "1.00", currency: "USD", orderNumber: "ORDER-1" }],
  "payments.void": [{ paymentId }, { orderNumber: "ORDER-1" }],
  "payments.declareCustoms": [
    { paymentId, type: "1", payerName: EMAIL, payerId: "canary-domain", customs: "01", customsNumber: "1" },
  ],
  "orders.find": ["ORDER-1" as unknown as object],
  "orders.findMany": [["ORDER-1", "ORDER-2"]],
  "orders.list": [range],
  "orders.listBusiness": [range],
  "orders.listDisputes": [{ ...range, orderNumber: "ORDER-1" }],
  "orders.uploadTracking": [
    { paymentId, trackingNumber: "canary-domain", site: "https://canary-domain.example/", handler: "canary-domain" },
  ],
  "refunds.create": [
    { paymentId, type: "full", amount: "10.00", currency: "USD", description: EMAIL, refundNumber: "R-1" },
  ],
  "refunds.find": [{ refundId: "42" }],
  "quickpay.buildCreateForm": [{ customerId: "C-1", billing, backUrl: details.backUrl, notes: EMAIL }],
  "quickpay.create": [
    {
      methods: "Alipay_Web",
      currency: "USD",
      amount: "1.00",
      merchantReference: "M-1",
      customerId: "C-1",
      redirectUrl: details.backUrl,
      billing,
      description: EMAIL,
      device: { environment: "canary-domain", osType: "canary-domain" },
    },
  ],
  "quickpay.find": [{ quickpayId }, { customerId: "C-1" }],
  "quickpay.cancel": [{ quickpayId }],
  "quickpay.charge": [{ ...order, ...details, quickpayId, serviceMode: "M1" }],
  "checks.account": [{ site: "https://canary-domain.example" }],
  "checks.cardBins": [{ bins: ["453908"] }],
};

/** What is asked for once and then again while there is time: cut short here. */
export const AT_ONCE = { timeoutMs: 50, budgetMs: 1 };
