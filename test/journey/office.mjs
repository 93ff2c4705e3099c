// What two clerks at once, a bad network, or a forged hint do to the merchant's own side. No browser needed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { answerPages, createShopper, encryptTestCard } from "../../playground/demo/shopper.mjs";
import { startServers } from "../../playground/host/servers.mjs";
import { assert, createChecks } from "../boundary/checks.mjs";
import { runAlone } from "../lanes/lanes.mjs";
import { openShop } from "./shop.mjs";

const APPROVED = "4111111111111111";
const CHALLENGED = "4000000000003220";

export async function run() {
  const { check, result } = createChecks("office");
  const shop = await openShop();
  const at = { ...createShopper(shop.origin), shop };
  try {
    await check("refund: two clerks at once give no more back than was paid", () => refundsOnce(at));
    await check("refund: one whose answer is lost counts, until the gateway tells of it", () => countsUnknown(at));
    await check("refund: a forged notice about one changes nothing", () => ignoresHint(at));
    await check("refund: one that a notice hinted at too early is asked about again", () => asksAgain(at));
    await check("chargeback: a notice hints at it, and the gateway, asked, shows it", () => tellsChargeback(at));
    await check("refund: no payment but one that the gateway knows as a second one", () => refundsNoStranger(at));
    await check("notice: one cut so that its payment has another id is held against the gateway's list", () =>
      correctsCut(at),
    );
    await check("capture: one whose answer is lost is asked for, not sent again", () => asksForCapture(at));
    await check("capture: two clerks at once send one", () => capturesOnce(at));
    await check("capture: one that never reached the gateway can be tried again", () => triesAgain(at));
    await check("reserve: with 3-D Secure, the question tells that the money is held", () => holdsAfterChallenge(at));
    await check("unknown: no other order can be begun, whatever the page asks for", () => beginsNoOther(at));
    await check("ask: a page asks for the gateway now and then only", () => asksRarely(at));
    await check("office: closed with real credentials, unless it is asked for", staysClosed);
  } finally {
    await shop.close();
  }
  return result();
}

async function refundsOnce({ office, ...shopper }) {
  const orderNumber = await paid(shopper);
  const parts = await Promise.all(Array.from({ length: 5 }, () => office("refund", { orderNumber, amount: "20.00" })));
  const begun = parts.filter(({ status }) => status === "pending").length;
  assert(begun === 2, `of 48.00 two parts of 20.00 can be given back, not ${begun}`);
  const { refunds } = await shopper.view(orderNumber);
  assert(refunds.length === 2, `${refunds.length} refunds are stored`);
}

async function countsUnknown({ shop, office, ...shopper }) {
  const orderNumber = await paid(shopper);
  await setFaults(shop, [{ kind: "truncated-answer", times: 1, operation: "refunds.create" }]);
  const first = await office("refund", { orderNumber, amount: "30.00" });
  assert(first.outcome === "unknown", `the first ended ${JSON.stringify(first)}`);
  const second = await office("refund", { orderNumber, amount: "30.00" });
  assert(second.error === "too_much", `the second ended ${JSON.stringify(second)}`);
  await office("ask", { orderNumber });
  const { refunds } = await shopper.view(orderNumber);
  assert(refunds.length === 1 && refunds[0].refundId && refunds[0].status !== "unknown", JSON.stringify(refunds));
}

async function ignoresHint({ shop, office, ...shopper }) {
  const orderNumber = await paid(shopper);
  await setFaults(shop, [{ kind: "notice-lost" }]);
  await office("refund", { orderNumber, amount: "10.00" });
  const before = await shopper.view(orderNumber);
  const { account, terminal } = shop.credentials();
  for (const refundId of [before.refunds[0].refundId, "261125143953000009999", ""]) {
    const fields = { account, terminal, notice_type: "refund", push_status: "0", push_id: refundId };
    const text = await notify(shop, { ...fields, order_number: orderNumber, signValue: "A".repeat(64) });
    assert(text !== "receive-ok", "what the gateway does not show is to come again");
  }
  const { refunds, order } = await shopper.view(orderNumber);
  await setFaults(shop, []);
  // What the hint says (it failed) is not believed; what the gateway says, asked, is.
  assert(["pending", "approved"].includes(refunds[0].status), `the refund is ${refunds[0].status}`);
  assert(order.state === "paid" && refunds.length === 1, `the order is ${order.state}`);
}

/** No notice comes when the refund has ended: the timer asks again for what an early one hinted at. */
async function asksAgain({ shop, office, ...shopper }) {
  const orderNumber = await paid(shopper);
  await setFaults(shop, [{ kind: "notice-lost" }]);
  await office("refund", { orderNumber, amount: "10.00" });
  const [{ refundId }] = (await shopper.view(orderNumber)).refunds;
  const { account, terminal } = shop.credentials();
  const fields = { account, terminal, notice_type: "partialRefund", push_status: "1", push_id: refundId };
  const early = await notify(shop, { ...fields, order_number: orderNumber, signValue: "A".repeat(64) });
  assert(early !== "receive-ok", `the early notice got ${early}`);
  const isDone = ({ refunds, steps }) =>
    refunds[0].status === "approved" && steps.some(({ kind, title }) => kind === "hint" && title.includes("complete"));
  await shopper.waitFor(orderNumber, isDone);
  await setFaults(shop, []);
}

async function tellsChargeback({ office, ...shopper }) {
  const orderNumber = await paid(shopper);
  await office("rehearse", { what: "dispute", orderNumber });
  const isTold = ({ steps }) => steps.some(({ kind }) => kind === "chargeback");
  const { order, steps } = await shopper.waitFor(orderNumber, isTold);
  assert(order.state === "paid", "it is for a person to decide what follows");
  assert(steps.filter(({ kind }) => kind === "chargeback").length === 1, "it is told once");
}

async function refundsNoStranger({ office, ...shopper }) {
  const [one, other] = [await paid(shopper), await paid(shopper)];
  const { paymentId } = (await shopper.view(other)).order;
  const { error } = await office("refund", { orderNumber: one, paymentId, amount: "48.00" });
  assert(error === "not_double", `it ended ${error}`);
}

/** The shopper carries a signed result home, cuts it anew where nothing protects it, and posts it before the gateway. */
async function correctsCut({ shop, office, json, ...shopper }) {
  const { orderNumber } = await json("/api/orders", { flow: "hosted" });
  const who = { name: "Ada Lovelace", email: "ada@example.com" };
  const { redirectUrl } = await json("/api/hosted", { orderNumber, how: "redirect", ...who });
  await setFaults(shop, [{ kind: "notice-lost" }]);
  const page = await fetch(redirectUrl, { method: "POST", body: new URLSearchParams({ answer: "approve" }) });
  const found = [...(await page.text()).matchAll(/name="([^"]+)" value="([^"]*)"/g)];
  const { payment_id: id, card_number: card, ...rest } = Object.fromEntries(found.map(([, ...pair]) => pair));
  await notify(shop, { ...rest, card_number: card + id.slice(0, 2), payment_id: id.slice(2) });
  const { order: paid } = await shopper.waitForState(orderNumber, "paid");
  assert(paid.paymentId === id, `the payment is ${paid.paymentId}, and the gateway's is ${id}`);
  await setFaults(shop, []);
  await office("ask", { orderNumber });
  const { order, steps } = await shopper.view(orderNumber);
  assert(order.paymentId === id, `asked again, the payment is ${order.paymentId}, and the gateway's is ${id}`);
  assert(!steps.some(({ kind }) => kind === "double"), "one payment is no double payment");
}

async function asksForCapture({ shop, office, ...shopper }) {
  const orderNumber = await reserved(shopper);
  await setFaults(shop, [
    { kind: "truncated-answer", times: 1, operation: "payments.capture" },
    { kind: "notice-lost", times: 1 },
  ]);
  const answer = await office("capture", { orderNumber });
  assert(answer.outcome === "unknown", `it ended ${JSON.stringify(answer)}`);
  const { steps } = await shopper.waitForState(orderNumber, "paid");
  const sent = steps.filter(({ text }) => text.includes("/gateway/service/auth")).length;
  assert(sent === 1, `it was sent ${sent} times`);
  assert(
    steps.some(({ kind }) => kind === "asked"),
    "the gateway must have been asked",
  );
}

async function capturesOnce({ office, ...shopper }) {
  const orderNumber = await reserved(shopper);
  const answers = await Promise.all([
    office("capture", { orderNumber }),
    office("capture", { orderNumber }),
    office("void", { orderNumber }),
  ]);
  const done = answers.filter(({ status }) => status === "approved").length;
  assert(done === 1, `${done} of three were sent: ${JSON.stringify(answers)}`);
}

async function triesAgain({ shop, office, ...shopper }) {
  const orderNumber = await reserved(shopper);
  await setFaults(shop, [{ kind: "http-500", times: 1, operation: "payments.capture" }]);
  await office("capture", { orderNumber });
  // Asked, the gateway says that the money is still held.
  await shopper.waitForState(orderNumber, "authorised");
  const { status } = await office("capture", { orderNumber });
  assert(status === "approved", `the second try is ${status}`);
}

async function holdsAfterChallenge({ office, ...shopper }) {
  const { orderNumber, answer } = await shopper.payByCard(CHALLENGED, "reserve");
  await answerPages(answer.redirectUrl, "confirm");
  await office("ask", { orderNumber });
  await shopper.waitForState(orderNumber, "authorised");
  await office("capture", { orderNumber });
  await shopper.waitForState(orderNumber, "paid");
}

async function beginsNoOther({ shop, office, json, waitForState }) {
  await office("rehearse", { what: "lost" });
  const { config } = await json("/api/config");
  const opened = await fetch(`${shop.origin}/api/orders`, { method: "POST", body: "{}" });
  const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
  assert(/httponly/i.test(opened.headers.get("set-cookie")), "no script may read it");
  const { orderNumber } = await opened.json();
  const cardData = await encryptTestCard(APPROVED, config.publicKey);
  const answer = await json("/api/pay", { orderNumber, cardData, cardName: "Ada", email: "ada@example.com" });
  assert(answer.outcome === "unknown", `the payment ended ${JSON.stringify(answer)}`);
  const again = await json("/api/orders", { fresh: "yes" }, { cookie });
  assert(again.error === "last_order_open" && again.orderNumber === orderNumber, JSON.stringify(again));
  await waitForState(orderNumber, "paid");
  const next = await json("/api/orders", {}, { cookie });
  assert(next.error === undefined && next.orderNumber !== orderNumber, "once it is known, there is a next order");
}

async function asksRarely({ json, ...shopper }) {
  const orderNumber = await paid(shopper);
  const answers = await Promise.all(Array.from({ length: 5 }, () => json(`/api/ask/${orderNumber}`, {})));
  const asked = answers.filter(({ status }) => status === "approved").length;
  assert(asked === 1, `the gateway was asked ${asked} times`);
}

async function staysClosed() {
  const real = {
    OCEANPAYMENT_ENVIRONMENT: "sandbox",
    OCEANPAYMENT_ACCOUNT: "900001",
    OCEANPAYMENT_TERMINAL: "90000101",
    OCEANPAYMENT_SECURE_CODE: "0123456789abcdef",
  };
  const stateDir = mkdtempSync(`${tmpdir()}/oceanpayment-office-`);
  const servers = await startServers({ stateDir, real });
  try {
    for (const path of ["/office", "/api/office"]) {
      const { status } = await fetch(servers.shopOrigin + path);
      assert(status === 404, `${path} answered ${status}`);
    }
    const page = await fetch(`${servers.shopOrigin}/hosted`);
    const policy = page.headers.get("content-security-policy") ?? "";
    assert(policy.includes("form-action https://test-secure.oceanpayment.com;"), `its policy is ${policy}`);
  } finally {
    await servers.dispose();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

async function paid({ payByCard, waitFor }) {
  const { orderNumber } = await payByCard(APPROVED);
  await waitFor(orderNumber, ({ steps }) => steps.some(({ kind }) => kind === "notification"));
  return orderNumber;
}

async function reserved({ payByCard, waitFor }) {
  const { orderNumber } = await payByCard(APPROVED, "reserve");
  await waitFor(orderNumber, ({ steps }) => steps.some(({ kind }) => kind === "notification"));
  return orderNumber;
}

async function setFaults(shop, faults) {
  const headers = { "content-type": "application/json" };
  await fetch(`${shop.gateway}/simulated/faults`, { method: "POST", headers, body: JSON.stringify(faults) });
}

async function notify(shop, fields) {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  const headers = { "content-type": "application/xml" };
  const body = `<response>${elements.join("")}</response>`;
  return (await fetch(shop.noticeUrl, { method: "POST", headers, body })).text();
}

await runAlone(import.meta, run);
