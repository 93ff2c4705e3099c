import { describe, expect, it } from "vitest";
import { opccountOperations, opcardOperations } from "../../../../src/wire/api-operations.ts";
import { APP, createApiWorld, HOLDER, toRequest } from "./api-world.ts";
import { everyCall, getReady } from "./every-call.ts";

const OPTIONS = { opccount: { withholdingAccountKeys: ["77"] } };
/** Of these nothing was made before that they could find. */
const NOT_FOUND: Readonly<Record<string, string>> = {
  "cardholders.get": "404",
  "cardholders.update": "404",
  "disputes.getFile": "404",
  "fundPayments.deleteAccount": "20001",
};

describe("the paths of the protocol", () => {
  it("are those of the library's tables, each once", () => {
    expect(Object.keys(everyCall).sort()).toEqual(
      [...Object.keys(opcardOperations), ...Object.keys(opccountOperations)].sort(),
    );
  });

  it.each(Object.keys(everyCall))("of %s leads to it, by its own method and media type", async (name) => {
    const world = await createApiWorld(OPTIONS);
    const ready = await getReady(world);
    const request = everyCall[name]!(ready);
    const { method, url } = request;
    const code = ((await (await world.sandbox.fetch(request)).json()) as { code: string }).code;
    expect(code).toBe(NOT_FOUND[name] ?? (url.includes("/opc/") ? "000" : "200"));
    const received = world.sandbox.received().at(-1);
    expect([received?.operation, received?.path]).toEqual([name, new URL(url).pathname]);
    const count = world.sandbox.received().length;
    const { pathname } = new URL(url);
    const statusOf = async (asked: Request) => (await world.sandbox.fetch(asked)).status;
    for (const other of ["PUT", "DELETE", "PATCH", "HEAD"])
      expect(await statusOf(toRequest(other, pathname))).toBe(405);
    // Card holders are listed and made at one path.
    if (pathname !== "/card-api/v1/cardholders") {
      const asked = method === "GET" ? toRequest("POST", pathname, { body: "{}" }) : toRequest("GET", pathname);
      expect(await statusOf(asked)).toBe(405);
    }
    if (method === "POST") {
      const types = ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "application/xml"];
      const isForm = everyCall[name]!(ready).headers.get("content-type")?.startsWith("multipart/");
      for (const type of [...types, isForm ? "application/json" : "multipart/form-data; boundary=x"]) {
        expect(await statusOf(toRequest("POST", pathname, { body: "{}", headers: { "content-type": type } }))).toBe(
          415,
        );
      }
    }
    for (const wrong of [`${pathname}/`, `${pathname}/x/y`, pathname.toUpperCase(), `/${pathname}`]) {
      expect([wrong, await statusOf(toRequest(method, wrong, method === "POST" ? { body: "{}" } : {}))]).toEqual([
        wrong,
        404,
      ]);
    }
    expect(world.sandbox.received().length).toBe(count);
  });

  it("are not found with an empty id", async () => {
    const { ask, tokens } = await createApiWorld();
    const { access: token } = await tokens();
    for (const path of [
      "/card-api/v1/cardholders/",
      "/dispute-api/v1/dispute/",
      "/files-api/v1/file/",
      "/dispute-api/v1",
    ]) {
      expect((await ask("GET", path, { token })).status).toBe(404);
    }
  });
});

describe("what was received", () => {
  it("shows what was asked, and nothing of secrets, tokens, keys, people, accounts, evidence and files", async () => {
    const world = await createApiWorld(OPTIONS);
    const ready = await getReady(world);
    for (const make of Object.values(everyCall)) await world.sandbox.fetch(make(ready));
    const received = world.sandbox.received().slice(-Object.keys(everyCall).length);
    expect(received.map(({ operation }) => operation)).toEqual(Object.keys(everyCall));
    const fieldsOf = (name: string) => received.find(({ operation }) => operation === name)?.fields;
    expect(fieldsOf("withdrawals.apply")).toEqual({
      billCurrency: "USD",
      billAmount: "100.00",
      transactionFeesBearingMethods: "BEN",
    });
    expect(fieldsOf("cards.create")).toEqual({ card_validity_time: "203112", program_value: "01" });
    expect(fieldsOf("disputes.list")).toEqual({ limit: "50" });
    for (const name of [
      "tokens.create",
      "tokens.refresh",
      "cardholders.create",
      "disputes.update",
      "disputes.uploadFile",
    ]) {
      expect(fieldsOf(name)).toEqual({});
    }
    const text = JSON.stringify(received);
    const hidden = [APP.appKey, APP.appSecret, ready.access, ready.refresh, ...Object.values(HOLDER), "Travel"];
    for (const value of [...hidden, "Ada", "PRIVATE", "private", "London", "25677001", "words", "77"]) {
      // Area codes and ids have such digits too.
      if (value.length > 2) expect([value, text.includes(value)]).toEqual([value, false]);
    }
  });

  it("shows the risks of a card", async () => {
    const { ask, tokens, sandbox } = await createApiWorld();
    const { access: token } = await tokens();
    const risk_list = [{ trade_risk_name: "purchase_1d", trade_risk_value: "5", secret: "x" }];
    await ask("POST", "/card-api/v1/cards/create", { token, body: JSON.stringify({ risk_list }) });
    expect(sandbox.received().at(-1)?.fields).toEqual({
      "risk_list.0.trade_risk_name": "purchase_1d",
      "risk_list.0.trade_risk_value": "5",
    });
  });
});
