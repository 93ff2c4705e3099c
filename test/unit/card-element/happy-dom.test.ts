import { Window } from "happy-dom";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CardElement } from "../../../src/browser/card-element/card-element-type.ts";
import { defineCardElement } from "../../../src/browser/define-card-element.ts";
import { KEY_1024 } from "../../conformance/keys.ts";
import { openVendorFormat } from "../../conformance/opener.ts";

// What a merchant's own tests have: a document without form association. The real thing is tested in real browsers.

const CONFIG = { environment: "sandbox", account: "995149", terminal: "99514901", publicKey: KEY_1024.hex } as const;
const TYPED = { number: "4111111111111111", expiry: "1294", "security-code": "123", holder: "Ada Byron" };
const GLOBALS = ["HTMLElement", "customElements", "CustomEvent", "Event", "MutationObserver", "CSSStyleSheet"] as const;

let document: Document;
let roots: ShadowRoot[];

beforeEach(() => {
  const window = new Window({ url: "https://shop.test/" });
  document = window.document as unknown as Document;
  for (const name of GLOBALS) vi.stubGlobal(name, window[name]);
  vi.stubGlobal("reportError", vi.fn());
  roots = [];
  const { prototype } = window.Element;
  const { attachShadow } = prototype;
  prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    roots.push(root as unknown as ShadowRoot);
    return root;
  };
});
afterEach(() => vi.unstubAllGlobals());

function draw(attributes: Readonly<Record<string, string>> = {}): CardElement {
  defineCardElement();
  const element = document.createElement("oceanpayment-card");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

function input(id: string): HTMLInputElement {
  return roots.at(-1)?.querySelector(`#${id}`) as unknown as HTMLInputElement;
}

function type(values: Readonly<Record<string, string>>): void {
  for (const [id, text] of Object.entries(values)) {
    input(id).value = text;
    input(id).dispatchEvent(new Event("input", { bubbles: true }));
    input(id).dispatchEvent(new Event("blur"));
  }
}

describe("the card element in a document without form association", () => {
  test("is drawn, formats, encrypts and wipes the security code", async () => {
    const element = draw({ holder: "" });
    element.config = CONFIG;
    const changes: unknown[] = [];
    element.addEventListener("change", (event) => changes.push((event as CustomEvent).detail));
    type(TYPED);
    expect([input("number").value, input("expiry").value]).toEqual(["4111 1111 1111 1111", "12 / 94"]);
    expect([element.brand, element.holderName, element.checkValidity()]).toEqual(["visa", "Ada Byron", true]);
    const [first, second] = [element.encrypt(), element.encrypt()];
    expect(first).toBe(second);
    expect(JSON.parse(await openVendorFormat(await first, KEY_1024))).toMatchObject({
      card_number: "4111111111111111",
      card_month: "12",
      card_year: "2094",
      card_secureCode: "123",
    });
    expect([input("number").value, input("security-code").value]).toEqual(["4111 1111 1111 1111", ""]);
    expect(changes).toEqual([
      { isValid: false, brand: "visa", isEmpty: false },
      { isValid: true, brand: "visa", isEmpty: false },
      { isValid: false, brand: "visa", isEmpty: false },
    ]);
    element.remove();
    expect(input("number").value).toBe("");
  });

  test("says what is wrong beside its field, and rejects by the same code", async () => {
    const element = draw();
    element.config = CONFIG;
    type({ ...TYPED, number: "4111111111111112" });
    expect(input("number").getAttribute("aria-invalid")).toBe("true");
    expect(roots.at(-1)?.querySelector("#number-error")?.textContent).toContain("card number");
    await expect(element.encrypt()).rejects.toMatchObject({ code: "invalid_card_number", field: "number" });
    type({ number: "4111111111111111", expiry: "1220" });
    await expect(element.encrypt()).rejects.toMatchObject({ code: "card_expired", field: "expiry" });
  });

  test("takes its configuration as JSON too, and any that was set before it was defined", async () => {
    const early = document.createElement("oceanpayment-card");
    Object.assign(early, { config: CONFIG });
    document.body.append(early);
    defineCardElement();
    expect(draw({ config: JSON.stringify(CONFIG) }).config).toEqual(CONFIG);
    expect(input("number").disabled).toBe(false);
  });

  test.each([
    ["none", undefined, "invalid_config"],
    ["no JSON", "{4111 1111 1111 1111", "invalid_config"],
    ["a secret in it", JSON.stringify({ ...CONFIG, secureCode: "s3cret" }), "secret_in_page"],
    ["another member", JSON.stringify({ ...CONFIG, amount: "1.00" }), "invalid_config"],
    ["a bad key", JSON.stringify({ ...CONFIG, publicKey: "abc" }), "invalid_key"],
  ])("is disabled with %s for a configuration, and says why", async (_title, config, code) => {
    const element = draw();
    if (config !== undefined) element.setAttribute("config", config);
    expect(input("number").disabled).toBe(true);
    const error = await element.encrypt().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code });
    expect(`${String(error)}${element.validationMessage}`).not.toMatch(/4111|s3cret|1\.00/);
  });

  test("is disabled without cryptography, with the reason for the shopper to read", async () => {
    vi.stubGlobal("crypto", {});
    const element = draw();
    element.config = CONFIG;
    expect(input("number").disabled).toBe(true);
    expect(roots.at(-1)?.querySelector("[role=alert]")?.textContent).toContain("https");
    await expect(element.encrypt()).rejects.toMatchObject({ code: "crypto_unavailable" });
  });

  test("shows own texts, and the page's language from right to left", async () => {
    document.documentElement.lang = "ar";
    const element = draw();
    element.texts = { number: "PAN" };
    await vi.waitFor(() => expect(roots.at(-1)?.querySelector(".card")?.getAttribute("dir")).toBe("rtl"));
    expect(roots.at(-1)?.querySelector("label")?.textContent).toBe("PAN");
  });

  test("tells once that it is ready", async () => {
    const element = draw();
    const told = vi.fn();
    element.addEventListener("ready", told);
    element.config = CONFIG;
    element.config = CONFIG;
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  });
});

test("defining it does nothing where there are no custom elements", () => {
  vi.stubGlobal("customElements", undefined);
  expect(defineCardElement()).toBeUndefined();
});
