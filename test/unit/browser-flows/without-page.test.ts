import { expect, it } from "vitest";
import * as browser from "../../../src/browser.ts";
import { failure } from "../leaks.ts";

const transaction = { orderNumber: "A", amount: "1.00", currency: "USD", country: "US" };
const wallet = { environment: "sandbox", element: {} as HTMLElement, terminal: "99900101", transaction, onEvent: () => {} } as const; // prettier-ignore
const form = { action: "https://test-secure.oceanpayment.com/", fields: {} };

it.each([
  ["loadEmbedded", () => browser.loadEmbedded({ environment: "sandbox", element: {} as HTMLElement })],
  ["loadGooglePay", () => browser.loadGooglePay(wallet)],
  ["loadApplePay", () => browser.loadApplePay(wallet)],
  ["redirectToHosted", () => browser.redirectToHosted(form, { environment: "sandbox" })],
  ["encryptForm", () => browser.encryptForm({} as HTMLFormElement, "ab".repeat(128))],
])("%s says that there is no page", async (_name, call) => {
  expect(typeof globalThis.document).toBe("undefined");
  await failure(call, "invalid_argument");
});

it("parseReturn reads fields without a page, as a server that renders one may", () => {
  expect(browser.parseReturn(new URLSearchParams("payment_status=1&order_number=A"))).toMatchObject({
    ...{ status: "approved", orderNumber: "A", verified: false },
  });
});
