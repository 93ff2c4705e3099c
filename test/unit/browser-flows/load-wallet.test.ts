// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadEmbedded } from "../../../src/browser/load-embedded.ts";
import { loadApplePay, loadGooglePay, type WalletEvent } from "../../../src/browser/load-wallet.ts";
import { failure } from "../leaks.ts";
import { APPLE_PAY, CARD, GOOGLE_PAY, HOST, nameFrame, say, serveVendor, xmlOf } from "./fake-vendor.ts";

let vendor: ReturnType<typeof serveVendor>;
const made: { destroy: () => void }[] = [];
const events: WalletEvent[] = [];

const WALLETS = [
  ["Google Pay", loadGooglePay, GOOGLE_PAY],
  ["Apple Pay", loadApplePay, APPLE_PAY],
] as const;

const TRANSACTION = { orderNumber: "A-1", amount: "10.00", currency: "USD", country: "US" };

function newElement(): HTMLElement {
  const element = document.createElement("div");
  document.body.append(element);
  return element;
}

async function load(loadWallet: typeof loadGooglePay, more: object = {}) {
  const instance = await loadWallet({
    ...{ environment: "sandbox", element: newElement(), terminal: "99900101", transaction: TRANSACTION },
    onEvent: (event) => events.push(event),
    ...more,
  });
  made.push(instance);
  return instance;
}

beforeEach(() => {
  vendor = serveVendor();
  events.length = 0;
});

afterEach(() => {
  for (const instance of made.splice(0)) instance.destroy();
  vendor.close();
});

describe.each(WALLETS)("%s", (_name, loadWallet, names) => {
  it("is asked for by its own path, and told what the sheet shows, plainly", async () => {
    const buttonStyle = new Proxy({ color: "black" }, {});
    await load(loadWallet, { mode: "m", param: "p", buttonStyle, language: "de" });
    expect(vendor.asked).toEqual([HOST + names.path]);
    const transactionInfo = { orderCurrency: "USD", orderAmount: "10.00", billCountry: "US", orderNumber: "A-1" };
    const settings = { cssUrl: "", language: "de", terminal: "99900101", mode: "m", param: "p", transactionInfo };
    expect(vendor.inits).toEqual([[true, { ...settings, buttonStyle: { color: "black" } }]]);
    expect(() => structuredClone(vendor.inits)).not.toThrow();
    expect(document.querySelector(`#${names.elementId} iframe`)).not.toBeNull();
  });

  it("authorises, is checked out, and tells what came of it", async () => {
    const instance = await load(loadWallet);
    say(names, { code: 2, msg: "", method: "" });
    await vi.waitFor(() => expect(events).toEqual([{ type: "authorised" }]));
    const result = instance.checkout({ order_number: "A-1", signValue: "AB" });
    await vi.waitFor(() => expect(vendor.checkouts).toEqual([{ order_number: "A-1", signValue: "AB" }]));
    say(names, xmlOf({ payment_status: "1" }));
    expect(await result).toMatchObject({ status: "approved", verified: false });
    expect(events.map(({ type }) => type)).toEqual(["authorised", "result"]);
  });

  it("tells that its sheet was closed, which ends no checkout", async () => {
    const instance = await load(loadWallet);
    const result = instance.checkout({ order_number: "A-1" });
    await Promise.resolve();
    say(names, { code: "3" });
    say(names, xmlOf({ payment_status: "0" }));
    expect((await result).status).toBe("declined");
    expect(events.map(({ type }) => type)).toEqual(["closed", "result"]);
  });

  it.each([
    ["0", 0],
    ["constructor", "constructor"],
    ["22", "22"],
  ])("promises of the code %s not that nothing was paid, and tells what it said", async (code, said) => {
    const instance = await load(loadWallet);
    const result = failure(() => instance.checkout({ order_number: "A-1" }), "unexpected_answer");
    await vi.waitFor(() => expect(vendor.checkouts).toHaveLength(1));
    say(names, { code: said, msg: "m" });
    const error = await result;
    expect(error.outcome).toBe("unknown");
    expect(events).toEqual([{ type: "error", error, remark: { code, message: "m", method: "" } }]);
  });

  it.each([2, "1"])("takes the code %j beside a payment's field for no sign", async (code) => {
    const instance = await load(loadWallet);
    const result = failure(() => instance.checkout({ order_number: "A-1" }), "unexpected_answer");
    await vi.waitFor(() => expect(vendor.checkouts).toHaveLength(1));
    say(names, { code, msg: "", payment_id: "190" });
    const error = await result;
    expect(error.outcome).toBe("unknown");
    expect(events).toEqual([{ type: "error", error, remark: undefined }]);
  });

  it("of a script that draws no frame is heard by its callback", async () => {
    await load(loadWallet);
    document.querySelector(`#${names.elementId}`)?.replaceChildren(document.createElement("button"));
    Reflect.get(globalThis, names.callback)({ code: 2 });
    await vi.waitFor(() => expect(events).toEqual([{ type: "authorised" }]));
  });

  it("is heard beside frames of the wallet's own in its button", async () => {
    const instance = await load(loadWallet);
    const drawn = document.querySelector(`#${names.elementId}`);
    const theirs = document.createElement("iframe");
    drawn?.replaceChildren(document.createElement("iframe"), theirs);
    nameFrame(theirs, "https://pay.example");
    Reflect.get(globalThis, names.callback)({ code: 2 });
    await vi.waitFor(() => expect(events).toEqual([{ type: "authorised" }]));
    const result = instance.checkout({ order_number: "A-1" });
    await Promise.resolve();
    Reflect.get(globalThis, names.callback)(xmlOf({ payment_status: "0" }));
    expect((await result).status).toBe("declined");
  });

  it.each([
    ["terminal", { terminal: undefined }],
    ["onEvent", { onEvent: "tell" }],
    ["transaction.orderNumber", { transaction: undefined }],
    ["transaction.orderNumber", { transaction: "A-1" }],
    ["transaction.amount", { transaction: { ...TRANSACTION, amount: 10 } }],
    ["transaction.address", { transaction: { ...TRANSACTION, address: 5 } }],
  ])("says that %s is wrong, and asks for nothing: %j", async (field, wrong) => {
    await failure(() => load(loadWallet, wrong), "invalid_argument", field);
    expect(vendor.asked).toEqual([]);
  });

  it("says that its settings are no plain data", async () => {
    const style: Record<string, unknown> = {};
    style.self = style;
    await failure(() => load(loadWallet, { buttonStyle: style }), "invalid_argument");
    expect(vendor.asked).toEqual([]);
  });

  it("lives once", async () => {
    const instance = await load(loadWallet);
    await failure(() => load(loadWallet), "already_in_use");
    instance.destroy();
    expect(Object.hasOwn(globalThis, names.callback)).toBe(false);
    await load(loadWallet);
    expect(vendor.asked).toHaveLength(1);
  });
});

it("the card's frame and both wallets live beside each other, each hearing its own frame only", async () => {
  const card = await loadEmbedded({ environment: "sandbox", element: newElement() });
  made.push(card);
  const google = await load(loadGooglePay);
  await load(loadApplePay);
  const results = [card.checkout({ order_number: "A-1" }), google.checkout({ order_number: "A-1" })] as const;
  await Promise.resolve();
  // The card's frame says what is the wallet's: it is no message of the wallet's frame.
  const cardFrame = document.querySelector<HTMLIFrameElement>("#oceanpayment-element iframe")?.contentWindow ?? null;
  say(GOOGLE_PAY, xmlOf({ payment_status: "1" }), { source: cardFrame });
  say(GOOGLE_PAY, xmlOf({ payment_status: "0" }));
  card.destroy();
  expect((await results[1]).status).toBe("declined");
  await failure(() => results[0], "aborted");
  google.destroy();
  say(APPLE_PAY, { code: 2 });
  await vi.waitFor(() => expect(events.at(-1)).toEqual({ type: "authorised" }));
  expect(CARD.global in globalThis).toBe(true);
});
