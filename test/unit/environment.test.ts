import { describe, expect, test } from "vitest";
import {
  type EnvironmentOption,
  type HostName,
  isLoopback,
  isNavigable,
  readUrl,
  resolveEnvironment,
} from "../../src/environment.ts";
import { expectNoRun, failure } from "./leaks.ts";

// protocol.md §2, by hand.
const SANDBOX = {
  payment: "https://test-secure.oceanpayment.com",
  query: "https://test-query.oceanpayment.com",
  quickpay: "https://checkout-s.oceanpayment.com",
  opcard: "https://checkout-s.oceanpayment.com",
  checks: "https://test-checkout.oceanpayment.com",
};
const PRODUCTION = {
  payment: "https://secure.oceanpayment.com",
  query: "https://query.oceanpayment.com",
  quickpay: "https://checkout.oceanpayment.com",
  opcard: "https://checkout.oceanpayment.com",
  checks: "https://checkout.oceanpayment.com",
};
const withHost = (origin: unknown, name: HostName = "payment") =>
  ({ base: "sandbox", hosts: { [name]: origin } }) as EnvironmentOption;

describe("resolveEnvironment", () => {
  test("the hosts of protocol.md §2", () => {
    expect(resolveEnvironment("sandbox")).toMatchObject({ name: "sandbox", hosts: SANDBOX });
    expect(resolveEnvironment("production")).toMatchObject({ name: "production", hosts: PRODUCTION });
    expect(resolveEnvironment({ base: "production" })).toEqual(resolveEnvironment("production"));
  });

  test("no host of the sandbox is one of production's", () => {
    const production = new Set<string>(Object.values(PRODUCTION));
    for (const host of Object.values(resolveEnvironment("sandbox").hosts)) expect(production.has(host)).toBe(false);
  });

  test.each(Object.keys(SANDBOX) as HostName[])("no host of the other environment can stand for %s", async (name) => {
    const rows = [
      ["sandbox", Object.values(PRODUCTION)],
      ["production", Object.values(SANDBOX)],
    ] as const;
    for (const [base, others] of rows) {
      for (const other of others) {
        for (const origin of [other, `${other}:8443`, `${other}.`, other.toUpperCase()]) {
          const field = `environment.hosts.${name}`;
          await failure(() => resolveEnvironment({ base, hosts: { [name]: origin } }), "invalid_config", field);
        }
      }
      // Its own, and those that nobody knows, can.
      const own = base === "sandbox" ? SANDBOX : PRODUCTION;
      for (const origin of [
        ...Object.values(own),
        "https://secure.oceanpayment.com.relay.example",
        "http://localhost:1",
      ])
        expect(resolveEnvironment({ base, hosts: { [name]: origin } }).hosts[name]).toBe(origin);
    }
  });

  test.each(Object.keys(SANDBOX) as HostName[])("the host %s alone can be overridden", (name) => {
    const { hosts } = resolveEnvironment(withHost("https://relay.example", name));
    expect(hosts).toEqual({ ...SANDBOX, [name]: "https://relay.example" });
    expect(resolveEnvironment("sandbox").hosts).toEqual(SANDBOX);
  });

  test("is frozen in all its parts", () => {
    const environment = resolveEnvironment("sandbox");
    for (const part of [environment, environment.hosts, environment.navigationHosts])
      expect(Object.isFrozen(part)).toBe(true);
  });

  test.each([
    ["https://relay.example", "https://relay.example"],
    ["https://relay.example/", "https://relay.example"],
    ["https://relay.example:8443", "https://relay.example:8443"],
    ["https://relay.example:443", "https://relay.example"],
    ["HTTPS://Relay.EXAMPLE", "https://relay.example"],
    ["http://localhost:8787", "http://localhost:8787"],
    ["http://shop.localhost", "http://shop.localhost"],
    ["http://127.0.0.1:1", "http://127.0.0.1:1"],
    ["http://127.9.8.7", "http://127.9.8.7"],
    ["http://[::1]:8080", "http://[::1]:8080"],
    // The URL standard writes these as 127.0.0.1.
    ["http://127.1", "http://127.0.0.1"],
    ["http://0x7f.1", "http://127.0.0.1"],
  ])("takes %s", (given, origin) => expect(resolveEnvironment(withHost(given)).hosts.payment).toBe(origin));

  test.each([
    "http://relay.example",
    "http://localhost.evil.example",
    "http://evillocalhost",
    "http://127.0.0.1.evil.example",
    "http://128.0.0.1",
    "http://0.0.0.0",
    "http://10.0.0.1",
    "http://[::]",
    "http://[::2]",
    "http://localhost@evil.example",
    "https://user:pass@relay.example",
    "https://user@relay.example",
    "https://relay.example/path",
    "https://relay.example//",
    "https://relay.example?x=1",
    "https://relay.example/#x",
    "ws://localhost",
    "wss://relay.example",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "blob:https://relay.example/x",
    "ftp://localhost",
    "relay.example",
    "//relay.example",
    "https://",
    "",
    " ",
    null,
    5,
    {},
    ["https://relay.example"],
    new URL("https://relay.example"),
  ])("refuses the host %s, and does not print it", async (given) => {
    const error = await failure(
      () => resolveEnvironment(withHost(given)),
      "invalid_config",
      "environment.hosts.payment",
    );
    if (typeof given === "string") expectNoRun(error, given.replace(/^.*\/\//, ""), 8);
  });

  test.each([
    "",
    "SANDBOX",
    "test",
    "__proto__",
    "constructor",
    undefined,
    null,
    5,
    [],
    {},
    { base: "live" },
    { base: null },
  ])(
    "refuses the environment %j",
    async (given) =>
      void (await failure(() => resolveEnvironment(given as EnvironmentOption), "invalid_config", "environment")),
  );

  test.each(["Payment", "opccount", "toString", "__proto__", "constructor"])(
    "refuses the host name %s",
    async (name) => {
      const hosts = JSON.parse(`{"${name}":"https://relay.example"}`) as Record<string, string>;
      await failure(() => resolveEnvironment({ base: "sandbox", hosts }), "invalid_config", "environment.hosts");
    },
  );

  test.each([5, "relay.example", {}, [5], ["https://relay.example"], ["relay.example/path"], [""]])(
    "refuses the navigation hosts %j: a host that never matches, or a TypeError, helps nobody",
    async (navigationHosts) => {
      const option = { base: "sandbox", navigationHosts } as unknown as EnvironmentOption;
      await failure(() => resolveEnvironment(option), "invalid_config");
    },
  );
});

describe("isNavigable", () => {
  const sandbox = resolveEnvironment("sandbox");
  const local = resolveEnvironment({
    base: "sandbox",
    hosts: { payment: "http://127.0.0.1:8787" },
    navigationHosts: ["acs.example"],
  });

  test.each([
    "https://test-secure.oceanpayment.com/3ds?x=1#y",
    "https://TEST-SECURE.oceanpayment.com:443/",
    "https://checkout-s.oceanpayment.com",
    "https://test-checkout.oceanpayment.com/x",
  ])("the sandbox: %s", (address) => expect(isNavigable(address, sandbox)).toBe(true));

  test.each([
    "http://test-secure.oceanpayment.com/",
    "https://secure.oceanpayment.com/",
    "https://test-secure.oceanpayment.com.evil.example/",
    "https://test-secure.oceanpayment.com@evil.example/",
    "https://user@test-secure.oceanpayment.com/",
    "https://:p@test-secure.oceanpayment.com/",
    "https://eviltest-secure.oceanpayment.com/",
    "https://x.test-secure.oceanpayment.com/",
    "https://test-secure.oceanpayment.com./",
    "https://test-secure.oceanpayment.com:8443/",
    "https://test-secure.oceanpayment.com%2eevil.example/",
    "https://test-query.oceanpayment.com/",
    "//test-secure.oceanpayment.com/",
    "/test-secure.oceanpayment.com",
    "javascript:location='https://test-secure.oceanpayment.com'",
    "javascript://test-secure.oceanpayment.com/%0aalert(1)",
    "data:text/html,https://test-secure.oceanpayment.com",
    "blob:https://test-secure.oceanpayment.com/x",
    "ftp://test-secure.oceanpayment.com/",
    "",
    " ",
    undefined,
    null,
    5,
    {},
  ])("not: %s", (address) => expect(isNavigable(address as string, sandbox)).toBe(false));

  test("overridden hosts, http on loopback alone, and hosts the caller adds", () => {
    expect(isNavigable("http://127.0.0.1:8787/3ds", local)).toBe(true);
    expect(isNavigable("https://acs.example/x", local)).toBe(true);
    for (const address of [
      "http://127.0.0.1/",
      "http://127.0.0.1:8788/",
      "http://localhost:8787/",
      "http://acs.example/",
    ]) {
      expect([address, isNavigable(address, local)]).toEqual([address, false]);
    }
  });

  test("the environment's own hosts stay when others stand in: behind a proxy the gateway names its own", () => {
    expect(isNavigable("https://test-secure.oceanpayment.com/3ds", local)).toBe(true);
    expect(isNavigable("https://secure.oceanpayment.com/3ds", local)).toBe(false);
  });
});

test("isLoopback", () => {
  for (const host of ["localhost", "a.localhost", "127.0.0.1", "127.255.255.255", "[::1]"])
    expect(isLoopback(host)).toBe(true);
  for (const host of [
    "",
    "localhost.",
    "notlocalhost",
    "localhost.com",
    "127.0.0",
    "127.0.0.1.1",
    "127.0.0.x",
    "127.0..1",
    "127.0.0.256",
    "1127.0.0.1",
    "::1",
    "[::2]",
  ]) {
    expect([host, isLoopback(host)]).toEqual([host, false]);
  }
});

test("readUrl never throws", () => {
  expect(readUrl("https://a.example/b")?.pathname).toBe("/b");
  for (const value of ["", "x", "https://", undefined, null, 5, {}, [], new URL("https://a.example")])
    expect(readUrl(value)).toBeUndefined();
});
