import { describe, expect, it } from "vitest";
import { createSandbox } from "../../../../src/testing/sandbox.ts";
import { failure } from "../../leaks.ts";
import { rsaKey } from "../../rsa-keys.ts";
import { APP, CREATE, createApiWorld, HOLDERS, OTHER_APP, signedHeaders, sortedText } from "./api-world.ts";

const FUNDS = "/opc/v1/withdrawal/inquiry";

describe("the two environments", () => {
  it.each([
    ["sandbox", "20015"],
    ["production", "20014"],
  ] as const)("the %s refuses the other's credentials by code %s", async (environment, code) => {
    const own = await createApiWorld({
      environment,
      opcard: { apps: [APP], foreignApps: [OTHER_APP.appKey] },
      opccount: { foreignAccounts: ["990001"] },
    });
    const body = JSON.stringify({ app_key: OTHER_APP.appKey, app_secret: OTHER_APP.appSecret });
    const { status, json } = await own.ask("POST", CREATE, { body });
    expect([status, json.code, json.data]).toEqual([200, code, null]);
    expect(own.sandbox.tokenCalls().refused).toBe(1);
    const money = await own.signed(FUNDS, "{}", { "Opccount-No": "990001" });
    expect([money.status, money.json.code, money.json.data]).toEqual([200, code, null]);
    expect((await own.signed(FUNDS, "{}")).json.code).not.toBe(code);
    expect(own.sandbox.opcardConfig().environment).toBe(environment);
    expect(own.sandbox.paymentsConfig().environment).toMatchObject({ base: environment });
  });

  it("know nothing of each other's tokens", async () => {
    const [one, other] = [await createApiWorld(), await createApiWorld({ environment: "production" })];
    const { access, refresh } = await one.tokens();
    expect((await other.ask("GET", HOLDERS, { token: access })).status).toBe(401);
    expect(
      (
        await other.ask("POST", "/open-api/v1/oauth/token/refresh", {
          body: JSON.stringify({ refresh_token: refresh }),
        })
      ).json.code,
    ).toBe("401");
  });
});

describe("the configurations", () => {
  it("are of the app that is asked for, hold the secret behind a function, and reach the sandbox", async () => {
    const { sandbox } = await createApiWorld();
    const config = sandbox.opcardConfig();
    expect([config.appKey, config.appSecret(), config.host]).toEqual([
      APP.appKey,
      APP.appSecret,
      "https://sandbox.test",
    ]);
    expect(JSON.stringify(config)).not.toContain(APP.appSecret);
    expect(sandbox.opcardConfig({ appKey: OTHER_APP.appKey }).appSecret()).toBe(OTHER_APP.appSecret);
    expect(() => sandbox.opcardConfig({ appKey: "nobody" })).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
    const response = await config.fetch(config.host + CREATE, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ app_key: config.appKey, app_secret: config.appSecret() }),
    });
    expect(await response.json()).toMatchObject({ code: "200" });
  });

  it("hand on the sandbox's clock, where it has one of its own", async () => {
    const { sandbox, clock } = await createApiWorld({ opccount: { publicKey: undefined } });
    const configs = [sandbox.opcardConfig(), await sandbox.opccountConfig()];
    clock.nowMs += 77;
    expect(configs.map((config) => config.now?.())).toEqual([clock.nowMs, clock.nowMs]);
    expect((await createSandbox()).opcardConfig()).not.toHaveProperty("now");
  });

  it("are fresh where nobody gives any, and their OPCCOUNT key signs", async () => {
    const [one, other] = [await createSandbox(), await createSandbox()];
    const apps = [one, other].map((sandbox) => sandbox.opcardConfig());
    expect(new Set(apps.flatMap(({ appKey, appSecret }) => [appKey, appSecret()])).size).toBe(4);
    const { opccountNo, vaCode, privateKey, host } = await one.opccountConfig();
    expect([opccountNo, vaCode, host]).toEqual([
      expect.stringMatching(/^\d{6}$/),
      expect.stringMatching(/^[1-9]\d{18}$/),
      "https://sandbox.test",
    ]);
    expect((await one.opccountConfig()).privateKey()).toEqual(privateKey());
    const { createPrivateKey, createPublicKey } = await import("node:crypto");
    const key = createPrivateKey({ key: privateKey() as never, format: "jwk" });
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
    const nowMs = Date.now();
    const body = "{}";
    const made = { ...(await rsaKey(2048)), privateKey: key, publicKey: createPublicKey(key) };
    const send = (headers: Record<string, string>) =>
      one.fetch(
        new Request(host + FUNDS, {
          method: "POST",
          body,
          headers: { "content-type": "application/json", ...headers },
        }),
      );
    const headers = {
      ...signedHeaders(made, nowMs, sortedText(body, nowMs)),
      "Opccount-No": opccountNo,
      "Va-Code": vaCode,
    };
    // Past the signature, and refused for what is missing.
    expect(await (await send(headers)).json()).toMatchObject({ code: "20001", msg: "withdrawalAccountKey is missing" });
  });

  it("have no private key where only the public one was given, and none of another size", async () => {
    const { sandbox } = await createApiWorld();
    const error = await failure(() => sandbox.opccountConfig(), "invalid_argument");
    expect(error.field).toBe("opccount.privateKey");
    const publicKey = (await rsaKey(1024)).publicKey.export({ format: "pem", type: "spki" }) as string;
    await failure(() => createSandbox({ opccount: { publicKey } }), "invalid_key");
  });

  it("refuses all signatures while there is no key", async () => {
    const { signed } = await createApiWorld({ opccount: { publicKey: undefined } });
    expect((await signed(FUNDS, "{}")).json.code).toBe("20013");
  });
});
