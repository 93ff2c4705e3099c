import { stringify } from "node:querystring";
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../../src/errors.ts";
import {
  answeredClient,
  type Fields,
  resultFields,
  SECOND_SECRET,
  SECOND_TERMINAL,
  SECRET,
  signed,
  signedTextOf,
} from "../edge/merchant.ts";
import { recut } from "../edge/recut.ts";
import { expectNoRun, failure, printed } from "../leaks.ts";
import { ORDER } from "../notices/notice-shop.ts";
import { BACK_URL, FORM, returnFields, returnRequest } from "./return-samples.ts";

const { returns } = answeredClient();
const GOOD = returnFields();

function refused(source: Request | string, code: ErrorCode | readonly ErrorCode[]) {
  return failure(() => returns.read(source), code);
}

describe("returns.read of a genuine return", () => {
  it("gives the payment, from a request and from its raw body, and never as confirmed", async () => {
    for (const source of [
      returnRequest(GOOD),
      stringify(GOOD),
      returnRequest(GOOD, "APPLICATION/x-www-form-urlencoded;charset=UTF-8"),
    ]) {
      const returned = await returns.read(source);
      expect(returned).toMatchObject({ isConfirmed: false, payment: { status: "approved", verified: true } });
      expect(returned.match).toEqual({ kind: "unmatched" });
      expect(returned.payment.signature).toBe((GOOD.signValue ?? "").toLowerCase());
    }
  });

  it.each<readonly [string, Fields]>([
    ["approved", {}],
    ["declined", { payment_status: "0", payment_details: "80012:Transaction Declined" }],
    ["pending", { payment_status: "-1", payment_details: "80100:Processing" }],
    ["authorised", { payment_status: "-1", payment_authType: "1", payment_details: "80000:ok" }],
  ])("that is %s", async (status, changes) => {
    expect((await returns.read(returnRequest(returnFields(changes)))).payment.status).toBe(status);
  });

  it("is verified with the secret of the terminal it names", async () => {
    const fields = signed(resultFields({ terminal: SECOND_TERMINAL }), SECOND_SECRET);
    expect((await returns.read(returnRequest(fields))).payment.signed.terminal).toBe(SECOND_TERMINAL);
    await refused(returnRequest(signed(resultFields({ terminal: SECOND_TERMINAL }), SECRET)), "invalid_signature");
  });

  it("keeps every text as the browser encoded it", async () => {
    const order_notes = "a+b c&d=e %41 Zoë 李雷 😀";
    const returned = await returns.read(returnRequest(returnFields({ order_notes })));
    expect(returned.payment.signed.notes).toBe(order_notes);
    // A browser writes spaces as +.
    const plus = new URLSearchParams({ ...returnFields({ order_notes }) }).toString();
    expect(plus).toContain("a%2Bb+c%26d");
    expect((await returns.read(plus)).payment.signed.notes).toBe(order_notes);
  });
});

describe("returns.read, held against the stored order", () => {
  const read = (changes: Fields, order: typeof ORDER | null | undefined) =>
    returns.read(returnRequest(returnFields(changes)), { findOrder: async () => order });

  it("matches", async () => {
    const asked: unknown[] = [];
    const findOrder = (about: unknown) => {
      asked.push(about);
      return ORDER;
    };
    const returned = await returns.read(returnRequest(GOOD), { findOrder });
    expect(returned.match).toEqual({ kind: "match", status: "approved", paymentId: GOOD.payment_id });
    const { account, terminal, orderNumber } = ORDER;
    expect(asked).toEqual([{ account, terminal, orderNumber }]);
  });

  it("is about another order", async () => {
    expect((await read({ order_amount: "0.01" }, ORDER)).match).toEqual({ kind: "other-order", differing: ["amount"] });
    for (const order of [null, undefined]) {
      expect((await read({}, order)).match).toEqual({ kind: "other-order", differing: ["orderNumber"] });
    }
  });

  it("tells again what has paid it, or that another payment has", async () => {
    const paymentId = GOOD.payment_id as string;
    expect((await read({}, { ...ORDER, paymentId })).match.kind).toBe("repeated");
    expect((await read({}, { ...ORDER, paymentId: "230101120000123450000" })).match.kind).toBe("double-payment");
  });

  it("is not looked up before it is verified", async () => {
    let asked = 0;
    const findOrder = () => void asked++;
    const forged = { ...GOOD, signValue: "0".repeat(64) };
    await failure(() => returns.read(returnRequest(forged), { findOrder }), "invalid_signature");
    expect(asked).toBe(0);
  });
});

describe("returns.read refuses", () => {
  it("a declined message cut anew into a success, under every cut", async () => {
    const declined = { payment_status: "0", payment_details: "80012:Transaction Declined" };
    for (const payment_id of ["230405060708923401", "230405060708923456711"]) {
      const genuine = returnFields({ ...declined, payment_id });
      const text = signedTextOf(genuine);
      let count = 0;
      for (const cut of recut(genuine, ["1"])) {
        if (signedTextOf(cut) !== text) throw new Error("a cut is not one of the same text");
        count++;
        const read = await returns.read(stringify(cut)).catch(() => undefined);
        if (read && read.payment.status !== "declined") throw new Error(`a re-cut reads as ${read.payment.status}`);
      }
      expect(count).toBeGreaterThan(50);
    }
    // The attack as the document tells it (§4.3).
    const genuine = returnFields({ ...declined, payment_id: "230405060708923401" });
    const attack = {
      ...genuine,
      payment_id: "2304050607089234",
      payment_authType: "0",
      payment_status: "1",
      payment_details: `00${genuine.payment_details}`,
    };
    expect(signedTextOf(attack)).toBe(signedTextOf(genuine));
    await refused(returnRequest(attack), "unexpected_shape");
  });

  it.each(["GET", "HEAD", "PUT", "DELETE", "PATCH"])("%s", async (method) => {
    const body = ["GET", "HEAD"].includes(method) ? null : stringify(GOOD);
    const request = new Request(`${BACK_URL}?${stringify(GOOD)}`, { method, headers: { "content-type": FORM }, body });
    await refused(request, "unexpected_method");
  });

  it.each([
    "application/json",
    "application/xml",
    "text/plain",
    "multipart/form-data; boundary=x",
    "",
    `${FORM}x`,
    null,
  ])("the type %o", async (type) => {
    await refused(returnRequest(stringify(GOOD), type), "unexpected_content_type");
  });

  it("fields from the address, whatever the body lacks", async () => {
    const address = `${BACK_URL}?${stringify(GOOD)}`;
    await refused(returnRequest("", FORM, address), "unknown_terminal");
    const { signValue, ...rest } = GOOD;
    await refused(returnRequest(rest, FORM, `${BACK_URL}?signValue=${signValue}`), "missing_signature");
    const other = stringify(returnFields({ payment_status: "0", payment_details: "80012:no" }));
    expect((await returns.read(returnRequest(GOOD, FORM, `${BACK_URL}?${other}`))).payment.status).toBe("approved");
  });

  it("a field that stands twice, the same or not, signed or not, spelt plainly or escaped", async () => {
    for (const name of ["payment_status", "signValue", "account", "terminal", "methods", "order_amount"]) {
      for (const value of [GOOD[name] as string, "0", ""]) {
        const text = stringify(GOOD);
        await refused(`${text}&${name}=${value}`, "malformed_form");
        await refused(`${name}=${value}&${text}`, "malformed_form");
        await refused(`${text}&${name.replace("a", "%61")}=${value}`, "malformed_form");
      }
    }
  });

  it("what is no form", async () => {
    for (const body of ["&", "a=%", "a=%C3", "a=%ED%A0%80", "=1", `${stringify(GOOD)}&`]) {
      await refused(body, "malformed_form");
    }
    await refused(returnRequest(new Uint8Array([0x61, 0x3d, 0xff])), "malformed_text");
    for (const body of ["", "x", "<response/>", "{}"]) await refused(body, "unknown_terminal");
  });

  it("more than 32 kB, with a length or without", async () => {
    const padded = (size: number) => {
      const text = stringify(GOOD);
      return `${text}&pad=${"x".repeat(size - text.length - 5)}`;
    };
    expect((await returns.read(returnRequest(padded(32_768)))).payment.status).toBe("approved");
    expect((await returns.read(padded(32_768))).payment.status).toBe("approved");
    await refused(returnRequest(padded(32_769)), "body_too_large");
    await refused(padded(32_769), "body_too_large");
    await refused(`a=${"李".repeat(11_000)}`, "body_too_large");
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled++;
        controller.enqueue(new Uint8Array(10_000).fill(0x61));
      },
    });
    await refused(returnRequest(endless), "body_too_large");
    expect(pulled).toBeLessThan(9);
  });

  it("a sender who breaks off, with an error of this library", async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new Error("reset with marked-text in it")),
    });
    expect(printed(await refused(returnRequest(broken), "connection_failed"))).not.toContain("marked-text");
  });

  it.each([[undefined], [null], [5], [{}]])("to be called with %o", async (request) => {
    await refused(request as unknown as string, ["invalid_argument", "unexpected_method"]);
  });

  it("the gateway's refusals: no decline", async () => {
    const refusal = (payment_details: string) => returnFields({ payment_status: "0", payment_id: "", payment_details });
    await refused(returnRequest(refusal("20061:Duplicate")), "duplicate_order");
    await refused(returnRequest(refusal("20013:sign error")), "gateway_refused");
    await refused(returnRequest(refusal("20014:test terminal")), "wrong_environment");
  });

  it("a forged one, with an error that shows nothing of it", async () => {
    for (const changes of [
      { signValue: "0".repeat(64) },
      { signValue: "" },
      { terminal: "1" },
      { order_amount: "0.01" },
    ]) {
      const fields = { ...returnFields({ order_notes: "marked note of a shopper" }), ...changes };
      const error = await refused(returnRequest(fields), [
        "invalid_signature",
        "missing_signature",
        "unknown_terminal",
      ]);
      expectNoRun(error, "marked note of a shopper", 8);
      expect(printed(error)).not.toContain(SECRET);
    }
  });
});
