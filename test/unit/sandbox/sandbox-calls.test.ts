import { stringify } from "node:querystring";
import { describe, expect, it } from "vitest";
import { SIGNED_ORDERS } from "../signed-orders.ts";
import { readBySaxes } from "../xml-oracle.ts";
import { FORMS, JSON_CALLS } from "./call-samples.ts";
import { fieldsOf, jsonRequest, pathOf, sendForm, sendJson, signFor } from "./merchant-calls.ts";
import { createWorld, type Fields, formRequest, type World } from "./shopper.ts";

/** The code by which a form is refused; nothing where it got as far as its own fields. */
async function refusalCode(world: World, call: string, fields: Fields, where: string): Promise<string> {
  const response = await sendForm(world, call, fields);
  const text = await response.text();
  if (where === "page") return /(?<code>\d{5}):/.exec(text)?.groups?.code ?? "";
  const answer = fieldsOf(readBySaxes(text));
  if (where === "tracking") return answer.tracking_results ?? "";
  return answer[where]?.slice(0, 5) ?? "";
}

const CODES = { terminal: "20004", signature: "20013" };
const TRACKING_CODES = { terminal: "03", signature: "04" };

describe("every signed call", () => {
  it.each(FORMS)("%s is held to its own signature, value by value", async (call, fields, where) => {
    const world = await createWorld();
    const codes = where === "tracking" ? TRACKING_CODES : CODES;
    const good = signFor(call, fields);
    expect(Object.values(codes)).not.toContain(await refusalCode(world, call, good, where));
    expect(await refusalCode(world, call, { ...good, terminal: "90000199" }, where)).toBe(codes.terminal);
    expect(await refusalCode(world, call, { ...good, terminal: "90000102" }, where)).toBe(codes.signature);
    const wrong = [good.signValue?.toUpperCase(), "", good.signValue?.slice(1), ` ${good.signValue}`];
    for (const signValue of wrong as string[]) {
      expect(await refusalCode(world, call, { ...good, signValue }, where)).toBe(codes.signature);
    }
    const named = new Set(SIGNED_ORDERS[call]?.orders.flat());
    const changeable = [...named].filter((name) => fields[name] && !["account", "terminal"].includes(name));
    expect(changeable.length).toBeGreaterThan(0);
    for (const name of changeable) {
      if (name !== "payment_authType") {
        expect(await refusalCode(world, call, { ...good, [name]: `${good[name]}0` }, where)).toBe(codes.signature);
      }
      // Right for the value as it is, wrong for the value as some rule has it (§4.2).
      const dirty = name === "payment_authType" ? undefined : signFor(call, { ...fields, [name]: `${fields[name]} ` });
      if (dirty) expect(await refusalCode(world, call, dirty, where)).toBe(codes.signature);
    }
  });

  it("stands in the table above: the hand-made one has no other form with a path", () => {
    const merchants = Object.entries(SIGNED_ORDERS).filter(([, row]) => row.from === "merchant");
    const forms = merchants.filter(([, row]) => row.path !== undefined && row.orders.length > 0).map(([name]) => name);
    expect(forms.sort()).toEqual(FORMS.map(([call]) => call).sort());
    const json = merchants.filter(([, row]) => ["quickpay", "checks"].includes(row.host ?? "")).map(([name]) => name);
    expect(json.sort()).toEqual([...JSON_CALLS].sort());
  });

  it("takes POST only, and its own media type only", async () => {
    const { sandbox } = await createWorld();
    for (const call of [...FORMS.map(([name]) => name), ...JSON_CALLS]) {
      const url = `https://sandbox.test${pathOf(call)}`;
      expect((await sandbox.fetch(new Request(url))).status).toBe(405);
      const other = (JSON_CALLS as readonly string[]).includes(call)
        ? "application/x-www-form-urlencoded"
        : "application/json";
      const init = { method: "POST", headers: { "content-type": other }, body: "{}" };
      expect((await sandbox.fetch(new Request(url, init))).status).toBe(415);
    }
  });

  it("echoes no character that XML can't hold", async () => {
    const world = await createWorld();
    for (const [call, fields, where] of FORMS) {
      if (where === "page") continue;
      const hostile = Object.fromEntries(Object.keys(fields).map((name) => [name, "\u0001<&\uffff"]));
      for (const sent of [hostile, { ...signFor(call, fields), order_notes: "\u0000" }]) {
        const response = await world.sandbox.fetch(formRequest(stringify(sent), pathOf(call)));
        readBySaxes(await response.text());
      }
    }
  });
});

describe("every JSON call", () => {
  it.each(JSON_CALLS)("%s is held to its headers", async (call) => {
    const world = await createWorld();
    const text = call === "quickpay.find" ? "message" : "msg";
    for (const headers of [
      { account: "900002" },
      { account: "" },
      { terminal: "90000199" },
      { terminal: "90000102" },
      { secureCode: "wrong" },
      { secureCode: "" },
    ] as Fields[]) {
      expect(await sendJson(world, call, {}, headers)).toEqual({ code: "20013", [text]: expect.any(String) as string });
    }
    expect(await sendJson(world, call, {})).toMatchObject({ code: "PARAM_ERROR", data: {} });
  });

  it.each(JSON_CALLS)("%s refuses bodies that are no JSON", async (call) => {
    const { sandbox } = await createWorld();
    for (const body of ["", "{", "a=b", "{'a':1}", `"${"x".repeat(1_100_000)}"`]) {
      expect((await sandbox.fetch(jsonRequest(call, body))).status).toBe(400);
    }
  });
});
