// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { loadEmbedded } from "../../../src/browser/load-embedded.ts";
import { loadGooglePay } from "../../../src/browser/load-wallet.ts";
import { failure } from "../leaks.ts";
import { CARD, GOOGLE_PAY, HOST, serveVendor } from "./fake-vendor.ts";

let vendor: ReturnType<typeof serveVendor>;
let element: HTMLElement;

type Rules = { readonly createScriptURL: (url: string) => string };

beforeEach(() => {
  vendor = serveVendor();
  element = document.createElement("div");
  document.body.append(element);
});

afterEach(() => {
  vendor.close();
  Reflect.deleteProperty(globalThis, "trustedTypes");
});

it("makes one policy of its name when it is needed, which passes the scripts asked for and nothing else", async () => {
  const made: [string, Rules][] = [];
  const createPolicy = vi.fn((name: string, rules: Rules) => {
    made.push([name, rules]);
    return rules;
  });
  Reflect.set(globalThis, "trustedTypes", { createPolicy });
  expect(createPolicy).not.toHaveBeenCalled();
  const card = await loadEmbedded({ environment: "sandbox", element });
  const wallet = await loadGooglePay({
    ...{ environment: "sandbox", element, terminal: "99900101", onEvent: () => {} },
    transaction: { orderNumber: "A", amount: "1.00", currency: "USD", country: "US" },
  });
  card.destroy();
  wallet.destroy();
  expect(made.map(([name]) => name)).toEqual(["oceanpayment"]);
  const [, rules] = made[0] as [string, Rules];
  for (const { path } of [CARD, GOOGLE_PAY]) expect(rules.createScriptURL(HOST + path)).toBe(HOST + path);
  for (const url of [
    `https://evil.example${CARD.path}`,
    `${HOST}/other.js`,
    `${HOST}${CARD.path}?x`,
    `http://test-secure.oceanpayment.com${CARD.path}`,
    "https://test-secure.oceanpayment.com/pages/js/oceanpayment-applepay.js",
    "data:text/javascript,1",
    "",
  ]) {
    expect(() => rules.createScriptURL(url)).toThrow(TypeError);
  }
});

it("goes on with plain text where no policy may be made, which a page that enforces nothing takes", async () => {
  Reflect.set(globalThis, "trustedTypes", {
    createPolicy: () => {
      throw new TypeError("not allowed");
    },
  });
  (await loadEmbedded({ environment: "sandbox", element })).destroy();
  expect(vendor.asked).toEqual([HOST + CARD.path]);
});

it("says what the page's policy lacks where it enforces, and leaves nothing", async () => {
  const src = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, "src") as PropertyDescriptor;
  Object.defineProperty(HTMLScriptElement.prototype, "src", {
    ...src,
    set: () => {
      throw new TypeError("This document requires 'TrustedScriptURL' assignment.");
    },
  });
  try {
    const error = await failure(() => loadEmbedded({ environment: "sandbox", element }), "invalid_config");
    expect(error.message).toContain("trusted-types oceanpayment");
    expect(element.children).toHaveLength(0);
  } finally {
    Object.defineProperty(HTMLScriptElement.prototype, "src", src);
  }
});
