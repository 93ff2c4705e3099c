import { createSign, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { NOW_MS } from "../../card-samples.ts";
import {
  ACCOUNT_KEY,
  type ApiWorld,
  createApiWorld,
  OPCCOUNT_NO,
  signedHeaders,
  sortedText,
  toRequest,
  VA_CODE,
} from "./api-world.ts";

const INQUIRY = "/opc/v1/withdrawal/inquiry";
const FUNDS = "/opc/v1/account-fund/query-fund-page";
const ADD = "/opc/v1/fund-payment/account-add";
const TIME = `${NOW_MS / 1000}`;
const BODY = JSON.stringify({
  withdrawalAccountKey: ACCOUNT_KEY,
  billCurrency: "USD",
  billAmount: "100.00",
  transactionFeesBearingMethods: "BEN",
});
/** What of {@link BODY} is signed, written by hand. */
const SIGNED_TEXT = `{"billAmount":"100.00","billCurrency":"USD","timestamp":"${TIME}","transactionFeesBearingMethods":"BEN","withdrawalAccountKey":"${ACCOUNT_KEY}"}`;

/** Sends a call whose signed text is the test's own, whatever the body is. */
const send = (world: ApiWorld, body: string, text: string, path = INQUIRY) =>
  world.ask("POST", path, { body, headers: signedHeaders(world.key, world.clock.nowMs, text) });

describe("the signature of OPCCOUNT", () => {
  it("is over the sorted members and the time, as compact JSON", async () => {
    const world = await createApiWorld();
    expect((await send(world, BODY, SIGNED_TEXT)).json.code).toBe("000");
    // However the body itself is written.
    const spaced = JSON.stringify(JSON.parse(BODY), null, 2);
    expect((await send(world, spaced, SIGNED_TEXT)).json.code).toBe("000");
  });

  it.each([
    ["the body as it is", BODY],
    ["no time", SIGNED_TEXT.replace(`"timestamp":"${TIME}",`, "")],
    ["the time as a number", SIGNED_TEXT.replace(`"${TIME}"`, TIME)],
    ["another time", SIGNED_TEXT.replace(TIME, `${Number(TIME) + 1}`)],
    ["the time at the end", `${BODY.slice(0, -1)},"timestamp":"${TIME}"}`],
    ["spaces", SIGNED_TEXT.replaceAll(",", ", ")],
    ["another amount", SIGNED_TEXT.replace("100.00", "100.01")],
    ["nothing", ""],
  ])("over %s is refused", async (_what, text) => {
    const world = await createApiWorld();
    const { status, json } = await send(world, BODY, text);
    expect([status, json.code, json.data]).toEqual([200, "20013", null]);
  });

  it("holds numbers as they were written, texts as JSON has them, and what is nested in its own order", async () => {
    const world = await createApiWorld();
    const body = `{"zeta": 12345678901234567890, "alpha": {"y": [1.50, 1e3, {"b": null}], "x": "a \\"q\\" : , }"},\n "beta": "\\u00e9\\/ü", "": true}`;
    const text = `{"":true,"alpha":{"y":[1.50,1e3,{"b":null}],"x":"a \\"q\\" : , }"},"beta":"é/ü","timestamp":"${TIME}","zeta":12345678901234567890}`;
    // Past the signature, such a body is refused for its members.
    expect((await send(world, body, text)).json.code).toBe("20001");
    expect((await send(world, body, text.replace("12345678901234567890", "12345678901234567000"))).json.code).toBe(
      "20013",
    );
    expect((await send(world, body, text.replace("1.50", "1.5"))).json.code).toBe("20013");
    expect((await send(world, "{}", `{"timestamp":"${TIME}"}`)).json.code).toBe("20001");
  });

  it("is that of the merchant's own key: RSASSA-PKCS1-v1_5 with SHA-256, in base64", async () => {
    const world = await createApiWorld();
    const { key, ask } = world;
    const { privateKey: other } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const by = (algorithm: string, own = key.privateKey) => createSign(algorithm).update(SIGNED_TEXT).sign(own);
    const good = by("RSA-SHA256");
    const wrong: readonly string[] = [
      by("RSA-SHA256", other).toString("base64"),
      by("RSA-SHA1").toString("base64"),
      by("RSA-SHA512").toString("base64"),
      good.toString("hex"),
      good.toString("base64url"),
      good.subarray(1).toString("base64"),
      good.toString("base64").slice(0, -4),
      Buffer.alloc(256).toString("base64"),
      "",
    ];
    const codeOf = async (Sign: string) =>
      (await ask("POST", INQUIRY, { body: BODY, headers: { ...signedHeaders(key, NOW_MS, SIGNED_TEXT), Sign } })).json
        .code;
    for (const Sign of wrong) expect(await codeOf(Sign)).toBe("20013");
    expect(await codeOf(good.toString("base64"))).toBe("000");
  });

  it("goes with the account's own two numbers", async () => {
    const { signed } = await createApiWorld();
    for (const changes of [
      { "Opccount-No": "995148" },
      { "Opccount-No": `VA${OPCCOUNT_NO}` },
      { "Opccount-No": "" },
      { "Va-Code": `${BigInt(VA_CODE) + 1n}` },
      { "Va-Code": `${Number(VA_CODE)}` },
      { "Va-Code": "" },
    ]) {
      expect((await signed(INQUIRY, BODY, changes as Record<string, string>)).json.code).toBe("20004");
    }
    expect((await signed(INQUIRY, BODY)).json.code).toBe("000");
  });

  it("is good within five minutes of the gateway's clock", async () => {
    const world = await createApiWorld();
    const at = async (nowMs: number) =>
      (
        await world.ask("POST", INQUIRY, {
          body: BODY,
          headers: signedHeaders(world.key, nowMs, sortedText(BODY, nowMs)),
        })
      ).json;
    for (const apart of [300_000, -300_000]) expect((await at(NOW_MS + apart)).code).toBe("000");
    for (const apart of [301_000, -301_000, 86_400_000]) {
      expect(await at(NOW_MS + apart)).toMatchObject({ code: "20001", msg: "Timestamp is too far" });
    }
  });

  it.each([
    ["milliseconds", `${NOW_MS}`],
    ["none", ""],
    ["no number", "now"],
    ["a fraction", `${TIME}.0`],
  ])("refuses a time of %s", async (_what, Timestamp) => {
    const { signed } = await createApiWorld();
    expect((await signed(INQUIRY, BODY, { Timestamp })).json).toMatchObject({
      code: "20001",
      msg: "Timestamp is wrong",
    });
  });

  it("of a query has its whole numbers and lists as JSON, its other values as texts", async () => {
    const world = await createApiWorld();
    const query = {
      startDate: "2030-06-15 00:00:00",
      pageSize: "5",
      pageNum: "1",
      endDate: "2030-06-16 00:00:00",
      billCurrency: '["USD","EUR"]',
    };
    const text = `{"billCurrency":["USD","EUR"],"endDate":"2030-06-16 00:00:00","pageNum":1,"pageSize":5,"startDate":"2030-06-15 00:00:00","timestamp":"${TIME}"}`;
    const get = async (signedText: string) =>
      (await world.ask("GET", FUNDS, { query, headers: signedHeaders(world.key, NOW_MS, signedText) })).json.code;
    expect(await get(text)).toBe("000");
    expect(await get(text.replace('"pageNum":1', '"pageNum":"1"'))).toBe("20013");
  });

  it("of a form has its texts, and not its files", async () => {
    const world = await createApiWorld();
    const form = new FormData();
    form.append("receiptOpccountNo", "25677001");
    const text = `{"receiptOpccountNo":"25677001","timestamp":"${TIME}"}`;
    const post = async (signedText: string) =>
      (await world.ask("POST", ADD, { form, headers: signedHeaders(world.key, NOW_MS, signedText) })).json.code;
    expect(await post(text.replace('"25677001"', "25677001"))).toBe("20013");
    expect(await post(text)).toBe("000");
    form.append("fileList", new Blob(["x"]), "x.txt");
    // Signed as it should be, and refused for the file.
    expect(await post(text)).toBe("20001");
  });

  it("is asked for by every call, before anything else", async () => {
    const { sandbox } = await createApiWorld();
    const posts = [
      INQUIRY,
      "/opc/v1/withdrawal/apply",
      "/opc/v1/fund-payment/account-delete",
      "/opc/v1/fund-payment/apply-fund-payment",
    ];
    const forms = [ADD, "/opc/v1/withdrawal-account/add", "/opc/v1/withdrawal-account/edit"];
    const requests = [
      toRequest("GET", FUNDS),
      ...posts.map((path) => toRequest("POST", path, { body: "{}" })),
      ...forms.map((path) => {
        const form = new FormData();
        form.append("a", "b");
        return toRequest("POST", path, { form });
      }),
    ];
    for (const request of requests)
      expect(await (await sandbox.fetch(request)).json()).toMatchObject({ code: "20004", data: null });
    expect(sandbox.received().length).toBe(8);
  });
});
