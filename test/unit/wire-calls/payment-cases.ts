import { CARD_DATA } from "../edge/merchant.ts";
import type { FormCase } from "./form-case.ts";
import {
  DETAILS,
  FIELDS,
  FULL_DETAILS,
  FULL_FIELDS,
  FULL_ORDER,
  ORDER,
  PAYMENT_ID,
  QUICKPAY_ID,
} from "./order-samples.ts";
import { KEY } from "./probe.ts";

const TOKEN = '{"signature":"MEY=","protocolVersion":"ECv2","signedMessage":"{\\"a\\":\\"b c\\"}"}';
const DIRECT = "https://test-secure.oceanpayment.com/gateway/direct/pay";
const SEND_TRADE = "https://test-secure.oceanpayment.com/gateway/service/sendTrade";
const HOSTED = "https://test-secure.oceanpayment.com/gateway/service/pay";
const MOTO = "https://test-secure.oceanpayment.com/gateway/service/moto";
const AUTH = "https://test-secure.oceanpayment.com/gateway/service/auth";
const CUSTOMS = "https://test-secure.oceanpayment.com/gateway/service/customsUpload";

const minimal = { ...ORDER, ...DETAILS };
const maximal = { ...FULL_ORDER, ...FULL_DETAILS };
const page = { methods: "Klarna", logoUrl: "https://a.example/l.png", cssUrl: "https://a.example/c.css", language: "fr_FR", cartInfo: "cart 1", cartApi: "v2" }; // prettier-ignore
const pageFields = { methods: "Klarna", logoUrl: "https://a.example/l.png", cssUrl: "https://a.example/c.css", language: "fr_FR", cart_info: "cart 1", cart_api: "v2" }; // prettier-ignore
const ITEMS = '[{"name":"Tea \'n\' <cup>"}]';
const card = { methods: "Credit Card", card_data: CARD_DATA };
const { account } = FIELDS as { account: string };
const first = { account, terminal: "90000101" };
const second = { account, terminal: "90000102" };

/** Payments to the payment host, written by hand from protocol.md §6.1, §6.2 and §4.1. */
export const PAYMENT_CASES: readonly FormCase[] = [
  ["payments.pay", "a card", { ...minimal, cardData: CARD_DATA }, DIRECT, { ...FIELDS, ...card }],
  [
    "payments.pay",
    "a card, all given",
    { ...maximal, cardData: CARD_DATA, cardName: " ADA O'LOVELACE", cardIssuer: "Söhne & Co", installments: 12, cpf: "123.456.789-09", cnpj: "12.345.678/0001-95" }, // prettier-ignore
    DIRECT,
    { ...FULL_FIELDS, ...card, card_name: "ADA OLOVELACE", card_issuer: "Söhne & Co", pay_installments: "12", pay_cpf: "123.456.789-09", pay_cnpj: "12.345.678/0001-95" }, // prettier-ignore
  ],
  [
    "payments.pay",
    "a sale on a desktop, its zeros and words",
    { ...minimal, cardData: CARD_DATA, intent: "sale", device: "desktop", products: [] },
    DIRECT,
    { ...FIELDS, ...card, ET_NOTES: "sale", pages: "0" },
  ],
  ["payments.pay", "a stored payment", { ...minimal, quickpayId: QUICKPAY_ID }, DIRECT, { ...FIELDS, methods: "Credit Card", quickpay_id: QUICKPAY_ID }], // prettier-ignore
  [
    "payments.pay",
    "a stored payment, all given",
    { ...maximal, quickpayId: QUICKPAY_ID, methods: "Alipay_Web" },
    DIRECT,
    { ...FULL_FIELDS, methods: "Alipay_Web", quickpay_id: QUICKPAY_ID },
  ],
  ["payments.pay", "Google Pay", { ...minimal, googlePayToken: TOKEN }, DIRECT, { ...FIELDS, methods: "GooglePay", pay_accountNumber: TOKEN }], // prettier-ignore
  ["payments.pay", "Google Pay, all given", { ...maximal, googlePayToken: TOKEN }, DIRECT, { ...FULL_FIELDS, methods: "GooglePay", pay_accountNumber: TOKEN }], // prettier-ignore
  ["payments.pay", "Apple Pay", { ...minimal, applePayToken: TOKEN }, DIRECT, { ...FIELDS, methods: "ApplePay", pay_accountNumber: TOKEN }], // prettier-ignore
  ["payments.pay", "Apple Pay, all given", { ...maximal, applePayToken: TOKEN }, DIRECT, { ...FULL_FIELDS, methods: "ApplePay", pay_accountNumber: TOKEN }], // prettier-ignore

  ["payments.createHosted", "least", minimal, SEND_TRADE, { ...FIELDS, methods: "Credit Card" }],
  ["payments.createHosted", "most", { ...maximal, ...page, itemList: ITEMS }, SEND_TRADE, { ...FULL_FIELDS, ...pageFields, itemList: ITEMS }], // prettier-ignore
  ["payments.buildHostedForm", "least", minimal, HOSTED, { ...FIELDS, methods: "Credit Card" }],
  ["payments.buildHostedForm", "most", { ...maximal, ...page, itemList: ITEMS }, HOSTED, { ...FULL_FIELDS, ...pageFields, itemList: ITEMS }], // prettier-ignore
  ["payments.createLink", "least", minimal, MOTO, { ...FIELDS, methods: "Credit Card" }],
  ["payments.createLink", "most", { ...maximal, ...page }, MOTO, { ...FULL_FIELDS, ...pageFields }],

  [
    "payments.buildEmbeddedFields",
    "least: a card, with the terminal's key",
    { ...DETAILS, orderNumber: "ORDER-1", findOrder: () => ({ ...ORDER, notes: null, paid: false }) },
    undefined,
    { ...FIELDS, methods: "Credit Card", key: KEY },
  ],
  [
    "payments.buildEmbeddedFields",
    "most: a wallet, without a key",
    { ...FULL_DETAILS, orderNumber: FULL_ORDER.orderNumber, methods: "GooglePay", findOrder: async () => FULL_ORDER },
    undefined,
    { ...FULL_FIELDS, methods: "GooglePay" },
  ],

  ["payments.capture", "all of it", { paymentId: PAYMENT_ID }, AUTH, { ...first, payment_id: PAYMENT_ID, payment_authType: "1" }], // prettier-ignore
  [
    "payments.capture",
    "an amount",
    { paymentId: PAYMENT_ID, amount: "7.5", currency: "KWD", orderNumber: "ORDER-1", terminal: "90000102" },
    AUTH,
    { ...second, payment_id: PAYMENT_ID, payment_authType: "1", order_amount: "7.5" },
  ],
  [
    "payments.void",
    "least",
    { paymentId: PAYMENT_ID },
    AUTH,
    { ...first, payment_id: PAYMENT_ID, payment_authType: "2" },
  ],
  [
    "payments.void",
    "most",
    { paymentId: "123456789012345678", orderNumber: "ORDER-1", terminal: "90000102" },
    AUTH,
    { ...second, payment_id: "123456789012345678", payment_authType: "2" },
  ],
  ["payments.voidOffline", "least", { orderNumber: "ORDER-1" }, AUTH, { ...first, order_number: "ORDER-1", payment_authType: "3" }], // prettier-ignore
  [
    "payments.voidOffline",
    "most",
    { orderNumber: "a&b=c", terminal: "90000102" },
    AUTH,
    { ...second, order_number: "a&b=c", payment_authType: "3" },
  ],
  [
    "payments.declareCustoms",
    "least",
    { paymentId: PAYMENT_ID, type: "1", payerName: "李雷", customs: "01", customsNumber: "N-1" },
    CUSTOMS,
    { ...first, payment_id: PAYMENT_ID, type: "1", pay_userName: "李雷", customs: "01", customs_number: "N-1" },
  ],
  [
    "payments.declareCustoms",
    "most",
    { paymentId: PAYMENT_ID, type: "1", payerId: "110101199003070011", payerName: " 李 '雷' ", price: "0", totalAmount: "12.30", customs: "01", customsNumber: "N-1", customsName: "Shop <A>", shippingFee: "2.30", subOrderNumber: "SUB/1", orderNumber: "ORDER-1", terminal: "90000102" }, // prettier-ignore
    CUSTOMS,
    { ...second, payment_id: PAYMENT_ID, type: "1", pay_userId: "110101199003070011", pay_userName: "李 雷", price: "0", total_amount: "12.30", customs: "01", customs_number: "N-1", customs_name: "Shop A", shipping_fee: "2.30", sub_order_number: "SUB/1" }, // prettier-ignore
  ],
];
