// A person drives every flow of the playground in real Chromium: shopper's pages, the gateway's, and the merchant's own.
import { assert, createChecks } from "../boundary/checks.mjs";
import { CHROMIUM_FLAGS, ensureChromium } from "../lanes/chromium-install.mjs";
import { findTools, notRun, runAlone } from "../lanes/lanes.mjs";
import { openShop, SCREENS } from "./shop.mjs";
import { openWatched, payWith, waitForEnd } from "./watched-page.mjs";

const PHONE = { viewport: { width: 375, height: 800 }, colorScheme: "dark", deviceScaleFactor: 2 };
const DESKTOP = { viewport: { width: 1200, height: 860 }, colorScheme: "light" };
const PAGES = ["flows", "hosted", "embedded", "reserve", "club", "office"];
const PATIENCE = { timeout: 15_000 };

/** Every flow: its title, and what a person does. */
const FLOWS = [
  ["hosted: the server's call leads to the gateway's page, and the notification pays", hostedByServer],
  ["hosted: the page's own script carries the signed form to the gateway", hostedByForm],
  ["hosted: a shopper who left goes on where they stopped, and makes no second order", goesOn],
  ["embedded: the card is typed in the gateway's frame, and this shop never sees it", embedded],
  ["embedded: what the frame refuses is said, and the same fields are sent again", embeddedMistake],
  ["embedded: a result that the page made up decides nothing", embeddedForgery],
  ["reserve: the office captures the money, once", captures],
  ["reserve: the office gives the money back", voids],
  ["refund: in parts up to the amount, and no further", refunds],
  ["club: a card is stored, the first month charged, the second renewed", renews],
  ["unknown: a checkout opened again makes no new order, and asking settles the old one", staysWithUnknown],
  ["reconcile: the office shows what was missed, differs or was paid twice, and mends it", reconciles],
  ["relay: past it the gateway refuses, through it the gateway answers", relays],
  ["pages: none scrolls sideways or breaks its policy on a phone in the dark", fitPhone],
  ["office: answers no page of another origin", refusesOtherOrigin],
];

export async function run() {
  const executablePath = await ensureChromium();
  if (executablePath === undefined) return notRun("flows", "no Chromium was found, and none could be installed");
  const { toolImport, missing } = await findTools();
  if (missing) return notRun("flows", missing);
  const { check, result } = createChecks("flows");
  const { chromium } = await toolImport("playwright-core");
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const shop = await openShop();
  try {
    for (const [title, flow] of FLOWS) await check(title, () => watched(browser, shop, flow));
  } finally {
    await browser.close();
    await shop.close();
  }
  return result();
}

/** Runs a flow in a browser of its own, and holds the page to reporting nothing wrong. */
async function watched(browser, shop, flow) {
  const { page, requests, troubles, close } = await openWatched(browser, flow === fitPhone ? PHONE : DESKTOP);
  page.setDefaultTimeout(PATIENCE.timeout);
  try {
    await flow({ page, requests, shop });
    // That a question found no answer shows on the console too; the flow looks at the page for it.
    const wrong = troubles.filter((text) => !text.includes("status of 502"));
    assert(wrong.length === 0, `the page reported: ${wrong.join("; ")}`);
  } catch (error) {
    await page.screenshot({ path: `${SCREENS}/flow-failed-${flow.name}.png` });
    throw error;
  } finally {
    await close();
  }
}

async function hostedByServer({ page, requests, shop }) {
  await page.goto(`${shop.origin}/hosted`);
  await buy(page);
  await page.waitForURL(`${shop.gateway}/sandbox/pay/**`);
  await page.screenshot({ path: `${SCREENS}/gateway-page.png` });
  await page.locator("#approve").click();
  await waitForEnd(page, "paid");
  assert(!requests.some(({ url }) => url.includes("/gateway/service/pay")), "no form may have been carried");
  await assertStep(page, "return", "nothing is decided by it");
}

async function hostedByForm({ page, requests, shop }) {
  await page.goto(`${shop.origin}/hosted`);
  await page.locator("input[value=form]").check();
  await buy(page);
  await page.waitForURL(`${shop.gateway}/sandbox/pay/**`);
  const carried = requests.filter(({ url }) => url.endsWith("/gateway/service/pay"));
  assert(carried.length === 1 && carried[0].method === "POST", "one form must be carried by POST");
  const fields = new URLSearchParams(carried[0].body);
  assert(fields.get("order_amount") === "48.00", "the form pays the stored order's amount");
  assert(!carried[0].body.includes(shop.credentials().secureCode), "the secret must stay on the server");
  await page.locator("#challenge").click();
  await page.locator("#confirm").click();
  await waitForEnd(page, "paid");
}

async function goesOn({ page, shop }) {
  await page.goto(`${shop.origin}/hosted`);
  await buy(page);
  await page.waitForURL(`${shop.gateway}/sandbox/pay/**`);
  await page.goto(`${shop.origin}/hosted`);
  await page.waitForSelector("#open-order:not([hidden])");
  await buy(page);
  await page.waitForURL("**/orders/**");
  await page.locator("#continue").click();
  await page.locator("#cancel").click();
  await waitForEnd(page, "declined");
  await page.locator("#again").click();
  await page.waitForURL("**/hosted");
}

async function embedded({ page, requests, shop }) {
  await page.goto(`${shop.origin}/embedded`);
  const frame = await typeInFrame(page, "4111111111111111");
  await page.screenshot({ path: `${SCREENS}/embedded.png`, fullPage: true });
  await buy(page);
  await waitForEnd(page, "paid");
  assert(frame.startsWith(shop.gateway), "the card's frame must be the gateway's");
  for (const { url, body } of requests) {
    assert(!`${url}${body}`.includes("4111111111111111"), `the card number left in clear to ${url}`);
    assert(
      !url.startsWith(shop.origin) || !body.includes("opcse_"),
      "the shop must not get the card, not even encrypted",
    );
  }
}

async function embeddedMistake({ page, requests, shop }) {
  await page.goto(`${shop.origin}/embedded`);
  await typeInFrame(page, "4111111111111112");
  await buy(page);
  await page.waitForSelector("#problem:not([hidden])");
  assert((await page.locator("#problem").innerText()).includes("card number"), "the frame's word must be shown");
  await typeInFrame(page, "4000000000000002");
  await page.locator("#submit").click();
  await waitForEnd(page, "declined");
  assert(requests.filter(({ url }) => url.endsWith("/api/embedded")).length === 1, "one order is signed once");
}

async function embeddedForgery({ page, shop }) {
  await page.goto(`${shop.origin}/embedded`);
  // A page that is not the vendor's script: it never pays, and says that it has.
  await page.waitForSelector("#submit:not([disabled])");
  const forged = "<response><payment_status>1</payment_status></response>";
  await page.evaluate((result) => {
    globalThis.Oceanpayment.checkout = () => {
      globalThis.saidSo = true;
      globalThis.oceanpaymentCallBack(result);
    };
  }, forged);
  await buy(page);
  await page.waitForFunction(() => globalThis.saidSo);
  await page.waitForTimeout(300);
  assert(page.url().endsWith("/embedded"), "what is not the frame's word must not count");
  // Even the frame's own word only sends the shopper on.
  const frame = page.frames().find((found) => found.url().startsWith(shop.gateway));
  await frame.evaluate((result) => parent.postMessage({ from: "card", result }, "*"), forged);
  await page.waitForURL("**/orders/**");
  await page.waitForSelector('#outcome[data-state="at-gateway"]');
}

async function captures({ page, shop }) {
  const orderNumber = await reserve(page, shop);
  await page.goto(`${shop.origin}/office`);
  await inRow(page, orderNumber, "Capture").click();
  await inRow(page, orderNumber, "Refund").waitFor();
  await page.goto(`${shop.origin}/orders/${orderNumber}`);
  await waitForEnd(page, "paid");
  const { order } = await shop.json(`/api/orders/${orderNumber}`);
  const again = await shop.json("/api/office/capture", { orderNumber });
  assert(again.error === "not_authorised" && order.paymentId, "it is captured once");
}

async function voids({ page, shop }) {
  const orderNumber = await reserve(page, shop);
  await page.goto(`${shop.origin}/office`);
  await inRow(page, orderNumber, "Void").click();
  await row(page, orderNumber).locator('.pill[data-state="voided"]').waitFor();
  await page.goto(`${shop.origin}/orders/${orderNumber}`);
  await page.waitForSelector('#outcome[data-state="voided"]');
}

async function refunds({ page, shop }) {
  const orderNumber = await payByCard(page, shop);
  await page.goto(`${shop.origin}/office`);
  const amount = row(page, orderNumber).locator("input");
  await refundPart(page, orderNumber, "20.00");
  // What is left must be offered.
  const field = `[data-order="${orderNumber}"] input`;
  await page.waitForFunction(([path, left]) => document.querySelector(path)?.value === left, [field, "28.00"]);
  await refundPart(page, orderNumber, "28.01");
  await row(page, orderNumber).locator(".said", { hasText: "too_much" }).waitFor();
  await refundPart(page, orderNumber, "28.00");
  await amount.waitFor({ state: "detached" });
  await page.screenshot({ path: `${SCREENS}/office.png`, fullPage: true });
  await page.goto(`${shop.origin}/orders/${orderNumber}`);
  await page.waitForFunction(() => document.querySelector("#facts")?.textContent.split("done").length === 3);
}

async function renews({ page, shop }) {
  await page.goto(`${shop.origin}/club`);
  await buy(page);
  await page.waitForURL(`${shop.gateway}/sandbox/quickpay/**`);
  await page.locator("#approve").click();
  await page.locator("#start").click();
  await page.waitForSelector('#outcome[data-state="paid"]');
  const customerId = new URL(page.url()).pathname.split("/").at(-1);
  await page.goto(`${shop.origin}/office`);
  const member = page.locator(`[data-member="${customerId}"]`);
  await member.getByRole("button", { name: "Charge month 2" }).click();
  await member.getByRole("button", { name: "Charge month 3" }).waitFor();
  await page.goto(`${shop.origin}/club/${customerId}`);
  await page.waitForFunction(() => document.querySelectorAll('#charges .pill[data-state="paid"]').length === 2);
  await page.screenshot({ path: `${SCREENS}/member.png` });
  const { steps } = await shop.json(`/api/orders/${customerId}-2`);
  assert(!steps.some(({ kind }) => kind === "browser"), "a renewal needs no card");
}

/** The answer breaks off, the notice gets lost, and for a while the gateway answers no question: nobody knows. */
async function staysWithUnknown({ page, requests, shop }) {
  await setFaults(shop, [
    { kind: "truncated-answer", times: 1, operation: "payments.pay" },
    { kind: "notice-lost", times: 1 },
    { kind: "http-500", operation: "orders.find" },
  ]);
  await page.goto(shop.origin);
  await payWith(page, { number: "4111 1111 1111 1111" });
  await page.waitForSelector('#outcome[data-state="unknown"]');
  const { href, pathname } = new URL(page.url());
  await page.goto(shop.origin);
  await page.waitForSelector("#open-order:not([hidden])");
  await page.screenshot({ path: `${SCREENS}/checkout-unknown.png` });
  assert(!(await page.locator("#open-order-fresh").isVisible()), "no other order may be begun");
  await payWith(page, { number: "4111 1111 1111 1111" });
  await page.waitForURL(href);
  await setFaults(shop, []);
  await page.waitForSelector('#outcome[data-state="paid"]');
  const { steps } = await shop.json(`/api${pathname}`);
  const texts = steps.map(({ kind, text }) => (kind === "state" ? text : kind)).join();
  assert(/malformed_xml.*asked.*Paid/.test(texts), `it must be unknown, then asked: ${texts}`);
  assert(requests.filter(({ url }) => url.endsWith("/api/pay")).length === 1, "it must be paid once");
}

async function setFaults(shop, faults) {
  const headers = { "content-type": "application/json" };
  await fetch(`${shop.gateway}/simulated/faults`, { method: "POST", headers, body: JSON.stringify(faults) });
}

async function reconciles({ page, shop }) {
  await page.goto(`${shop.origin}/office`);
  for (const what of ["missed", "differs", "double"]) {
    const answered = page.waitForResponse((response) => response.url().endsWith("/api/office/rehearse"));
    await page.locator(`[data-rehearse="${what}"]`).click();
    const { orderNumber } = await (await answered).json();
    await row(page, orderNumber).waitFor();
  }
  await page.locator("#compare").click();
  await page.waitForSelector('[data-finding="double"]');
  await page.screenshot({ path: `${SCREENS}/office-findings.png`, fullPage: true });
  const kinds = () => page.locator("[data-finding]").evaluateAll((rows) => rows.map((item) => item.dataset.finding));
  assert((await kinds()).sort().join() === "differs,double,missed,missed", `found are ${await kinds()}`);
  for (const [kind, left] of [
    ["double", 2],
    ["missed", 1],
  ]) {
    await page.locator(`[data-finding="${kind}"] button`).first().click();
    await page.waitForFunction((most) => document.querySelectorAll("[data-finding]").length === most, left);
  }
  assert((await kinds()).join() === "differs", `left is ${await kinds()}`);
}

async function relays({ page, shop }) {
  await payByCard(page, shop);
  await page.goto(`${shop.origin}/office`);
  await page.locator("#orders > li").first().waitFor();
  await page.locator("#ask-past").click();
  await page.waitForFunction(() => document.querySelector("#relay-said").textContent.includes("ip_not_registered"));
  await page.locator("#ask-through").click();
  await page.waitForFunction(() => document.querySelector("#relay-said").textContent.includes("approved"));
}

async function fitPhone({ page, shop }) {
  for (const name of PAGES) {
    await page.goto(`${shop.origin}/${name}`);
    // Until what the page's script asks for is drawn.
    await page.waitForTimeout(200);
    const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert(!isTooWide, `${name} scrolls sideways`);
    await page.screenshot({ path: `${SCREENS}/${name}-phone.png`, fullPage: true });
  }
}

async function refusesOtherOrigin({ shop }) {
  const headers = { "content-type": "text/plain", origin: "https://elsewhere.example" };
  const response = await fetch(`${shop.origin}/api/office/refund`, { method: "POST", headers, body: "{}" });
  assert(response.status === 403, `the office answered ${response.status}`);
}

async function buy(page) {
  await page.waitForSelector("#submit:not([disabled])");
  await page.locator("#name").fill("Ada Lovelace");
  await page.locator("#email").fill("ada@example.com");
  await page.locator("#submit").click();
}

/** Types a card into the gateway's frame, and returns the frame's address. */
async function typeInFrame(page, number) {
  const frame = page.frameLocator("#oceanpayment-iframe-card");
  await frame.locator("#number").fill(number);
  await frame.locator("#expiry").fill("12 / 30");
  await frame.locator("#code").fill("737");
  return page.locator("#oceanpayment-iframe-card").getAttribute("src");
}

async function payByCard(page, shop) {
  await page.goto(shop.origin);
  await payWith(page, { number: "4111 1111 1111 1111" });
  await waitForEnd(page, "paid");
  return new URL(page.url()).pathname.split("/").at(-1);
}

async function reserve(page, shop) {
  await page.goto(`${shop.origin}/reserve`);
  await payWith(page, { number: "4111 1111 1111 1111" });
  await waitForEnd(page, "authorised");
  return new URL(page.url()).pathname.split("/").at(-1);
}

async function refundPart(page, orderNumber, amount) {
  await row(page, orderNumber).locator("input").fill(amount);
  await inRow(page, orderNumber, "Refund").click();
}

function row(page, orderNumber) {
  return page.locator(`[data-order="${orderNumber}"]`);
}

function inRow(page, orderNumber, name) {
  return row(page, orderNumber).getByRole("button", { name, exact: true });
}

async function assertStep(page, kind, text) {
  const step = await page.locator(`#steps > li[data-kind="${kind}"]`).first().innerText();
  assert(step.includes(text), `the step "${kind}" must say "${text}"`);
}

await runAlone(import.meta, run);
