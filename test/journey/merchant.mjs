// What somebody who wants the goods for free, or a bad network, does to the playground's Worker. No browser needed.
import { createHash } from "node:crypto";
import { encryptCard } from "oceanpayment";
import { createPayments } from "oceanpayment/edge";
import { answerPages } from "../../playground/demo/shopper.mjs";
import { assert, createChecks } from "../boundary/checks.mjs";
import { runAlone } from "../lanes/lanes.mjs";
import { openShop } from "./shop.mjs";

const CARDS = { approve: "4111111111111111", decline: "4000000000000002", challenge: "4000000000003220" };
const PATIENCE_MS = 15_000;

export async function run() {
  const { check, result } = createChecks("merchant");
  const shop = await openShop();
  try {
    await check("a declined payment's own signature forges no success, and is not even made", () =>
      lendsNoSignature(shop),
    );
    await check("a late or repeated notice of an earlier attempt does not undo the running one", () =>
      keepsAttempt(shop),
    );
    await check("a second approval of a paid order is written down", () => noticesDouble(shop));
    await check("a second approval that the gateway's list does not have is none", () => believesListOnly(shop));
    await check("a notice past the forwarder is refused, however well it is signed", () => refusesStrangers(shop));
    await check("a return leads to the order's own page, and is kept nowhere", () => leadsHome(shop));
    await check("a notice that broke on its way is not acknowledged", () => wantsBrokenAgain(shop));
    await check("an order's page holds no whole signature", () => showsNoSignature(shop));
    await check("what is no ciphertext is refused and stored nowhere", () => storesNoCard(shop));
    await check("a body that is far too long is not read", () => refusesLongBody(shop));
  } finally {
    await shop.close();
  }
  return result();
}

async function lendsNoSignature(shop) {
  const hostile = "411111***1111123456789012345678 0180000:Approved";
  const { orderNumber, answer } = await pay(shop, CARDS.decline, { cardName: hostile });
  assert(
    answer.error === "invalid_field" && answer.outcome === "nothing-sent",
    `the Worker answered ${JSON.stringify(answer)}`,
  );
  const { steps } = await view(shop, orderNumber);
  assert(!steps.some((step) => step.kind === "signed"), "nothing may be signed");
}

async function keepsAttempt(shop) {
  const first = await pay(shop, CARDS.decline);
  const { orderNumber } = first;
  const declined = await waitFor(shop, orderNumber, (steps) => steps.some((step) => step.kind === "notification"));
  const second = await pay(shop, CARDS.challenge, { orderNumber });
  assert(second.answer.status === "redirect", `the second attempt is ${second.answer.status}`);
  // The first attempt's notice once more, as the gateway signs it.
  const again = await notify(shop, signedAgain(shop, declined.steps.find((step) => step.kind === "answer").rows));
  assert(again.text === "receive-ok", "a genuine notice is acknowledged");
  const { order } = await view(shop, orderNumber);
  assert(order.state === "awaiting-3ds", `the order is ${order.state}`);
  assert((await pay(shop, CARDS.approve, { orderNumber })).status === 409, "a third attempt must wait for the second");
}

/** Two pages of one order are open at the gateway, and both are paid. */
async function noticesDouble(shop) {
  const { orderNumber } = await shop.json("/api/orders", { flow: "hosted" });
  const pages = [await openPage(shop, orderNumber), await openPage(shop, orderNumber)];
  for (const page of pages) await answerPages(page, "approve");
  const { order, steps } = await waitFor(shop, orderNumber, (found) => found.some(({ kind }) => kind === "double"));
  const second = steps.find(({ kind }) => kind === "double").rows[0][1];
  assert(order.state === "paid" && order.paymentId !== second, "one payment is the order's, the other too much");
  const paid = steps.filter(({ text }) => text.startsWith("Paid (")).length;
  assert(paid === 1, `the order was paid ${paid} times`);
}

/** A notice that is rightly signed, of a payment that the gateway's own list does not have. */
async function believesListOnly(shop) {
  const { orderNumber } = await pay(shop, CARDS.approve);
  const { order, steps } = await view(shop, orderNumber);
  const other = steps
    .find((step) => step.kind === "answer")
    .rows.map(([name, value]) => [name, name === "payment_id" ? "261101000000000000999" : value]);
  const { text } = await notify(shop, signedAgain(shop, other));
  assert(text !== "receive-ok", "what the list does not show yet is to come again");
  const after = await view(shop, orderNumber);
  assert(after.order.paymentId === order.paymentId, "the first payment stays the order's");
  assert(!after.steps.some((step) => step.kind === "double"), "a payment that is none must not be refunded");
}

async function refusesStrangers(shop) {
  const { orderNumber } = await pay(shop, CARDS.approve);
  const { steps } = await view(shop, orderNumber);
  const body = signedAgain(shop, steps.find((step) => step.kind === "answer").rows);
  const headers = { "content-type": "application/xml" };
  for (const token of ["", "f".repeat(48)]) {
    const init = { method: "POST", headers: { ...headers, "x-notice-token": token }, body };
    const { status } = await fetch(`${shop.origin}/notice`, init);
    assert(status === 403, `the Worker answered ${status}`);
  }
}

async function leadsHome(shop) {
  const { orderNumber } = await pay(shop, CARDS.approve);
  const body = new URLSearchParams({ order_number: orderNumber, payment_status: "1" });
  const init = { method: "POST", body, redirect: "manual" };
  const { status, headers } = await fetch(`${shop.origin}/return/${orderNumber}`, init);
  const clean = `${shop.origin}/orders/${orderNumber}`;
  assert(status === 303 && headers.get("location") === clean, `it led to ${headers.get("location")}`);
  assert(headers.get("cache-control") === "no-store", "no cache may keep it");
  const { steps } = await view(shop, orderNumber);
  assert(steps.at(-1).text.includes("nothing signed"), `the page says ${steps.at(-1).text}`);
}

async function showsNoSignature(shop) {
  const { orderNumber } = await pay(shop, CARDS.approve);
  const { steps } = await waitFor(shop, orderNumber, (found) => found.some((step) => step.kind === "notification"));
  const shown = JSON.stringify(steps);
  assert(shown.includes("signValue"), "the page says that there is one");
  assert(!/[0-9a-f]{64}/i.test(shown), "and shows no more than its beginning");
}

async function wantsBrokenAgain(shop) {
  const { orderNumber } = await pay(shop, CARDS.approve);
  const { steps } = await view(shop, orderNumber);
  const whole = signedAgain(shop, steps.find((step) => step.kind === "answer").rows);
  for (const body of [whole.slice(0, whole.length / 2), "", "<html><body>Bad gateway<br></body></html>"]) {
    const { status, text } = await notify(shop, body);
    assert(status >= 400 && text !== "receive-ok", `a broken notice got ${status} ${text}`);
  }
}

async function storesNoCard(shop) {
  const { orderNumber } = await shop.json("/api/orders", {});
  const body = { orderNumber, cardData: CARDS.approve, cardName: "Ada Lovelace", email: "ada@example.com" };
  const answer = await shop.json("/api/pay", body);
  assert(answer.error === "invalid_field" && answer.outcome === "nothing-sent", `the Worker answered ${answer.error}`);
  const seen = JSON.stringify([answer, await view(shop, orderNumber)]);
  assert(!seen.includes(CARDS.approve), "a card number in the ciphertext's place must be kept nowhere");
  const { order } = await view(shop, orderNumber);
  assert(order.state === "created", `the order can be paid still, it is ${order.state}`);
}

async function refusesLongBody(shop) {
  const { orderNumber } = await shop.json("/api/orders", {});
  let status;
  try {
    ({ status } = await shop.json("/api/pay", { orderNumber, cardData: "A".repeat(1 << 22) }));
  } catch (error) {
    // Who does not read may also close while the rest is on its way: the sender then has no answer, only an end.
    if (error.message !== "fetch failed") throw error;
    status = 404;
  }
  assert(status === 404, `the Worker answered ${status}`);
  assert((await shop.json("/api/config")).config !== undefined, "the Worker answers no more");
}

async function pay(shop, number, { orderNumber, cardName = "Ada Lovelace" } = {}) {
  const { config } = await shop.json("/api/config");
  const name = orderNumber ?? (await shop.json("/api/orders", {})).orderNumber;
  const cardData = await encryptCard(
    { number, expiryMonth: "12", expiryYear: "2030", securityCode: "123" },
    config.publicKey,
  );
  const answer = await shop.json("/api/pay", { orderNumber: name, cardData, cardName, email: "ada@example.com" });
  const { status } = answer;
  return { orderNumber: name, status, answer };
}

/** Opens a page of the gateway's for an order, as a till beside the shop would. */
async function openPage(shop, orderNumber) {
  const { account, terminal, secureCode } = shop.credentials();
  const { payments } = createPayments({
    environment: { base: "sandbox", hosts: { payment: shop.gateway } },
    account,
    terminals: [{ terminal, secureCode }],
  });
  const { redirectUrl } = await payments.createHosted({
    ...{ orderNumber, amount: "48.00", currency: "USD" },
    billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "US", state: "CA" },
    backUrl: `${shop.origin}/return/${orderNumber}`,
    noticeUrl: shop.noticeUrl,
  });
  return redirectUrl;
}

/** Makes a notice of fields as the gateway would, by the order of protocol.md §4.1 and Node's own hash. */
function signedAgain(shop, rows) {
  const { signValue: _old, pay_url: _url, ...fields } = Object.fromEntries(rows);
  const order =
    "account terminal order_number order_currency order_amount order_notes card_number payment_id payment_authType payment_status payment_details payment_risk";
  const text =
    order
      .split(" ")
      .map((name) => fields[name] ?? "")
      .join("") + shop.credentials().secureCode;
  const signValue = createHash("sha256").update(text).digest("hex").toUpperCase();
  const elements = Object.entries({ ...fields, signValue }).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<response>${elements.join("")}</response>`;
}

async function notify(shop, body) {
  const headers = { "content-type": "application/xml" };
  const response = await fetch(shop.noticeUrl, { method: "POST", headers, body });
  return { status: response.status, text: await response.text() };
}

function view(shop, orderNumber) {
  return shop.json(`/api/orders/${orderNumber}`);
}

async function waitFor(shop, orderNumber, holds) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await view(shop, orderNumber);
    if (holds(found.steps)) return found;
    assert(Date.now() < until, "no notification came");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

await runAlone(import.meta, run);
