import { describe, expect, it } from "vitest";
import {
  buttonsOf,
  choose,
  fieldsOf,
  isSignedAs,
  openPage,
  ORDER,
  returnOf,
  send,
  sendForm,
  sendSigned,
  signFor,
  takeNotices,
} from "./merchant-calls.ts";
import { createWorld, type Fields, isSignedByNode, type World } from "./shopper.ts";

const HOUR_MS = 3_600_000;

/** Makes a payment page from server to server, and gives its path. */
async function makePage(world: World, changes: Fields = {}): Promise<string> {
  const { pay_url = "" } = fieldsOf(await send(world, "payments.createHosted", { ...ORDER, ...changes }));
  expect(new URL(pay_url).origin).toBe("https://sandbox.test");
  return new URL(pay_url).pathname;
}

const paymentOf = async (world: World) => (await world.sandbox.payments("90000101", "A-1"))[0];

describe("sendTrade", () => {
  it("answers <respon>, signed by its own order, with the address of a page", async () => {
    const world = await createWorld();
    const root = await send(world, "payments.createHosted", ORDER);
    const answer = fieldsOf(root);
    expect(root.name).toBe("respon");
    expect(answer).toMatchObject({
      account: "900001",
      terminal: "90000101",
      order_number: "A-1",
      order_currency: "USD",
      order_amount: "10.00",
      order_notes: "notes & more",
      pay_results: "1",
      pay_details: "80000:Success",
    });
    expect(answer.payment_id).toMatch(/^\d{18,21}$/);
    expect(isSignedAs("createHostedAnswer", answer)).toBe(true);
    expect(await paymentOf(world)).toMatchObject({ paymentId: answer.payment_id, status: "-1" });
    // Nothing happened yet that could be told.
    expect(await takeNotices(world)).toEqual([]);
  });

  it.each<readonly [string, Fields]>([
    ["20021", { order_amount: "0" }],
    ["20023", { order_currency: "US" }],
    ["20018", { order_number: "x".repeat(51) }],
    ["20050", { billing_email: "ada" }],
    ["20001", { backUrl: "" }],
    ["20001", { backUrl: "shop.example" }],
    ["20001", { noticeUrl: "nonsense" }],
    ["20001", { methods: "" }],
    ["20001", { methods: "x".repeat(51) }],
    ["20001", { billing_country: "" }],
    ["20001", { billing_address: "x".repeat(501) }],
    ["20001", { ET_NOTES: "later" }],
  ])("refuses with %s, signed: %j", async (code, changes) => {
    const world = await createWorld();
    const answer = fieldsOf(await send(world, "payments.createHosted", { ...ORDER, ...changes }));
    expect(answer).toMatchObject({ pay_results: "0", pay_url: "", payment_id: "" });
    expect(answer.pay_details).toMatch(new RegExp(`^${code}:`));
    expect(isSignedAs("createHostedAnswer", answer)).toBe(true);
    expect(await paymentOf(world)).toBeUndefined();
  });

  it("signs nothing for those who did not sign, nor where backUrl was left out of the signature", async () => {
    const world = await createWorld();
    const good = signFor("payments.createHosted", ORDER);
    for (const [code, fields] of [
      ["20013", { ...good, backUrl: "https://evil.example/" }],
      ["20013", signFor("payments.pay", ORDER)],
      ["20004", { ...good, terminal: "90000199" }],
    ] as const) {
      const answer = fieldsOf(await sendSigned(world, "payments.createHosted", fields));
      expect(answer.pay_details).toMatch(new RegExp(`^${code}:`));
      expect(answer).toMatchObject({ signValue: "", pay_url: "", pay_results: "0" });
    }
  });
});

describe("service/pay", () => {
  it("sends the shopper's browser on to the page by GET", async () => {
    const world = await createWorld();
    const response = await sendForm(world, "payments.buildHostedForm", signFor("payments.buildHostedForm", ORDER));
    expect(response.status).toBe(303);
    const page = await openPage(world, new URL(response.headers.get("location") ?? "").pathname);
    expect(page.document.body.textContent).toContain("USD 10.00");
  });

  it("shows the shopper why it refuses, as text", async () => {
    const world = await createWorld();
    for (const [code, fields] of [
      ["20013", { ...ORDER, signValue: "0".repeat(64) }],
      ["20021", signFor("payments.buildHostedForm", { ...ORDER, order_amount: "1.234" })],
    ] as const) {
      const response = await sendForm(world, "payments.buildHostedForm", fields);
      expect(response.status).toBe(400);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(await response.text()).toContain(`${code}:`);
    }
    expect(await paymentOf(world)).toBeUndefined();
  });
});

const CHOICES = [
  ["approve", "1", "80000"],
  ["decline", "0", "80012"],
  ["insufficient-funds", "0", "80022"],
  ["pending", "-1", "80100"],
  ["cancel", "0", "80101"],
] as const;

describe("the payment page", () => {
  it("shows amount and order, and a button for each decision of a card", async () => {
    const world = await createWorld();
    const page = await openPage(world, await makePage(world));
    expect(page.document.body.textContent).toContain("USD 10.00");
    expect(page.document.body.textContent).toContain("A-1");
    expect(buttonsOf(page)).toEqual(["approve", "decline", "insufficient-funds", "challenge", "pending", "cancel"]);
    const policy = page.response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toContain("unsafe");
    expect(page.document.querySelectorAll("script, [style], style").length).toBe(0);
  });

  it("has fewer buttons for methods that are no card", async () => {
    const world = await createWorld();
    const path = await makePage(world, { methods: "Alipay_Web" });
    expect(buttonsOf(await openPage(world, path))).toEqual(["approve", "decline", "pending", "cancel"]);
    expect((await choose(world, path, "challenge")).response.status).toBe(400);
    expect((await paymentOf(world))?.details).toMatch(/^80100:/);
    await choose(world, path, "approve");
    expect(await paymentOf(world)).toMatchObject({ status: "1", cardNumber: "" });
  });

  it.each(CHOICES)("%s: status %s, code %s, by the way back and by notice", async (answer, status, code) => {
    const world = await createWorld();
    const path = await makePage(world);
    const { action, fields } = returnOf(await choose(world, path, answer));
    expect(action).toBe("https://shop.example/back");
    expect(fields).toMatchObject({ payment_status: status, response_type: "0", order_notes: "notes & more" });
    expect(fields.payment_details).toMatch(new RegExp(`^${code}:`));
    expect(isSignedByNode(fields)).toBe(true);
    expect((await takeNotices(world)).map((notice) => notice.payment_status)).toEqual([status]);
    // Decided once: neither another answer nor a look changes it.
    expect(returnOf(await choose(world, path, "approve")).fields).toEqual(fields);
    expect(returnOf(await openPage(world, path)).fields).toEqual(fields);
    expect(await takeNotices(world)).toEqual([]);
    expect(await paymentOf(world)).toMatchObject({ status });
  });

  it("is decided once by two answers at the same time", async () => {
    const world = await createWorld();
    const path = await makePage(world);
    const answers = await Promise.all([choose(world, path, "approve"), choose(world, path, "decline")]);
    const [one, other] = answers.map((answer) => returnOf(answer).fields.payment_status);
    expect(one).toBe(other);
    expect((await takeNotices(world)).length).toBe(1);
  });

  it("leads a challenged card to the bank's page, and from there back", async () => {
    const world = await createWorld();
    const path = await makePage(world, { ET_NOTES: "pre" });
    const { response } = await choose(world, path, "challenge");
    expect(response.status).toBe(303);
    const location = response.headers.get("location") ?? "";
    expect((await openPage(world, path)).response.headers.get("location")).toBe(location);
    const { fields } = returnOf(await choose(world, new URL(location).pathname, "confirm"));
    expect(fields).toMatchObject({ payment_status: "-1", payment_authType: "3" });
    expect(await paymentOf(world)).toMatchObject({ status: "-1", authType: "3", cardNumber: "400000***3220" });
  });

  it("takes no answer that is none of its buttons', and is nobody's to guess", async () => {
    const world = await createWorld();
    const path = await makePage(world);
    for (const answer of ["", "approved", "confirm", "__proto__", "toString"]) {
      expect((await choose(world, path, answer)).response.status).toBe(400);
    }
    for (const wrong of [path.slice(0, -1), `${path}0`, "/sandbox/pay/", "/sandbox/pay/__proto__"]) {
      expect((await openPage(world, wrong)).response.status).toBe(404);
      expect((await choose(world, wrong, "approve")).response.status).toBe(404);
    }
    expect((await paymentOf(world))?.details).toMatch(/^80100:/);
  });

  it("shows hostile text as text", async () => {
    const world = await createWorld();
    const path = await makePage(world, { order_number: "&lt;b&gt;", methods: "<img src=x onerror=alert(1)>" });
    const { document } = await openPage(world, path);
    expect(document.querySelectorAll("img, [onerror]").length).toBe(0);
    expect(document.body.textContent).toContain("&lt;b&gt;");
  });

  it("gives two successes of one order, which a query calls a duplicate", async () => {
    const world = await createWorld();
    const paths = [await makePage(world), await makePage(world)];
    for (const path of paths) await choose(world, path, "approve");
    const root = await send(world, "orders.find", { order_number: "A-1" });
    expect(root.children.map((child) => fieldsOf(child).duplicate_status)).toEqual(["1", "1"]);
  });
});

describe("moto", () => {
  it("gives a link that is good for 48 hours", async () => {
    const world = await createWorld();
    const root = await send(world, "payments.createLink", ORDER);
    expect(root.name).toBe("respon");
    const { MOTO_url = "", ...answer } = fieldsOf(root);
    expect(answer).toEqual({
      account: "900001",
      terminal: "90000101",
      order_number: "A-1",
      order_currency: "USD",
      order_amount: "10.00",
      signValue: "",
      MOTO_results: "1",
      MOTO_details: "80000:Success",
    });
    const { pathname } = new URL(MOTO_url);
    world.clock.nowMs += 48 * HOUR_MS - 1;
    expect(buttonsOf(await openPage(world, pathname))).toContain("approve");
    world.clock.nowMs += 1;
    for (const page of [await openPage(world, pathname), await choose(world, pathname, "approve")]) {
      expect(page.response.status).toBe(410);
      expect(page.document.body.textContent).toContain("expired");
      expect(buttonsOf(page)).toEqual([]);
    }
    expect(await paymentOf(world)).toMatchObject({ status: "-1" });
  });

  it("is paid like any page, and shows the result after its 48 hours", async () => {
    const world = await createWorld();
    const { MOTO_url = "" } = fieldsOf(await send(world, "payments.createLink", ORDER));
    const { pathname } = new URL(MOTO_url);
    await choose(world, pathname, "approve");
    world.clock.nowMs += 72 * HOUR_MS;
    expect(returnOf(await openPage(world, pathname)).fields.payment_status).toBe("1");
  });

  it("refuses as other payments are refused", async () => {
    const world = await createWorld();
    const answer = fieldsOf(await send(world, "payments.createLink", { ...ORDER, order_amount: "-1" }));
    expect(answer).toMatchObject({ MOTO_results: "0", MOTO_url: "" });
    expect(answer.MOTO_details).toMatch(/^20021:/);
  });
});
