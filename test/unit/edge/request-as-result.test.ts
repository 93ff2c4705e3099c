import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPayments, operations, signValue } from "../../../src/edge.ts";
import type { OperationName } from "../../../src/edge.ts";
import { failure } from "../leaks.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { CONFIG, INPUT, spiedClient, TERMINAL, xmlOf } from "./merchant.ts";

const SECRET = CONFIG.terminals[0]?.secureCode as string;
const RESULT_TAIL = [
  "order_notes",
  "card_number",
  "payment_id",
  "payment_authType",
  "payment_status",
  "payment_details",
];
/** What a shopper would type as a name to have a request's signature read as a success. */
const TYPED = ["", "411111***1111", "123456789012345678", "0", "1", "80000:Approved"];

/** A request's signature is one of a result too: both begin alike, and are made with one secret (§4.1). */
describe("the signature of a request", () => {
  it.each(["firstName", "lastName", "email"] as const)("is not made where %s reads as a success", async (name) => {
    const client = spiedClient("<response/>");
    const value = TYPED.join("") + (name === "email" ? "@x" : "");
    const input = { ...INPUT, billing: { ...INPUT.billing, [name]: value } };
    await failure(() => client.payments.pay(input), "invalid_field", `billing.${name}`);
    expect(client.sent).toEqual([]);
  });

  it("is not made where the values read so together, whichever of them completes it", async () => {
    const whole = TYPED.join("");
    for (let cut = 1; cut < whole.length; cut++) {
      const client = spiedClient("<response/>");
      const billing = { ...INPUT.billing, firstName: whole.slice(0, cut), lastName: whole.slice(cut) };
      await failure(() => client.payments.pay({ ...INPUT, billing }), "invalid_field");
      expect(client.sent).toEqual([]);
    }
  });

  it("is refused by signValue for every request there is, and given for a result", async () => {
    for (const [name, row] of Object.entries(operations)) {
      const last = row.signed?.at(-1);
      if (last === undefined) continue;
      const fields = { account: CONFIG.account, terminal: TERMINAL, [last]: TYPED.join("") };
      const call = () => signValue(name as OperationName, fields, SECRET);
      if (row.from === "merchant") await failure(call, "invalid_field", last);
      else expect(await call()).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it("would be taken for a result's, were it made: the attack is real", async () => {
    const { notifications } = createPayments(CONFIG);
    const [order = []] = SIGNED_ORDERS["payments.pay"]?.orders ?? [];
    const request = {
      account: CONFIG.account,
      terminal: TERMINAL,
      order_number: "A-1",
      order_currency: "USD",
      order_amount: "48.00",
      billing_firstName: TYPED.join(""),
      billing_lastName: "",
      billing_email: "",
    };
    const { billing_firstName: _f, billing_lastName: _l, billing_email: _e, ...common } = request;
    const forged = {
      ...common,
      ...Object.fromEntries(RESULT_TAIL.map((name, i) => [name, TYPED[i] ?? ""])),
      signValue: expectedSignValue(order, request, SECRET),
    };
    expect(await notifications.read(xmlOf(forged))).toMatchObject({ payment: { status: "approved" } });
  });

  it("never verifies as a result's, whatever was accepted to be paid and however it is cut", async () => {
    const { notifications } = createPayments(CONFIG);
    const digits = fc.stringMatching(/^[0-9:*@.-]{1,30}$/);
    const person = fc.record({ firstName: digits, lastName: digits, email: digits.map((text) => `${text}@1`) });
    await fc.assert(
      fc.asyncProperty(person, fc.nat(60), fc.nat(60), async (names, from, length) => {
        const client = spiedClient("<response/>");
        const input = { ...INPUT, billing: { ...INPUT.billing, ...names } };
        await client.payments.pay(input).catch(() => undefined);
        const [sent] = client.sent;
        if (!sent) return;
        const { signValue: signature = "", ...fields } = Object.fromEntries(new URLSearchParams(sent.body));
        const text = `${fields.billing_firstName}${fields.billing_lastName}${fields.billing_email}`;
        const [notes, run] = [text.slice(0, from), text.slice(from + length)];
        const tail = { order_notes: notes, payment_id: text.slice(from, from + 18), payment_details: run };
        for (const payment_status of ["1", "0", "-1"]) {
          const { account = "", terminal = "", order_number = "", order_currency = "", order_amount = "" } = fields;
          const base = { account, terminal, order_number, order_currency, order_amount, signValue: signature };
          const xml = xmlOf({ ...base, ...tail, payment_authType: "0", payment_status });
          await expect(notifications.read(xml)).rejects.toMatchObject({ name: "OceanpaymentSignatureError" });
        }
      }),
      { numRuns: 40 },
    );
  });
});
