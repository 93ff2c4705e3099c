import type { ErrorCode } from "../../../src/errors.ts";
import { LONE_SURROGATE } from "../arbitraries.ts";
import { type Row, ROWS as PAYMENT_ROWS } from "../edge/bad-payments.ts";
import { QUICKPAY_ID } from "./order-samples.ts";

const NO_TEXT: readonly unknown[] = [null, 5, true, {}, [], ["text"], new Date(0)];

function rows(field: string, code: ErrorCode, ...values: readonly unknown[]): readonly Row[] {
  return values.map((value) => [field, value, code] as const);
}

function identifier(field: string, most: number): readonly Row[] {
  return [
    ...rows(field, "missing_field", ""),
    ...rows(field, "field_too_long", "x".repeat(most + 1)),
    ...rows(field, "invalid_field", ...NO_TEXT, " ", "a b", "a,b", "a'b", "<a>", "é", "a\n", LONE_SURROGATE),
  ];
}

function person(field: string, most: number, isNeeded = true): readonly Row[] {
  return [
    ...(isNeeded ? rows(field, "missing_field", "", " ", `<'">`) : []),
    ...rows(field, "field_too_long", "x".repeat(most + 1), "😀".repeat(most + 1)),
    ...rows(field, "invalid_field", ...NO_TEXT, "a\u0000b", "a\nb", LONE_SURROGATE),
  ];
}

function address(field: string): readonly Row[] {
  return [
    ...rows(field, "field_too_long", `https://a.example/${"x".repeat(490)}`),
    ...rows(field, "invalid_field", null, 5, "", "/a", "a.example", "javascript:alert(1)", "https://a.example/'", "https://a.example/ b"), // prettier-ignore
  ];
}

const paymentId = rows("paymentId", "invalid_field", ...NO_TEXT, "", "1".repeat(17), "1".repeat(22), `${"1".repeat(17)}x`, ` ${"1".repeat(18)}`, `${"1".repeat(18)}\n`, "١".repeat(18)); // prettier-ignore
const quickpayId = rows("quickpayId", "invalid_field", ...NO_TEXT, "", "1".repeat(36), QUICKPAY_ID.slice(1), `${QUICKPAY_ID}0`, `{${QUICKPAY_ID}}`); // prettier-ignore
const terminal = [
  ...rows("terminal", "invalid_argument", "", "90000199", "__proto__"),
  ...rows("terminal", "invalid_field", null, 5, {}),
];
const of = (field: string) => PAYMENT_ROWS.filter(([name]) => name === field || name.startsWith(`${field}.`));
const money = [
  ...of("amount"),
  ...of("currency"),
  // The currency has none, or the gateway takes fewer (§6.1): `amount` is at fault.
  ...[["JPY", "1.50"], ["JPY", "1.00"], ["KRW", "0.5"]].map(([currency, amount]) => ["amount", { currency, amount }, "invalid_amount"] as const), // prettier-ignore
  ...rows("amount", "invalid_amount", "1.500", "0.001"),
  ["amount", { currency: "KWD", amount: "1.500" }, "invalid_amount"] as const,
];
const order = ["orderNumber", "notes"].flatMap(of);
const details = [
  ...["billing", "shipping", "backUrl", "noticeUrl"].flatMap(of),
  ...rows("intent", "invalid_field", null, "", "pre", "Sale"),
  ...rows("device", "invalid_field", null, "", "1", "phone"),
  ...identifier("customerId", 50),
  ...rows("products", "invalid_field", null, "x", {}),
  ...rows("products.0", "invalid_field", [null], ["x"]),
  ...rows("products.0.name", "invalid_field", [{ name: "a;b", quantity: 1, price: "1" }]),
  ...rows("products.0.quantity", "invalid_field", [{ name: "a", quantity: 0, price: "1" }], [{ name: "a", quantity: 1.5, price: "1" }]), // prettier-ignore
  ...rows("products.0.price", "invalid_amount", [{ name: "a", quantity: 1, price: "1.234" }], [{ name: "a", quantity: 1, price: "-1" }]), // prettier-ignore
  ...terminal,
];
const methods = person("methods", 50);
const page = [...address("logoUrl"), ...address("cssUrl"), ...person("language", 20, false)];
const hosted = [...order, ...money, ...details, ...methods, ...page, ...person("cartInfo", 500, false), ...person("cartApi", 500, false)]; // prettier-ignore
const items = [
  ...rows("itemList", "field_too_long", JSON.stringify(["x".repeat(10_000)])),
  ...rows("itemList", "invalid_field", null, {}, "", "{", "5", '"text"', "null", `["${LONE_SURROGATE}"]`),
];
const dates = [
  ...rows("from", "invalid_field", null, 0, "2030-06-01", new Date(NaN), {}),
  ...rows("to", "invalid_field", null, 0, "2030-06-01", new Date(NaN), {}),
  ...rows("to", "invalid_field", new Date("2029-01-01")),
  ...rows("timeZone", "invalid_field", "", "Peking", "+8", "+24:00", 8, {}),
  // No four digits of a year: the gateway's format can't hold these.
  ...rows("to", "invalid_field", new Date(8.64e15), new Date("+010000-01-02T00:00:00Z")),
  ...rows("from", "invalid_field", new Date(-8.64e15), new Date("-000001-01-01T00:00:00Z")),
  ...rows("page", "invalid_field", 2),
  ...terminal,
];

/** A member's path, a value it must refuse, and the code of the refusal, for each operation. */
export const BAD_ROWS: Readonly<Record<string, readonly Row[]>> = {
  "payments.pay": [
    ...PAYMENT_ROWS.filter(([field]) => field !== "terminal"),
    ...money,
    ...details,
    ...rows("installments", "invalid_field", null, 0, 100, 1.5, "3"),
    ...person("cpf", 50, false),
    ...person("cnpj", 50, false),
    ...rows("quickpayId", "invalid_field", QUICKPAY_ID),
    ...rows("googlePayToken", "invalid_field", "{}", "", "[]", "null", "5", 5),
    ...rows("applePayToken", "invalid_field", "{}", "", "[]", "null", "5", 5),
    ...rows("methods", "invalid_field", "Klarna"),
  ],
  "payments.createHosted": [...hosted, ...items],
  "payments.buildHostedForm": [...hosted, ...items],
  "payments.createLink": [...hosted, ...rows("itemList", "invalid_field", "[]")],
  "payments.buildEmbeddedFields": [
    ...of("orderNumber"),
    ...details,
    ...methods,
    ...rows("findOrder", "invalid_field", null, {}, "x"),
    ...rows("amount", "invalid_field", "10.00"),
  ],
  "payments.capture": [...paymentId, ...money, ...of("orderNumber"), ...terminal],
  "payments.void": [...paymentId, ...of("orderNumber"), ...terminal, ...rows("amount", "invalid_field", "1")],
  "payments.voidOffline": [...of("orderNumber"), ...terminal, ...rows("paymentId", "invalid_field", null, "")],
  "payments.declareCustoms": [
    ...paymentId,
    ...identifier("type", 10),
    ...identifier("payerId", 50),
    ...person("payerName", 50),
    ...["price", "totalAmount", "shippingFee"].flatMap((field) => rows(field, "invalid_amount", ...NO_TEXT, "", "-1", "1.234", "12345678.90")), // prettier-ignore
    ...identifier("customs", 20),
    ...identifier("customsNumber", 50),
    ...person("customsName", 100, false),
    ...identifier("subOrderNumber", 50),
    ...of("orderNumber"),
    ...terminal,
  ],
  "orders.find": [
    // Another system may have made these: blanks and other scripts are taken, unlike in an order of one's own.
    ...of("orderNumber")
      .filter(
        ([, value]) => typeof value !== "string" || !/^[^,<>'"\p{Cc}]{1,50}$/u.test(value) || value.trim() !== value,
      )
      .map(([, value, code]) => ["orderNumbers.0", [value], code] as const),
    ...rows("orderNumbers.1", "invalid_field", ["A-1", "A,2"]),
    ...rows("orderNumbers", "invalid_field", null, "A-1", {}, 5),
    ...terminal,
  ],
  "orders.list": dates,
  "orders.listBusiness": [
    ...dates,
    ...rows("pageSize", "invalid_field", null, 0, 20, "10"),
    ...rows("dateType", "invalid_field", null, "", "0", "Review"),
  ],
  "orders.listDisputes": [...dates, ...rows("noticeType", "invalid_field", null, "", "Dispute"), ...paymentId, ...of("orderNumber")], // prettier-ignore
  "orders.uploadTracking": [
    ...paymentId,
    ...rows("input", "invalid_field", { orderNumber: "ORDER-1" }, { paymentId: undefined }),
    ...person("trackingNumber", 100),
    ...address("site"),
    ...person("handler", 100),
    ...terminal,
  ],
  "refunds.create": [
    ...paymentId,
    ...money,
    ...rows("type", "invalid_field", null, "", "1", "Full"),
    ...person("description", 500),
    ...identifier("refundNumber", 50),
    ...of("orderNumber"),
    ...terminal,
  ],
  "refunds.find": [...rows("refundId", "invalid_field", ...NO_TEXT, "", "1".repeat(33), "1a", "-1", " 1"), ...terminal],
  "quickpay.buildCreateForm": [...identifier("customerId", 50), ...["billing", "backUrl", "notes"].flatMap(of), ...page, ...terminal], // prettier-ignore
  "quickpay.create": [
    ...methods,
    ...money,
    ...identifier("merchantReference", 50),
    ...identifier("customerId", 50),
    ...address("redirectUrl"),
    ...of("noticeUrl"),
    ...of("billing"),
    ...person("description", 500, false),
    ...person("remark", 500, false),
    ...rows("device", "invalid_field", null, "web"),
    ...rows("device.osType", "missing_field", { environment: "web" }, { environment: "web", osType: "" }),
    ...rows("device.environment", "missing_field", { osType: "ios" }),
    ...rows("more", "invalid_field", null, 5),
    ...rows("more.subscription", "invalid_field", { subscription: 5 }, { subscription: { n: 5n } }),
    ...rows("more.secureCode", "invalid_field", { secureCode: {} }),
    ...terminal,
  ],
  "quickpay.find": [
    ...quickpayId,
    ...rows("input", "invalid_field", { customerId: "C-1" }, { quickpayId: undefined }),
    ...terminal,
  ],
  "quickpay.cancel": [...quickpayId, ...terminal],
  "quickpay.charge": [
    ...order,
    ...money,
    ...details,
    ...methods,
    ...quickpayId,
    ...rows("serviceMode", "invalid_field", ...NO_TEXT, "", "S", "s1", "S123", "S1 ", "1S"),
    ...rows("cardData", "invalid_field", "x"),
  ],
  "checks.account": [
    ...person("site", 500),
    ...rows("site", "invalid_field", "a b"),
    ...rows("publicKey", "invalid_field", null, 5),
    ...terminal,
  ],
  "checks.cardBins": [
    ...rows("bins", "missing_field", []),
    ...rows("bins", "invalid_field", null, "411111", {}, Array(101).fill("411111")),
    ...rows("bins.0", "invalid_field", [411111], ["41111"], ["411111111"], ["011111"], ["41111x"], ["٤١١١١١"], [null]),
    ...terminal,
  ],
};

/** Objects are changes of several members at once in these rows: the money's, and those of alternatives. */
export function isChange(field: string, value: unknown): value is object {
  return (field === "input" || field === "amount") && typeof value === "object" && value !== null && Object.keys(value).some((key) => ["currency", "orderNumber", "paymentId", "customerId", "quickpayId"].includes(key)); // prettier-ignore
}
