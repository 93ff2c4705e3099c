import { fetchReport, toLines } from "../reconcile.mjs";
import { ADA, answerPages, carryForm, createShopper, encryptTestCard } from "./shopper.mjs";

const APPROVED = "4111111111111111";

/** Every further flow: what is done, said line by line, and what must hold at the end. */
const FLOWS = [
  { title: "On the gateway's page, made by the server's call", run: hostedByServer },
  { title: "On the gateway's page, by a signed form, with 3-D Secure", run: hostedByForm },
  { title: "In the gateway's frame, by the vendor's script", run: embedded },
  { title: "Reserved, then captured", run: captured },
  { title: "Reserved, then given back", run: voided },
  { title: "Refunded in parts, and never more than was paid", run: refunded },
  { title: "A stored card: first charge and renewal", run: renewed },
  { title: "An answer that got lost: asked for, never paid twice", run: lost },
  { title: "Questions from a registered address only", run: relayed },
  { title: "The day closed: what was missed, differs, or was paid twice", run: reconciled },
];

/** Runs the flows against running servers, prints them, and returns how many there are and how many went wrong. */
export async function runFlows(servers) {
  let failed = 0;
  for (const { title, run } of FLOWS) {
    console.log(`  ${title}`);
    try {
      const end = await run({ ...createShopper(servers.shopOrigin), ...servers });
      console.log(`    ✓ ${end}\n`);
    } catch (error) {
      failed++;
      console.log(`    ✗ ${error.message}\n`);
    }
  }
  return { count: FLOWS.length, failed };
}

async function hostedByServer({ json, waitForState }) {
  const { orderNumber } = await json("/api/orders", { flow: "hosted" });
  const { redirectUrl } = await json("/api/hosted", { orderNumber, how: "redirect", ...ADA });
  say(`the gateway made a page: ${new URL(redirectUrl).pathname.slice(0, 20)}…`);
  const back = await answerPages(redirectUrl, "approve");
  say(`the shopper paid there and came back to ${new URL(back).pathname}; nothing is decided by that`);
  const { order } = await waitForState(orderNumber, "paid");
  return `The notification says ${order.state}`;
}

async function hostedByForm({ json, waitForState }) {
  const { orderNumber } = await json("/api/orders", { flow: "hosted" });
  const { form } = await json("/api/hosted", { orderNumber, how: "form", ...ADA });
  say(`the page posts ${Object.keys(form.fields).length} fields, signed, to ${new URL(form.action).pathname}`);
  await answerPages(await carryForm(form), "challenge", "confirm");
  say("the shopper's bank asked, and the shopper confirmed");
  await waitForState(orderNumber, "paid");
  return "The notification says paid";
}

async function embedded({ json, view, waitForState, gatewayOrigin }) {
  const { orderNumber } = await json("/api/orders", { flow: "embedded" });
  const { fields } = await json("/api/embedded", { orderNumber, ...ADA, amount: "0.01" });
  same(fields.order_amount, "48.00", "the amount signed is the stored order's");
  say("the Worker signed the stored order's amount, whatever the page asked for");
  const again = await json("/api/embedded", { orderNumber, ...ADA });
  same(again.error, "unknown_order", "fields are signed once");
  // What the frame does, which the stand-in for the vendor's script draws in a browser.
  const body = new URLSearchParams({ ...fields, card_data: await encryptTestCard(APPROVED, fields.key) });
  const result = await (await fetch(`${gatewayOrigin}/gateway/direct/pay`, { method: "POST", body })).text();
  say(`the frame's result reached the page: ${/<payment_details>([^<]+)/.exec(result)[1]}; it decides nothing`);
  same((await view(orderNumber)).order.state, "at-gateway", "the order waits for its notification");
  await waitForState(orderNumber, "paid");
  return "The notification says paid";
}

async function captured({ payByCard, office, waitForState }) {
  const { orderNumber, answer } = await payByCard(APPROVED, "reserve");
  same(answer.status, "authorised", "the money is reserved");
  say("the card's answer: authorised, nothing taken yet");
  await office("capture", { orderNumber });
  await waitForState(orderNumber, "paid");
  const again = await office("capture", { orderNumber });
  same(again.error, "not_authorised", "nothing is left to capture");
  return "Captured once: paid";
}

async function voided({ payByCard, office, waitForState }) {
  const { orderNumber } = await payByCard(APPROVED, "reserve");
  await office("void", { orderNumber });
  await waitForState(orderNumber, "voided");
  return "Nothing was charged";
}

async function refunded({ payByCard, office, waitForState, waitFor }) {
  const { orderNumber } = await payByCard(APPROVED);
  await waitForState(orderNumber, "paid");
  for (const amount of ["20.00", "28.00"]) {
    const { status } = await office("refund", { orderNumber, amount });
    same(status, "pending", `a refund of ${amount} is begun`);
    say(`${amount} of 48.00: begun`);
  }
  const more = await office("refund", { orderNumber, amount: "0.01" });
  same(more.error, "too_much", "a cent more is refused");
  say("0.01 more: refused");
  const { refunds } = await waitFor(orderNumber, (found) => found.refunds.every(({ status }) => status === "approved"));
  return `${refunds.length} refunds are done: a notice hinted at each, and the gateway was asked`;
}

async function renewed({ json, office, waitForState }) {
  const { form } = await json("/api/club", ADA);
  const back = await answerPages(await carryForm(form), "approve");
  const customerId = back.split("/").at(-1);
  const { member } = await json(`/api/club/${customerId}`);
  same(member.state, "stored", "the gateway, asked by the customer's number, has a stored payment");
  say("a card was stored on the gateway's page, and its id asked for by the customer's number");
  for (const [month, charge] of [
    [1, () => json(`/api/club-start/${customerId}`, {})],
    [2, () => office("renew", { customerId })],
  ]) {
    const { status, orderNumber } = await charge();
    same(status, "approved", `month ${month} is charged`);
    const { steps } = await waitForState(orderNumber, "paid");
    same(/[\da-f]{8}(-[\da-f]{4}){3}-/i.test(JSON.stringify(steps)), false, "a page shows no stored payment's id");
    say(`month ${month}: ${status}`);
  }
  const both = await Promise.all([office("renew", { customerId }), office("renew", { customerId })]);
  same(both.filter(({ status }) => status === "approved").length, 1, "two jobs at once charge a month once");
  return "Three months, each charged once, also by two jobs at the same time";
}

async function lost({ json, shopOrigin, office, waitForState }) {
  await office("rehearse", { what: "lost" });
  const { config } = await json("/api/config");
  const opened = await fetch(`${shopOrigin}/api/orders`, { method: "POST", body: "{}" });
  const cookie = opened.headers.get("set-cookie").split(";")[0];
  const { orderNumber } = await opened.json();
  const cardData = await encryptTestCard(APPROVED, config.publicKey);
  const answer = await json("/api/pay", { orderNumber, cardData, cardName: ADA.name, email: ADA.email });
  same(answer.outcome, "unknown", "the outcome is unknown");
  say(`the answer broke off (${answer.error}): the outcome is unknown`);
  const reopened = await json("/api/orders", { fresh: "yes" }, { cookie });
  same(reopened.orderNumber, orderNumber, "a checkout opened again stays with that order");
  say("the checkout, opened again, makes no second order");
  const { steps } = await waitForState(orderNumber, "paid");
  same(
    steps.some(({ kind }) => kind === "asked"),
    true,
    "the gateway was asked",
  );
  return "The gateway, asked, says paid";
}

async function relayed({ payByCard, waitForState, office, relayOrigin }) {
  const { orderNumber } = await payByCard(APPROVED);
  await waitForState(orderNumber, "paid");
  const past = await office("ask", { orderNumber, past: "yes" });
  same(past.error, "ip_not_registered", "past the relay");
  say("past the relay: ip_not_registered");
  const through = await office("ask", { orderNumber });
  same(through.status, "approved", "through the relay");
  say("through the relay: approved");
  const { status } = await fetch(`${relayOrigin}/gateway/direct/pay`, { method: "POST", body: "" });
  same(status, 404, "the relay passes nothing else on");
  return "The relay passes order-management calls on, and nothing else (a payment: 404)";
}

async function reconciled({ office, payByCard, waitForState, shopOrigin }) {
  for (const what of ["missed", "differs", "double"]) await office("rehearse", { what });
  const { orderNumber } = await payByCard(APPROVED);
  await waitForState(orderNumber, "paid");
  await office("rehearse", { what: "dispute", orderNumber });
  const report = await fetchReport(shopOrigin, 1);
  for (const line of toLines(report)) say(line);
  const kinds = report.findings.map(({ kind }) => kind).sort();
  same(kinds.join(), "differs,dispute,double,missed,missed", "each is found");
  const missed = report.findings.filter(({ kind }) => kind === "missed");
  for (const found of missed) await office("ask", { orderNumber: found.orderNumber });
  const double = report.findings.find(({ kind }) => kind === "double");
  await office("refund", { orderNumber: double.orderNumber, paymentId: double.paymentId });
  const after = await fetchReport(shopOrigin, 1);
  same(
    after.findings
      .map(({ kind }) => kind)
      .sort()
      .join(),
    "differs,dispute",
    "what can be settled is settled",
  );
  return "Found all; the missed ones are settled by asking, the second payment is refunded";
}

function say(text) {
  console.log(`    · ${text}`);
}

function same(found, wanted, what) {
  if (found !== wanted) throw new Error(`${what}: ${wanted} expected, got ${found}`);
}
