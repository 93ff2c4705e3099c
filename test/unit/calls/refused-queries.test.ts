import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { answered, CHANGES, QUERIES, referenceOf, type SampleCall } from "./sample-calls.ts";

const isXml = ({ operation }: SampleCall) => /^(orders|refunds)\./.test(operation);
const queries = QUERIES.filter(isXml).map((call) => [call.title, call] as const);
const ADDRESSES = [
  "Invalid ip",
  "IP not registered: 203.0.113.9",
  "the ip is not in the white list",
  "IP denied",
  "not allowed ip",
];

/** Where each answer carries its words, by hand. */
const words = (text: string) => `<respon><results>${text}</results><details>${text}</details></respon>`;

describe.each(queries)("%s", (_title, call) => {
  it.each(["20013:signValue error", "20004:account", "20055"])(
    "refused by %s is a refusal with its code",
    async (text) => {
      const client = answered(words(text));
      const error = await failure(() => call.run(client), "gateway_refused");
      expect(error).toMatchObject({
        gatewayCode: text.slice(0, 5),
        outcome: "unchanged",
        order: referenceOf(call),
        status: 200,
      });
      expect(client.sent.length).toBe(1);
    },
  );

  it.each(["20014:test terminal", "20015:live terminal"])("refused by %s is of the other environment", async (text) => {
    await failure(() => call.run(answered(words(text))), "wrong_environment");
  });

  it.each(ADDRESSES)("refused by %o is an address to be registered", async (text) => {
    const client = answered(words(text));
    const error = await failure(() => call.run(client), "ip_not_registered");
    expect(error).toMatchObject({ outcome: "unchanged", order: referenceOf(call) });
    expect(error.message).toContain("relay");
    expect(client.sent.length).toBe(1);
  });
});

describe("a refund whose caller's address is not registered", () => {
  it.each(ADDRESSES)("has its own code too (%o), its outcome unknown", async (text) => {
    const create = CHANGES.find(({ operation }) => operation === "refunds.create")!;
    const told = `<respon><refund_results>0</refund_results><refund_description>${text}</refund_description></respon>`;
    for (const body of [words(text), told]) {
      expect(await failure(() => create.run(answered(body)), "ip_not_registered")).toMatchObject({
        outcome: "unknown",
      });
    }
  });
});

describe("an entry that is a refusal", () => {
  it("in place of a payment is told as the refusal that it is", async () => {
    const entry =
      "<respon><paymentInfo><payment_details>20013:signValue error</payment_details></paymentInfo></respon>";
    expect(await failure(() => answered(entry).orders.find("ORDER-1"), "gateway_refused")).toMatchObject({
      gatewayCode: "20013",
    });
  });

  it("words about a ship or a chip are no address", async () => {
    for (const text of ["ship not allowed", "invalid chip", "zip invalid"]) {
      await failure(() => answered(words(text)).orders.find("ORDER-1"), "unexpected_answer");
    }
  });
});
