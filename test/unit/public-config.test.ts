import { generateKeyPairSync } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { isPlainText } from "../../src/bytes/plain-text.ts";
import { type PublicConfig, readPublicConfig } from "../../src/card/public-config.ts";
import { expectNoRun, failure } from "./leaks.ts";
import { rsaKey, type TestKey } from "./rsa-keys.ts";

const GOOD = { environment: "sandbox", account: "995378", terminal: "99537801", publicKey: "" } as const;
const SECRET = "Kq7vXz2pTm9w";
let key: TestKey;
let good: PublicConfig;
beforeAll(async () => {
  key = await rsaKey(1024);
  good = { ...GOOD, publicKey: key.hex };
});
const read = (config: unknown) => readPublicConfig(config as PublicConfig);

describe("readPublicConfig", () => {
  test("gives the four members, frozen, and nothing else", () => {
    expect(read(good)).toEqual(good);
    expect(Object.isFrozen(read(good))).toBe(true);
    const jwk = {
      ...good,
      publicKey: key.jwk,
      environment: { base: "production", hosts: { query: "https://relay.example" } },
    };
    expect(read(jwk)).toEqual(jwk);
    expect(read({ ...good, terminal: "995378010123" }).terminal).toHaveLength(12);
  });

  // Every credential that protocol.md §1 calls "server only", and the ways configurations spell them.
  test.each([
    "secureCode",
    "securecode",
    "SECURE_CODE",
    "secure-code",
    "secure code",
    "OCEANPAYMENT_SECURE_CODE",
    "terminalSecureCode1",
    "app_key",
    "appKey",
    "app_secret",
    "appSecret",
    "Opccount-No",
    "opccountNo",
    "Va-Code",
    "vaCode",
    "privateKey",
    "private_key",
    "merchantPrivateKeyPem",
    "signValue",
    "password",
    "secret",
    "clientSecret",
    "accessToken",
    "refresh_token",
  ])("refuses a member named %s, without printing it", async (name) => {
    for (const config of [
      { ...good, [name]: SECRET },
      { ...good, extra: { [name]: SECRET } },
      { ...good, environment: { base: "sandbox", [name]: SECRET } },
      { ...good, terminals: [{ terminal: "99537801", [name]: SECRET }] },
      { ...good, publicKey: { ...key.jwk, [name]: SECRET } },
    ]) {
      expectNoRun(await failure(() => read(config), "secret_in_page"), SECRET, 4);
    }
  });

  test("refuses a secret's name even when its value is missing: the wrong object was handed over", async () => {
    await failure(() => read({ ...good, secureCode: undefined }), "secret_in_page");
    await failure(() => read({ ...good, secureCode: "" }), "secret_in_page");
  });

  test("refuses a private key by its shape, wherever it stands, in any form", async () => {
    const pkcs8 = key.privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
    const pkcs1 = key.privateKey.export({ type: "pkcs1", format: "der" }).toString("base64");
    const jwk = key.privateKey.export({ format: "jwk" });
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const forms = {
      "PKCS#8 PEM": key.privateKey.export({ type: "pkcs8", format: "pem" }),
      "PKCS#1 PEM": key.privateKey.export({ type: "pkcs1", format: "pem" }),
      "encrypted PEM": key.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-128-cbc", passphrase: "x" }),
      "EC PEM": ec.export({ type: "sec1", format: "pem" }),
      "EC JWK": ec.export({ format: "jwk" }),
      JWK: jwk,
      "JWK of factors": Object.fromEntries(Object.entries(jwk).filter(([name]) => name !== "d")),
      "base64 of PKCS#8": pkcs8,
      "base64 of PKCS#8, lines": pkcs8.replace(/.{64}/g, "$&\n"),
      "base64 of PKCS#1": pkcs1,
    };
    const missed: string[] = [];
    for (const [name, form] of Object.entries(forms)) {
      const body =
        typeof form === "string"
          ? form.replace(/-----.*?-----/g, "").slice(0, 200)
          : ((form as { d?: string }).d ?? "");
      const error = await failure(() => read({ ...good, publicKey: form }), ["secret_in_page", "private_key"]).catch(
        () => undefined,
      );
      if (error) expectNoRun(error, body, 8);
      else missed.push(name);
    }
    expect(missed).toEqual([]);
    // No form of a key at all: refused, whatever it is taken for.
    await failure(
      () => read({ ...good, publicKey: JSON.stringify(jwk) }),
      ["secret_in_page", "invalid_key", "private_key"],
    );
    await failure(() => read({ ...good, account: forms["PKCS#8 PEM"] }), "secret_in_page");
    await failure(() => read({ ...good, nested: { deep: [forms["PKCS#8 PEM"]] } }), "secret_in_page");
  });

  test.each([[undefined], [null], ["sandbox"], [5], [[]], [{}], [() => good]])(
    "refuses the configuration %o",
    async (config) => void (await failure(() => read(config), "invalid_config")),
  );

  test.each([
    ["environment", undefined],
    ["environment", "test"],
    ["environment", { base: "sandbox", hosts: { payment: "http://relay.example" } }],
    ["account", undefined],
    ["account", ""],
    ["account", "99537"],
    ["account", "9953789"],
    ["account", 995378],
    ["account", "99537 "],
    ["account", "99537\n"],
    ["account", "９９５３７８"],
    ["account", ["995378"]],
    ["terminal", undefined],
    ["terminal", "9953780"],
    ["terminal", "9953780112345"],
    ["terminal", 99537801],
    ["terminal", "99537801\n"],
    ["terminal", "99537-801"],
    ["publicKey", undefined],
    ["publicKey", null],
    ["publicKey", ""],
    ["publicKey", 5],
    ["publicKey", []],
    ["publicKey", {}],
    ["publicKey", "not a key"],
  ])("refuses %s: %j", async (field, value) => {
    const error = await failure(() => read({ ...good, [field]: value }), ["invalid_config", "invalid_key"]);
    expect(error.field).toMatch(new RegExp(`^${field}`));
    if (typeof value === "string" && value.length > 5) expectNoRun(error, value, 5);
  });

  test("refuses a member it does not know, without printing its name or value", async () => {
    const error = await failure(() => read({ ...good, [`x${SECRET}`]: SECRET }), "invalid_config");
    expectNoRun(error, SECRET, 4);
  });

  test("ends on a configuration that holds itself, and finds the secret beside", async () => {
    const config: Record<string, unknown> = { ...good };
    config["self"] = config;
    config["more"] = { secureCode: SECRET, config };
    await failure(() => read(config), "secret_in_page");
  });
});

test("isPlainText: ASCII letters and digits within a length", () => {
  expect(isPlainText("aZ09", 4, 4)).toBe(true);
  for (const value of ["aZ0", "aZ091", "a 09", "aZ0é", "aZ0\n", "", null, undefined, 1234, ["aZ09"]]) {
    expect(isPlainText(value, 4, 4)).toBe(false);
  }
});
