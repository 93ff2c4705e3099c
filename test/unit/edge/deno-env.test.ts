import { describe, expect, it } from "vitest";
import { type DenoEnv, fromEnv, senderAddress } from "../../../src/deno.ts";
import { failure, printed } from "../leaks.ts";
import { ENV, manyTerminals, MISSHAPEN, PUBLIC_KEY, REQUIRED, WHERE, without } from "./env-samples.ts";

/** `Deno.env` over a record, noting what is asked for. */
function envOf(variables: Readonly<Record<string, string>>, asked: string[] = []): DenoEnv {
  return {
    get: (name) => {
      asked.push(name);
      return variables[name];
    },
  };
}

describe("fromEnv of Deno", () => {
  it("reads its variables and no others: the permission it documents is enough", async () => {
    const asked: string[] = [];
    const client = await fromEnv(envOf(manyTerminals(3), asked));
    expect(client.publicConfig()).toEqual({
      environment: "sandbox",
      account: "900001",
      terminal: "90000101",
      publicKey: PUBLIC_KEY,
    });
    expect(asked.length).toBeGreaterThan(5);
    for (const name of asked) expect(name).toMatch(/^OCEANPAYMENT_/);
  });

  it.each(REQUIRED)("names the missing %s", async (name, isCredential) => {
    const error = await failure(() => fromEnv(envOf(without(name))), "missing_credential", name);
    if (isCredential) expect(error.message).toContain(WHERE.sandbox);
  });

  it.each(MISSHAPEN)("names the misshapen %s and not its value (%o)", async (name, value) => {
    const error = await failure(() => fromEnv(envOf({ ...ENV, [name]: value })), "invalid_config", name);
    expect(printed(error)).not.toContain("canary");
  });

  it("names the permission that is missing", async () => {
    const denied: DenoEnv = {
      get: (name) => {
        throw new Error(`NotCapable: Requires env access to "${name}" env-canary`);
      },
    };
    const error = await failure(() => fromEnv(denied), "permission_denied", "OCEANPAYMENT_ENVIRONMENT");
    expect(error.message).toContain("--allow-env=OCEANPAYMENT_*");
    expect(printed(error)).not.toContain("env-canary");
    const some: DenoEnv = { get: (name) => (name.endsWith("SECURE_CODE") ? denied.get(name) : ENV[name]) };
    await failure(() => fromEnv(some), "permission_denied", "OCEANPAYMENT_SECURE_CODE");
  });

  it("asks for an env outside of Deno, and finds Deno's own inside", async () => {
    await failure(() => fromEnv(), "invalid_argument", "env");
    const host = globalThis as { Deno?: unknown };
    host.Deno = { env: envOf(ENV) };
    try {
      expect((await fromEnv()).publicConfig().account).toBe("900001");
    } finally {
      delete host.Deno;
    }
  });
});

describe("senderAddress of Deno", () => {
  it("is the connection's other end, and nothing for what is no network address", () => {
    expect(senderAddress({ remoteAddr: { transport: "tcp", hostname: "203.0.113.9" } })).toBe("203.0.113.9");
    expect(senderAddress({ remoteAddr: { transport: "unix" } })).toBeUndefined();
  });
});
