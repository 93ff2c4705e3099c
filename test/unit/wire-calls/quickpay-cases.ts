import type { FormCase, JsonCase } from "./form-case.ts";
import { DETAILS, FIELDS, FULL_BILLING, FULL_BILLING_FIELDS, FULL_DETAILS, FULL_FIELDS, FULL_ORDER, ORDER, QUICKPAY_ID } from "./order-samples.ts"; // prettier-ignore
import { KEY, SECOND_KEY } from "./probe.ts";

const DIRECT = "https://test-secure.oceanpayment.com/gateway/direct/pay";
const CREATE_FORM = "https://test-secure.oceanpayment.com/gateway/service/create";
const QUICKPAY = "https://checkout-s.oceanpayment.com/pg/quickPay";
const CHECKS = "https://test-checkout.oceanpayment.com/pinc";
const page = { logoUrl: "https://a.example/l.png", cssUrl: "https://a.example/c.css", language: "N/A" };

/** Stored payments by forms, written by hand from protocol.md §6.5 and §4.1. */
export const STORED_CASES: readonly FormCase[] = [
  [
    "quickpay.buildCreateForm",
    "least",
    { ...DETAILS, customerId: "C-1" },
    CREATE_FORM,
    {
      account: "900001",
      terminal: "90000101",
      customer_id: "C-1",
      backUrl: "https://shop.example/back",
      methods: "Credit Card",
      billing_firstName: "Ada",
      billing_lastName: "Lovelace",
      billing_email: "ada@example.com",
      billing_country: "GB",
    },
  ],
  [
    "quickpay.buildCreateForm",
    "most",
    {
      ...page,
      customerId: "C/2",
      billing: FULL_BILLING,
      backUrl: DETAILS.backUrl,
      notes: " <note> ",
      terminal: "90000102",
    },
    CREATE_FORM,
    {
      ...page,
      ...FULL_BILLING_FIELDS,
      account: "900001",
      terminal: "90000102",
      customer_id: "C/2",
      backUrl: "https://shop.example/back",
      methods: "Credit Card",
      order_notes: "note",
    },
  ],
  [
    "quickpay.charge",
    "least",
    { ...ORDER, ...DETAILS, quickpayId: QUICKPAY_ID, serviceMode: "S1" },
    DIRECT,
    { ...FIELDS, methods: "Credit Card", quickpay_id: QUICKPAY_ID, service_mode: "S1" },
  ],
  [
    "quickpay.charge",
    "most",
    {
      ...FULL_ORDER,
      ...FULL_DETAILS,
      quickpayId: QUICKPAY_ID.toUpperCase(),
      methods: "Alipay_Web",
      serviceMode: "M12",
    },
    DIRECT,
    { ...FULL_FIELDS, methods: "Alipay_Web", quickpay_id: QUICKPAY_ID.toUpperCase(), service_mode: "M12" },
  ],
];

const stored = {
  methods: "Alipay_Web",
  currency: "USD",
  amount: "1.00",
  merchantReference: "M-1",
  customerId: "C-1",
  redirectUrl: "https://shop.example/back",
  billing: DETAILS.billing,
  device: { environment: "web", osType: "ios" },
};
const storedBody = {
  order: { currency: "USD", amount: "1.00", methods: "Alipay_Web", redirectUrl: "https://shop.example/back" },
  merchant: { referenceId: "M-1" },
  billing: { firstname: "Ada", lastname: "Lovelace", email: "ada@example.com", country: "GB" },
  customer: { id: "C-1" },
  device: { environment: "web", osType: "ios" },
};
const more = { subscription: { period: [1, null] }, customer_info: { "a b": "<'x'>" }, voucher_info: { n: 1.5 } };

/** JSON calls, which carry the secret in a header and no signature: by hand from protocol.md §6.5 and §9. */
export const JSON_CASES: readonly JsonCase[] = [
  ["quickpay.create", "least", stored, `${QUICKPAY}/create`, "90000101", storedBody],
  [
    "quickpay.create",
    "most",
    { ...stored, billing: FULL_BILLING, noticeUrl: "https://n.example/in", remark: " r ", description: "<d>", more, terminal: "90000102" }, // prettier-ignore
    `${QUICKPAY}/create`,
    "90000102",
    {
      ...storedBody,
      order: {
        ...storedBody.order,
        notifyUrl: "https://n.example/in",
        remark: "r",
        description: "d",
        ip: "2001:db8::1",
      },
      billing: {
        firstname: "Zoë Ada",
        lastname: "Lovelace",
        email: "ada@example.com",
        phone: "+44 20 7946 0000",
        country: "GBR",
        state: "London",
        city: "London & more",
        address: "12 St Jamess Square; 李雷=😀%20",
        zip: "SW1Y 4JH",
      },
      ...more,
    },
  ],
  ["quickpay.find", "by id", { quickpayId: QUICKPAY_ID }, `${QUICKPAY}/query`, "90000101", { quickpay: { id: QUICKPAY_ID } }], // prettier-ignore
  ["quickpay.find", "by customer", { customerId: "C-1" }, `${QUICKPAY}/query`, "90000101", { customer: { id: "C-1" } }],
  ["quickpay.find", "by own reference", { merchantReference: "M-1" }, `${QUICKPAY}/query`, "90000101", { merchant: { referenceId: "M-1" } }], // prettier-ignore
  [
    "quickpay.find",
    "by the gateway's reference",
    { orderReference: "9223372036854775808123", terminal: "90000102" },
    `${QUICKPAY}/query`,
    "90000102",
    { order: { referenceId: "9223372036854775808123" } },
  ],
  ["quickpay.cancel", "least", { quickpayId: QUICKPAY_ID }, `${QUICKPAY}/cancel`, "90000101", { quickpay: { id: QUICKPAY_ID } }], // prettier-ignore
  ["quickpay.cancel", "most", { quickpayId: QUICKPAY_ID, terminal: "90000102" }, `${QUICKPAY}/cancel`, "90000102", { quickpay: { id: QUICKPAY_ID } }], // prettier-ignore
  ["checks.account", "least", { site: "shop.example" }, `${CHECKS}/check-account`, "90000101", { account: "900001", terminal: "90000101", site: "shop.example", key: KEY }], // prettier-ignore
  ["checks.account", "another terminal", { site: "https://shop.example", terminal: "90000102" }, `${CHECKS}/check-account`, "90000102", { account: "900001", terminal: "90000102", site: "https://shop.example", key: SECOND_KEY }], // prettier-ignore
  ["checks.account", "a key of its own", { site: "shop.example", publicKey: SECOND_KEY }, `${CHECKS}/check-account`, "90000101", { account: "900001", terminal: "90000101", site: "shop.example", key: SECOND_KEY }], // prettier-ignore
  ["checks.cardBins", "least", { bins: ["411111"] }, `${CHECKS}/check-card-bin`, "90000101", { account: "900001", terminal: "90000101", card_bin: [411111] }], // prettier-ignore
  ["checks.cardBins", "most", { bins: ["41111111", "555555"], terminal: "90000102" }, `${CHECKS}/check-card-bin`, "90000102", { account: "900001", terminal: "90000102", card_bin: [41111111, 555555] }], // prettier-ignore
];
