import { isNavigable, resolveEnvironment } from "../../src/index.ts";
import { openCases } from "./case.ts";

export const environmentCases = openCases("environment", {
  "sandbox and production have the hosts of protocol.md §2": (t) => {
    t.equal(resolveEnvironment("sandbox").hosts, {
      payment: "https://test-secure.oceanpayment.com",
      query: "https://test-query.oceanpayment.com",
      quickpay: "https://checkout-s.oceanpayment.com",
      opcard: "https://checkout-s.oceanpayment.com",
      checks: "https://test-checkout.oceanpayment.com",
    });
    t.equal(resolveEnvironment("production").hosts, {
      payment: "https://secure.oceanpayment.com",
      query: "https://query.oceanpayment.com",
      quickpay: "https://checkout.oceanpayment.com",
      opcard: "https://checkout.oceanpayment.com",
      checks: "https://checkout.oceanpayment.com",
    });
  },

  "a host can be replaced by https, and by http on loopback": (t) => {
    for (const host of ["https://relay.example", "http://localhost:8788", "http://127.0.0.1:1", "http://[::1]:8080"]) {
      const { hosts } = resolveEnvironment({ base: "sandbox", hosts: { query: host } });
      t.equal([hosts.query, hosts.payment], [host, "https://test-secure.oceanpayment.com"]);
    }
  },

  "a host that is neither is refused": async (t) => {
    const wrong = [
      "http://relay.example",
      "http://10.0.0.1",
      "http://127.0.0.1.evil.example",
      "ftp://localhost",
      "relay.example",
    ];
    const more = [
      "https://relay.example/path",
      "https://relay.example?a",
      "https://user@relay.example",
      "",
      "javascript:0",
    ];
    for (const query of [...wrong, ...more]) {
      await t.refuses("invalid_config", () => resolveEnvironment({ base: "sandbox", hosts: { query } }));
    }
    const unknown = { base: "sandbox", hosts: { toString: "https://relay.example" } } as const;
    await t.refuses("invalid_config", () => resolveEnvironment(unknown as unknown as "sandbox"));
  },

  "an unknown environment is refused": async (t) => {
    for (const name of ["live", "", "__proto__", undefined, null, 1]) {
      await t.refuses("invalid_config", () => resolveEnvironment(name as "sandbox"));
    }
  },

  "a shopper is sent to the gateway's own hosts over https alone": (t) => {
    const environment = resolveEnvironment("sandbox");
    const right = ["https://test-secure.oceanpayment.com/3ds?a=1", "https://checkout-s.oceanpayment.com/x"];
    t.equal(
      right.map((address) => isNavigable(address, environment)),
      [true, true],
    );
    const wrong = [
      "http://test-secure.oceanpayment.com/",
      "https://test-secure.oceanpayment.com.evil.example/",
      "https://test-secure.oceanpayment.com:8443/",
      "https://a@test-secure.oceanpayment.com/",
      "https://evil.example/#test-secure.oceanpayment.com",
      "javascript:alert(1)//test-secure.oceanpayment.com",
      "//test-secure.oceanpayment.com/",
      "",
    ];
    t.equal(
      wrong.map((address) => isNavigable(address, environment)),
      wrong.map(() => false),
    );
  },

  "further hosts can be named": (t) => {
    const environment = resolveEnvironment({ base: "sandbox", navigationHosts: ["acs.example", "localhost:8787"] });
    const addresses = ["https://acs.example/", "http://localhost:8787/", "http://acs.example/"];
    t.equal(
      addresses.map((address) => isNavigable(address, environment)),
      [true, true, false],
    );
  },
});
