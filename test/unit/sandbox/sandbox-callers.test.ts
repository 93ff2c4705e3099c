import { stringify } from "node:querystring";
import { describe, expect, it } from "vitest";
import { SIGNED_ORDERS } from "../signed-orders.ts";
import { readBySaxes } from "../xml-oracle.ts";
import { DATES, FORMS } from "./call-samples.ts";
import { fieldsOf, MERCHANT, ORDER, pathOf, send, sendForm, sendJson, signFor } from "./merchant-calls.ts";
import { CARDS, createWorld, type Fields, formRequest } from "./shopper.ts";

describe("an address that is not registered", () => {
  const QUERIES = FORMS.filter(([call]) => SIGNED_ORDERS[call]?.host === "query");
  const REGISTERED = {
    registeredAddresses: ["192.0.2.1", "2001:db8::1"],
    addressOf: (request: Request) => request.headers.get("x-test-address") ?? undefined,
  };
  const from = (call: string, fields: Fields, address: string) =>
    formRequest(stringify(fields), pathOf(call), {
      headers: { "content-type": "application/x-www-form-urlencoded", "x-test-address": address },
    });

  it.each(QUERIES)("may not call %s, whatever it signs", async (call, fields, where) => {
    const { sandbox } = await createWorld(REGISTERED);
    for (const address of ["192.0.2.2", "192.0.2.11", ""]) {
      for (const sent of [signFor(call, fields), { ...fields, signValue: "" }, {}]) {
        const answer = fieldsOf(readBySaxes(await (await sandbox.fetch(from(call, sent, address))).text()));
        if (where === "tracking") expect(answer.tracking_results).toBe("11");
        else expect(answer).toMatchObject({ results: "20002", details: "20002:IP address is not registered" });
      }
    }
    const good = await sandbox.fetch(from(call, signFor(call, fields), "2001:db8::1"));
    expect(await good.text()).not.toContain("IP address");
  });

  it("may pay, and may query where no address was registered", async () => {
    const world = await createWorld(REGISTERED);
    expect((await world.pay(CARDS.approve)).payment_status).toBe("1");
    const open = await createWorld();
    expect(fieldsOf(await send(open, "orders.list", DATES)).results).toBe("00");
    const nobody = await createWorld({ registeredAddresses: ["192.0.2.1"] });
    expect(fieldsOf(await send(nobody, "orders.list", DATES)).results).toBe("20002");
  });
});

describe("what was received", () => {
  it("is kept by call, with names and values, without card data, tokens and keys", async () => {
    const world = await createWorld({ faults: [{ kind: "http-500", operation: "orders.find" }] });
    await world.pay(CARDS.approve);
    await sendForm(world, "orders.find", signFor("orders.find", { ...MERCHANT, order_number: "A-1" }));
    await sendJson(world, "checks.account", { ...MERCHANT, site: "s", key: "k", nested: { list: ["a", 2] } });
    const wallet = { ...ORDER, methods: "GooglePay", pay_accountNumber: "token-of-a-wallet" };
    await sendForm(world, "payments.pay", signFor("payments.pay", wallet));
    const received = world.sandbox.received();
    expect(received.map(({ operation, path }) => [operation, path])).toEqual([
      ["payments.pay", "/gateway/direct/pay"],
      ["orders.find", "/service/check/normal"],
      ["checks.account", "/pinc/check-account"],
      ["payments.pay", "/gateway/direct/pay"],
    ]);
    expect(received[0]?.fields).toMatchObject({ order_number: "A-1", billing_firstName: "Ada" });
    expect(received[2]?.fields).toEqual({ ...MERCHANT, site: "s", "nested.list.0": "a", "nested.list.1": "2" });
    expect(JSON.stringify(received)).not.toMatch(/opcse_|token-of-a-wallet|secret-of|"key"/);
  });

  it("is kept for a hundred requests", async () => {
    const world = await createWorld();
    for (let i = 0; i < 101; i++) await sendForm(world, "orders.find", { order_number: `N${i}` });
    const numbers = world.sandbox.received().map(({ fields }) => fields.order_number);
    expect(numbers.length).toBe(100);
    expect([numbers[0], numbers.at(-1)]).toEqual(["N1", "N100"]);
  });
});

describe("the configuration", () => {
  it("leads every host of Accept Payments to the sandbox", async () => {
    const { sandbox } = await createWorld({ origin: "https://gateway.test" });
    const { environment } = sandbox.paymentsConfig();
    const origin = "https://gateway.test";
    expect(environment).toEqual({
      base: "sandbox",
      hosts: { payment: origin, query: origin, quickpay: origin, checks: origin },
    });
  });
});
