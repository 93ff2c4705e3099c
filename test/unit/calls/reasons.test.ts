import { describe, expect, it } from "vitest";
import {
  ACCOUNT,
  answeredClient,
  INPUT,
  SECRET,
  resultFields,
  signed,
  spiedClient,
  TERMINAL,
  xmlOf,
} from "../edge/merchant.ts";
import { PAYMENT_CODES, UNEXPLAINED } from "./payment-codes.ts";
import { answered, HOSTED, PAYMENT_ID, signedHosted } from "./sample-calls.ts";

const PAGE = "https://test-secure.oceanpayment.com/page";
const ALL = [...PAYMENT_CODES, ...UNEXPLAINED.map((code) => [code, "other"] as const)];

/** Each way in which a code can come beside a status. */
const WAYS: Readonly<Record<string, (code: string) => Promise<{ readonly status: string; readonly reason: string }>>> =
  {
    "an approved payment": (code) => answeredClient({ payment_details: `${code}:text` }).payments.pay(INPUT),
    "a declined payment": (code) =>
      answeredClient({ payment_status: "0", payment_details: `${code}:text` }).payments.pay(INPUT),
    "a pending payment": (code) =>
      answeredClient({ payment_status: "-1", payment_details: `${code}:text` }).payments.pay(INPUT),
    "an authorised payment": (code) =>
      answeredClient({ payment_status: "-1", payment_authType: "1", payment_details: `${code}:text` }).payments.pay(
        INPUT,
      ),
    "a payment to be confirmed": (code) =>
      answeredClient({ payment_status: "-1", payment_details: `${code}:text`, pay_url: PAGE }).payments.pay(INPUT),
    "a notice of success": (code) => notified("1", code),
    "a notice of failure": (code) => notified("0", code),
    "a queried success": (code) => queried("1", code),
    "a queried failure": (code) => queried("0", code),
    "a queried payment that is open": (code) => queried("-1", code),
    "a capture": (code) => captured("1", code),
    "a capture that failed": (code) => captured("0", code),
    "a capture that is open": (code) => captured("7", code),
    "a hosted page": (code) => hosted("1", code),
    "no hosted page": (code) => hosted("0", code),
  };

async function notified(status: string, code: string) {
  const body = xmlOf(signed(resultFields({ payment_status: status, payment_details: `${code}:text` })));
  const notice = await spiedClient("").notifications.read(body);
  if (notice.kind !== "payment") throw new Error("expected a payment's notice");
  return notice.payment;
}

async function queried(results: string, code: string) {
  const order = await answered(`<respon><paymentInfo><account>${ACCOUNT}</account><terminal>${TERMINAL}</terminal>
    <order_number>ORDER-1</order_number><payment_id>${PAYMENT_ID}</payment_id>
    <payment_results>${results}</payment_results><payment_details>${code}:text</payment_details></paymentInfo></respon>`) //
    .orders.find("ORDER-1");
  return order.payments[0]!;
}

const captured = (status: string, code: string) =>
  answered(`<respon><payment_status>${status}</payment_status><payment_details>${code}:text</payment_details></respon>`) //
    .payments.capture({ paymentId: PAYMENT_ID });

const hosted = (results: string, code: string) =>
  answered(
    xmlOf(
      signedHosted(
        {
          account: ACCOUNT,
          terminal: TERMINAL,
          order_number: "ORDER-1",
          order_currency: "USD",
          order_amount: "10.00",
          pay_url: PAGE,
          pay_results: results,
          pay_details: `${code}:text`,
        },
        SECRET,
      ),
    ),
  ).payments.createHosted(HOSTED);

describe.each(Object.entries(WAYS))("the reason beside %s", (_name, way) => {
  it("is the one that the document gives each code, and approved only beside an approval", async () => {
    for (const [code, reason] of ALL) {
      const result = await way(code);
      const isApproval = result.status === "approved" || result.status === "authorised";
      const expected =
        reason !== "approved" || isApproval ? reason : result.status === "declined" ? "other" : "not-finished";
      expect([code, result.reason]).toEqual([code, expected]);
    }
  });
});

describe("what decides a payment's outcome", () => {
  it("is its status, never its code", async () => {
    const statuses = async (name: string) =>
      new Set(await Promise.all(ALL.map(async ([code]) => (await WAYS[name]!(code)).status)));
    expect(await statuses("an approved payment")).toEqual(new Set(["approved"]));
    expect(await statuses("a declined payment")).toEqual(new Set(["declined"]));
    expect(await statuses("a pending payment")).toEqual(new Set(["pending"]));
    expect(await statuses("a payment to be confirmed")).toEqual(new Set(["redirect"]));
    expect(await statuses("an authorised payment")).toEqual(new Set(["authorised"]));
    expect(await statuses("a notice of failure")).toEqual(new Set(["declined"]));
    expect(await statuses("a queried failure")).toEqual(new Set(["declined"]));
  });
});
