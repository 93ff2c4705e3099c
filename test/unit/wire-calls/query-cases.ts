import type { FormCase } from "./form-case.ts";
import { PAYMENT_ID } from "./order-samples.ts";

const HOST = "https://test-query.oceanpayment.com";
const FIND = `${HOST}/service/check/normal`;
const LIST = `${HOST}/service/QueryOrdersList`;
const BUSINESS = `${HOST}/service/BusinessOrdersList`;
const DISPUTES = `${HOST}/service/DisputeOrderList`;
const TRACKING = `${HOST}/service/uploadTrackingNo`;
const REFUND = `${HOST}/service/applyRefund`;
const FIND_REFUND = `${HOST}/service/queryRefund`;

const first = { account: "900001", terminal: "90000101" };
const second = { account: "900001", terminal: "90000102" };
// Summer time in the first zone, a day's end in the second.
const range = {
  from: new Date("2030-06-01T22:30:05.999Z"),
  to: new Date("2030-06-02T00:00:00Z"),
  timeZone: "Europe/Paris",
};
const dates = { order_beginDate: "2030-06-02 00:30:05", order_endDate: "2030-06-02 02:00:00" };
const fullRange = { ...range, timeZone: "-03:30", terminal: "90000102" };
const fullDates = { order_beginDate: "2030-06-01 19:00:05", order_endDate: "2030-06-01 20:30:00" };
const parcel = { trackingNumber: "TN-1", site: "https://carrier.example/t?n=TN-1&l=en", handler: "DHL" };
const parcelFields = { tracking_number: "TN-1", tracking_site: "https://carrier.example/t?n=TN-1&l=en", tracking_handler: "DHL" }; // prettier-ignore
const refund = { paymentId: PAYMENT_ID, type: "full", amount: "10.00", currency: "USD", description: "Damaged" };
const refundFields = {
  payment_id: PAYMENT_ID,
  refund_type: "1",
  refund_amount: "10.00",
  refund_description: "Damaged",
};

/** Calls to the query host, written by hand from protocol.md §6.4 and §4.1. */
export const QUERY_CASES: readonly FormCase[] = [
  ["orders.find", "one", { orderNumbers: ["ORDER-1"] }, FIND, { ...first, order_number: "ORDER-1" }],
  ["orders.find", "one of another terminal", { orderNumbers: ["a&b+c=%20"], terminal: "90000102" }, FIND, { ...second, order_number: "a&b+c=%20" }], // prettier-ignore
  ["orders.find", "several", { orderNumbers: ["B-2", "A-1", "B-2"] }, FIND, { ...first, order_number: "B-2,A-1,B-2" }],
  ["orders.find", "several of another terminal", { orderNumbers: ["B-2", "A-1"], terminal: "90000102" }, FIND, { ...second, order_number: "B-2,A-1" }], // prettier-ignore
  ["orders.list", "one page, without its number", range, LIST, { ...first, ...dates }],
  ["orders.list", "two pages", fullRange, LIST, { ...second, ...fullDates }, { ...second, ...fullDates, pages: "2" }],
  ["orders.listBusiness", "least", range, BUSINESS, { ...first, ...dates, pages: "1", count: "100" }],
  [
    "orders.listBusiness",
    "most, two pages",
    { ...fullRange, pageSize: 10, dateType: "review" },
    BUSINESS,
    { ...second, ...fullDates, pages: "1", count: "10", date_type: "0" },
    { ...second, ...fullDates, pages: "2", count: "10", date_type: "0" },
  ],
  ["orders.listBusiness", "by transaction", { ...range, pageSize: 50, dateType: "transaction" }, BUSINESS, { ...first, ...dates, pages: "1", count: "50", date_type: "1" }], // prettier-ignore
  ["orders.listBusiness", "by exception", { ...range, pageSize: 100, dateType: "exception" }, BUSINESS, { ...first, ...dates, pages: "1", count: "100", date_type: "2" }], // prettier-ignore
  ["orders.listDisputes", "least", range, DISPUTES, { ...first, ...dates, pages: "1" }],
  [
    "orders.listDisputes",
    "most, two pages",
    { ...fullRange, noticeType: "disputes-period", paymentId: PAYMENT_ID, orderNumber: "ORDER-1" },
    DISPUTES,
    { ...second, ...fullDates, pages: "1", notice_type: "disputes-period", payment_id: PAYMENT_ID, order_number: "ORDER-1" }, // prettier-ignore
    { ...second, ...fullDates, pages: "2", notice_type: "disputes-period", payment_id: PAYMENT_ID, order_number: "ORDER-1" }, // prettier-ignore
  ],
  ["orders.uploadTracking", "by payment", { ...parcel, paymentId: PAYMENT_ID }, TRACKING, { ...first, ...parcelFields, payment_id: PAYMENT_ID }], // prettier-ignore
  [
    "orders.uploadTracking",
    "by order number",
    { trackingNumber: " TN <1> ", site: "http://carrier.example/", handler: "Böte 'n' Co", orderNumber: "ORDER-1", terminal: "90000102" }, // prettier-ignore
    TRACKING,
    { ...second, order_number: "ORDER-1", tracking_number: "TN 1", tracking_site: "http://carrier.example/", tracking_handler: "Böte n Co" }, // prettier-ignore
  ],
  ["refunds.create", "full", refund, REFUND, { ...first, ...refundFields }],
  [
    "refunds.create",
    "partial, with a number",
    { ...refund, type: "partial", amount: "0.1", refundNumber: "R-1", description: ' "Damaged" & wet ', orderNumber: "ORDER-1", terminal: "90000102" }, // prettier-ignore
    REFUND,
    { ...second, payment_id: PAYMENT_ID, refund_number: "R-1", refund_type: "2", refund_amount: "0.1", refund_description: "Damaged & wet" }, // prettier-ignore
  ],
  ["refunds.create", "full, with a number", { ...refund, refundNumber: "R/2+3" }, REFUND, { ...first, ...refundFields, refund_number: "R/2+3" }], // prettier-ignore
  [
    "refunds.create",
    "partial",
    { ...refund, type: "partial" },
    REFUND,
    { ...first, ...refundFields, refund_type: "2" },
  ],
  ["refunds.find", "least", { refundId: "0" }, FIND_REFUND, { ...first, refund_id: "0" }],
  ["refunds.find", "most", { refundId: "00712345678901234567", terminal: "90000102" }, FIND_REFUND, { ...second, refund_id: "00712345678901234567" }], // prettier-ignore
];
