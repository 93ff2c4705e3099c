import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { createPayments } from "../../../src/edge.ts";
import { readPublicConfig, resolveEnvironment } from "../../../src/index.ts";
import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import { failure } from "../leaks.ts";
import { rsaKey } from "../rsa-keys.ts";
import {
  answeredClient,
  CONFIG,
  INPUT,
  resultFields,
  SECRET,
  signed,
  spiedClient,
  TERMINAL,
  xmlOf,
} from "./merchant.ts";

describe("a secret given by a function", () => {
  const terminals = [{ terminal: TERMINAL, secureCode: () => SECRET }];

  it("signs and verifies as the secret itself does", async () => {
    const genuine = xmlOf(signed(resultFields()));
    const client = spiedClient(genuine, { terminals });
    expect(await client.payments.pay(INPUT)).toMatchObject({ status: "approved" });
    expect(client.sent[0]?.body).toBe((await withPlain()).body);
    expect(await client.notifications.read(genuine)).toMatchObject({ verified: true });
  });

  it("does not show when its configuration is printed", () => {
    const shown = inspect(
      { ...CONFIG, terminals },
      { showHidden: true, depth: Number.POSITIVE_INFINITY, getters: true },
    );
    expect(shown + JSON.stringify({ ...CONFIG, terminals })).not.toContain(SECRET);
  });

  it.each([() => "", () => " ", () => undefined, () => 5, () => "a b", () => "a\u00a0b", () => "x".repeat(129)])(
    "is refused when it gives none: %o",
    async (secureCode) => {
      const config = { ...CONFIG, terminals: [{ terminal: TERMINAL, secureCode }] } as unknown as PaymentsConfig;
      await failure(() => createPayments(config), ["invalid_config", "missing_field"]);
    },
  );

  async function withPlain() {
    const client = spiedClient(xmlOf(signed(resultFields())));
    await client.payments.pay(INPUT);
    return client.sent[0] ?? { body: "" };
  }
});

describe("what a page gets", () => {
  it("is of a JSON Web Key its public members, whatever else it carries", async () => {
    const { publicKey } = await rsaKey(1024);
    const { kty, n, e } = publicKey.export({ format: "jwk" });
    const carrying = { kty, n, e, use: "enc", "x-note": "a-secret-in-the-wrong-place" } as JsonWebKey;
    const terminals = [{ terminal: TERMINAL, secureCode: SECRET, publicKey: carrying }];
    const page = createPayments({ ...CONFIG, terminals }).publicConfig();
    expect(page.publicKey).toEqual({ kty, n, e });
    expect(readPublicConfig({ ...page, publicKey: carrying }).publicKey).toEqual({ kty, n, e });
  });

  it("is refused where the environment carries more than hosts, or a host is none", async () => {
    for (const more of [
      { secureCode: SECRET },
      { note: "x" },
      { navigationHosts: ["a1b2c3d4e5f60718293a4b5c6d7e8f90"] },
    ]) {
      const error = await failure(() => resolveEnvironment({ base: "sandbox", ...more }), "invalid_config");
      expect(error.message).not.toContain(SECRET);
    }
  });
});

it("an unknown member's name is not shown where it could be a value", async () => {
  for (const name of ["a37f6012", "4111111111111111", "x".repeat(25)]) {
    const error = await failure(
      () => createPayments({ ...CONFIG, [name]: 1 } as unknown as PaymentsConfig),
      "invalid_field",
    );
    expect(error.message).not.toContain(name);
  }
  await failure(
    () => createPayments({ ...CONFIG, secretCode: 1 } as unknown as PaymentsConfig),
    "invalid_field",
    "secretCode",
  );
});

it("a notice whose body never ends is given up after ten seconds", async () => {
  vi.useFakeTimers();
  try {
    const request = new Request("https://shop.example/notice", {
      method: "POST",
      headers: { "content-type": "application/xml" },
      body: new ReadableStream({}),
      duplex: "half",
    } as RequestInit);
    const refused = failure(() => answeredClient().notifications.read(request), "timeout");
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
  } finally {
    vi.useRealTimers();
  }
});
