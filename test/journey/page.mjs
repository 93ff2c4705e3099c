// A person pays in real Chromium: page, Worker and simulated gateway, each real, every step seen.
import { createPayments } from "oceanpayment/edge";
import { encryptCard } from "oceanpayment";
import { assert, createChecks } from "../boundary/checks.mjs";
import { CHROMIUM_FLAGS, ensureChromium } from "../lanes/chromium-install.mjs";
import { findTools, notRun, runAlone } from "../lanes/lanes.mjs";
import { openShop, SCREENS } from "./shop.mjs";
import { openWatched, payWith, waitForEnd } from "./watched-page.mjs";

const PHONE = { viewport: { width: 375, height: 800 }, colorScheme: "dark", deviceScaleFactor: 2 };
const DESKTOP = { viewport: { width: 1200, height: 860 }, colorScheme: "light" };

/** Each card a shopper may pay with, and where the order must end. */
const JOURNEYS = [
  { name: "approve", number: "4111 1111 1111 1111", end: "paid" },
  { name: "decline", number: "4000 0000 0000 0002", end: "declined" },
  { name: "insufficient-funds", number: "4000 0000 0000 9995", end: "declined" },
  { name: "3ds-confirmed", number: "4000 0000 0000 3220", button: "#confirm", end: "paid" },
  { name: "3ds-rejected", number: "4000 0000 0000 3220", button: "#reject", end: "declined" },
];

/** What a shopper can get wrong, and the field that must say so. */
const MISTAKES = [
  { name: "a wrong digit", card: { number: "4111 1111 1111 1112" }, field: "number" },
  { name: "month 00", card: { number: "4111 1111 1111 1111", expiry: "00/30" }, field: "expiry" },
  { name: "an expired card", card: { number: "4111 1111 1111 1111", expiry: "01/20" }, field: "expiry" },
  { name: "two digits of code", card: { number: "4111 1111 1111 1111", securityCode: "12" }, field: "security-code" },
  {
    name: "a card number for a name",
    card: { number: "4111 1111 1111 1111", name: "4111 1111 1111 1111" },
    field: "holder",
  },
  { name: "no email", card: { number: "4111 1111 1111 1111", email: "ada" }, field: "email" },
];

export async function run() {
  const executablePath = await ensureChromium();
  if (executablePath === undefined) return notRun("page", "no Chromium was found, and none could be installed");
  const { toolImport, missing } = await findTools();
  if (missing) return notRun("page", missing);
  const { check, result } = createChecks("page");
  const { chromium } = await toolImport("playwright-core");
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const shop = await openShop();
  try {
    for (const journey of JOURNEYS)
      await check(`page: ${journey.name} ends ${journey.end}`, () => journeyEnds(browser, shop, journey));
    for (const mistake of MISTAKES)
      await check(`page: ${mistake.name} is said beside its field`, () => mistakeIsSaid(browser, shop, mistake));
    await check("page: all that is wrong is said at once, and nothing is sent", () => saysAllMistakes(browser, shop));
    await check("page: an answer that is lost leads to the order, never to a second try", () =>
      survivesLostAnswer(browser, shop),
    );
    await check("page: going back shows no card", () => goesBackWithoutCard(browser, shop));
    await check("page: every way to write an expiry is understood", () => takesExpiries(browser, shop));
    await check("page: a shop that is not ready says so, and an order that is none", () =>
      saysWhatIsMissing(browser, shop),
    );
    await check("page: a declined shopper pays another way", () => paysAnotherWay(browser, shop));
    await check("page: works on a phone, in the dark", () => worksOnPhone(browser, shop));
    await check("worker: one order is paid once, however often it is clicked", () => paysOnce(shop));
    await check("worker: a forged notice changes nothing and is acknowledged", () => ignoresForgery(shop));
    await check("worker: an amount from the page has no say", () => pageHasNoSay(shop));
    await check("state: a paid order and the gateway's memory survive a restart", () => survivesRestart(shop));
  } finally {
    await browser.close();
    await shop.close();
  }
  return result();
}

async function journeyEnds(browser, shop, { name, number, button, end }) {
  const { page, requests, troubles, close } = await openWatched(browser, DESKTOP);
  await page.goto(shop.origin);
  await payWith(page, { number });
  if (button) {
    await page.waitForURL(/\/sandbox\/3ds\//, { timeout: 15_000 });
    await page.screenshot({ path: `${SCREENS}/bank.png` });
    await page.locator(button).click();
  }
  await waitForEnd(page, end);
  for (const summary of await page.locator("summary").all()) await summary.click();
  const text = await page.locator("main").innerText();
  await page.screenshot({ path: `${SCREENS}/order-${name}.png`, fullPage: true });
  assert(text.includes("opcse_0_2_1$"), "the page must show the ciphertext that left the browser");
  assert(text.includes("••••••••") && !text.includes(shop.credentials().secureCode), "the secret must be shown masked");
  assert(
    /The gateway answered[\s\S]*The gateway notified/.test(text),
    "answer and notification must be shown in order",
  );
  assertCardStayed(requests, number);
  assert(troubles.length === 0, `the page reported: ${troubles.join("; ")}`);
  await close();
}

/** Looks through all that left the page for the card, and holds the payment's body to its four members. */
function assertCardStayed(requests, number) {
  const digits = number.replaceAll(" ", "");
  for (const { url, body } of requests) {
    const sent = `${url}\n${body}`.replaceAll(/%20|[ +-]/g, "");
    assert(!sent.includes(digits), `the card number left the page to ${new URL(url).pathname}`);
  }
  const paid = requests.filter(({ url }) => url.endsWith("/api/pay"));
  assert(paid.length === 1, `the page must pay once, not ${paid.length} times`);
  const members = Object.keys(JSON.parse(paid[0].body)).sort().join();
  assert(members === "cardData,cardName,email,orderNumber", `the page sent ${members}`);
  assert(JSON.parse(paid[0].body).cardName === "Ada Lovelace", "the holder's name goes beside the card");
}

async function mistakeIsSaid(browser, shop, { card, field }) {
  const { page, requests, close } = await openWatched(browser, DESKTOP);
  await page.goto(shop.origin);
  await payWith(page, card);
  await page.waitForSelector(`#${field}[aria-invalid="true"]`, { timeout: 15_000 });
  const said = await page.locator(`#${field}-error`).innerText();
  assert(said.length > 10, "the field must say what is wrong");
  assert(
    await page.locator(`#${field}`).evaluate((input) => input === input.getRootNode().activeElement),
    "the field must have the focus",
  );
  assert(!requests.some(({ url }) => url.includes("/api/pay") || url.includes("/api/orders")), "nothing may be sent");
  await close();
  return said;
}

async function saysAllMistakes(browser, shop) {
  const { page, requests, close } = await openWatched(browser, DESKTOP);
  await page.goto(shop.origin);
  await page.waitForSelector("#submit:not([disabled])");
  await page.locator("#submit").click();
  const wrong = await page.locator("[aria-invalid=true]").evaluateAll((inputs) => inputs.map((input) => input.id));
  assert(wrong.join() === "email,number,expiry,security-code,holder", `marked are ${wrong.join()}`);
  assert((await page.evaluate(() => document.activeElement?.id)) === "email", "the first must have the focus");
  assert(!requests.some(({ method }) => method === "POST"), "nothing may be sent");
  await page.screenshot({ path: `${SCREENS}/checkout-errors.png` });
  await close();
}

/** The payment is made, and its answer cut on the way back: the card may be charged, and nobody may be told otherwise. */
async function survivesLostAnswer(browser, shop) {
  const { page, requests, close } = await openWatched(browser, DESKTOP);
  await page.route("**/api/pay", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.goto(shop.origin);
  await payWith(page, { number: "4111 1111 1111 1111" });
  await waitForEnd(page, "paid");
  assert(!(await page.locator("body").innerText()).includes("Nothing was charged"), "the card was charged");
  assert(requests.filter(({ url }) => url.endsWith("/api/pay")).length === 1, "it must be paid once");
  await close();
}

async function goesBackWithoutCard(browser, shop) {
  const { page, close } = await openWatched(browser, DESKTOP);
  await page.goto(shop.origin);
  await payWith(page, { number: "4000 0000 0000 0002" });
  await waitForEnd(page, "declined");
  await page.goBack();
  await page.waitForSelector("#submit:not([disabled])");
  const shown = await page
    .locator("#number, #expiry, #security-code")
    .evaluateAll((inputs) => inputs.map((input) => input.value));
  assert(shown.join("") === "", "the card's fields must be empty");
  await close();
}

async function takesExpiries(browser, shop) {
  const { page, close } = await openWatched(browser, DESKTOP);
  await page.goto(shop.origin);
  await page.waitForSelector("#submit:not([disabled])");
  for (const typed of ["12/30", "12 / 30", "1230", "12 30", "12-30", "830", "8/2030", "082030"]) {
    await page.locator("#expiry").fill(typed);
    await page.locator("#submit").click();
    assert((await page.locator("#expiry-error").innerText()) === "", `${typed} must be understood`);
  }
  for (const typed of ["", "13/30", "1", "12/20", "12/30/30"]) {
    await page.locator("#expiry").fill(typed);
    await page.locator("#submit").click();
    assert((await page.locator("#expiry-error").innerText()) !== "", `${typed} must be refused`);
  }
  await close();
}

async function saysWhatIsMissing(browser, shop) {
  const { page, close } = await openWatched(browser, DESKTOP);
  await page.route("**/api/config", (route) =>
    route.fulfill({ status: 500, json: { error: "missing_credential", message: "the variable X is missing" } }),
  );
  await page.goto(shop.origin);
  await page.waitForSelector("#problem:not([hidden])");
  assert(
    (await page.locator("#problem").innerText()).includes("the variable X is missing"),
    "the reason must be shown",
  );
  assert(await page.locator("#submit").isDisabled(), "nothing can be paid");
  assert(!(await page.locator("#test-cards").isVisible()), "no test card may show");
  await page.goto(`${shop.origin}/orders/none`);
  await page.waitForSelector('#outcome[data-state="missing"]');
  assert(!(await page.locator("#what-happened").isVisible()), "there are no steps to show");
  assert((await page.title()).startsWith("No such order"), "the title must tell");
  await page.screenshot({ path: `${SCREENS}/order-missing.png` });
  await close();
}

async function paysAnotherWay(browser, shop) {
  const { page, close } = await openWatched(browser, DESKTOP);
  await page.goto(shop.origin);
  await payWith(page, { number: "4000 0000 0000 0002" });
  await waitForEnd(page, "declined");
  await page.locator("#again").click();
  await payWith(page, { number: "5555 5555 5555 4444" });
  await waitForEnd(page, "paid");
  await close();
}

async function worksOnPhone(browser, shop) {
  const { page, troubles, close } = await openWatched(browser, PHONE);
  await page.goto(shop.origin);
  await page.waitForSelector("#test-cards button");
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  assert(isDark, "the page must be in the dark");
  await page.screenshot({ path: `${SCREENS}/checkout-phone.png`, fullPage: true });
  const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert(!(await isTooWide()), "the checkout must not scroll sideways");
  await payWith(page, { number: "4111 1111 1111 1111" });
  await waitForEnd(page, "paid");
  for (const summary of await page.locator("summary").all()) await summary.click();
  assert(!(await isTooWide()), "the order must not scroll sideways");
  await page.screenshot({ path: `${SCREENS}/order-phone.png` });
  assert(troubles.length === 0, `the page reported: ${troubles.join("; ")}`);
  await close();
}

async function paysOnce(shop) {
  const { body } = await preparePayment(shop);
  const answers = await Promise.all(Array.from({ length: 5 }, () => shop.json("/api/pay", body)));
  const statuses = answers.map(({ status }) => status);
  assert(
    statuses.filter((status) => status === 409).length === 4,
    `one payment, four refusals expected, got ${statuses.join()}`,
  );
}

async function ignoresForgery(shop) {
  const { orderNumber } = await shop.json("/api/orders", {});
  const { account, terminal } = shop.credentials();
  const fields = {
    account,
    terminal,
    signValue: "A".repeat(64),
    order_number: orderNumber,
    order_currency: "USD",
    order_amount: "48.00",
    payment_id: "261123120000000000001",
    payment_authType: "0",
    payment_status: "1",
    payment_details: "80000:Approved",
  };
  const xml = Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("");
  const response = await fetch(shop.noticeUrl, {
    method: "POST",
    headers: { "content-type": "application/xml" },
    body: `<response>${xml}</response>`,
  });
  assert((await response.text()) === "receive-ok", "a forged notice must be acknowledged");
  const { order, steps } = await shop.json(`/api/orders/${orderNumber}`);
  assert(order.state === "created" && steps.length === 0, `the order is ${order.state} with ${steps.length} steps`);
}

async function pageHasNoSay(shop) {
  const { orderNumber, body } = await preparePayment(shop);
  await shop.json("/api/pay", { ...body, amount: "0.01", currency: "JPY" });
  const { steps } = await shop.json(`/api/orders/${orderNumber}`);
  const signed = Object.fromEntries(steps.find((step) => step.kind === "signed").rows);
  assert(
    signed.order_amount === "48.00" && signed.order_currency === "USD",
    "what was signed must be the stored order's",
  );
}

async function survivesRestart(shop) {
  const { orderNumber, body } = await preparePayment(shop);
  await shop.json("/api/pay", body);
  await shop.restart();
  const { order } = await shop.json(`/api/orders/${orderNumber}`);
  assert(order.state === "paid", `after the restart the order is ${order.state}`);
  const { account, terminal, secureCode } = shop.credentials();
  const { payments } = createPayments({
    environment: { base: "sandbox", hosts: { payment: shop.gateway } },
    account,
    terminals: [{ terminal, secureCode }],
  });
  const again = payments.pay({
    orderNumber,
    amount: "48.00",
    currency: "USD",
    cardData: body.cardData,
    billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "US" },
    backUrl: `${shop.origin}/return/${orderNumber}`,
  });
  const code = await again.then(
    ({ status }) => status,
    (error) => error.code,
  );
  assert(code === "duplicate_order", `the gateway must remember the order, it answered ${code}`);
}

async function preparePayment(shop) {
  const { config } = await shop.json("/api/config");
  const { orderNumber } = await shop.json("/api/orders", {});
  const card = { number: "4111111111111111", expiryMonth: "12", expiryYear: "2030", securityCode: "737" };
  const cardData = await encryptCard(card, config.publicKey);
  return { orderNumber, body: { orderNumber, cardData, cardName: "Ada Lovelace", email: "ada@example.com" } };
}

await runAlone(import.meta, run);
