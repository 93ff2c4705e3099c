import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encryptCard } from "oceanpayment";
import { startServers } from "./host/servers.mjs";

/** The three journeys, and where each must end. */
const JOURNEYS = [
  { title: "A card that is approved", number: "4111111111111111", end: "paid" },
  { title: "A card that is declined", number: "4000000000000002", end: "declined" },
  { title: "A card that asks for 3-D Secure, confirmed", number: "4000000000003220", answer: "confirm", end: "paid" },
  { title: "A card that asks for 3-D Secure, rejected", number: "4000000000003220", answer: "reject", end: "declined" },
];

/** The values that tell the later journeys from the first. */
const BRIEF = ["card_number", "payment_authType", "payment_status", "payment_details", "pay_url", "status", "details"];
const PATIENCE_MS = 15_000;

const stateDir = mkdtempSync(join(tmpdir(), "oceanpayment-demo-"));
const servers = await startServers({ stateDir, shopPort: 0, gatewayPort: 0 });
console.log(`\n  Shop and Worker ${servers.shopOrigin}, simulated gateway ${servers.gatewayOrigin}\n`);
let failed = 0;
try {
  for (const [index, journey] of JOURNEYS.entries()) failed += (await run(journey, index)) ? 0 : 1;
} finally {
  await servers.dispose();
  rmSync(stateDir, { recursive: true, force: true });
}
console.log(
  failed === 0
    ? `  All ${JOURNEYS.length} journeys ended as they should.\n`
    : `  ${failed} of ${JOURNEYS.length} journeys went wrong.\n`,
);
process.exitCode = failed === 0 ? 0 : 1;

/** Pays one order as the page would, and tells whether it ended as it must. */
async function run({ title, number, answer, end }, index) {
  console.log(`  ${title}`);
  const { config } = await json("/api/config");
  const { orderNumber } = await json("/api/orders", {});
  const cardData = await encryptCard(
    { number, expiryMonth: "12", expiryYear: "2030", securityCode: "123" },
    config.publicKey,
  );
  const result = await json("/api/pay", { orderNumber, cardData, cardName: "Ada Lovelace", email: "ada@example.com" });
  if (answer !== undefined) await answerBank(result.redirectUrl, answer);
  const { order, steps } = await settled(orderNumber);
  const right = order.state === end && steps.some((step) => step.kind === "notification");
  // The first journey shows every value, the others what differs.
  for (const step of steps) printStep(step, index === 0 ? undefined : BRIEF);
  console.log(
    `    ${right ? "✓" : "✗"} The order is ${order.state}${right ? "" : `, and should be ${end} and notified`}\n`,
  );
  return right;
}

/** Answers the bank's page as the shopper would, and lets the browser's form POST carry the result back. */
async function answerBank(redirectUrl, answer) {
  const page = await fetch(redirectUrl, { method: "POST", body: new URLSearchParams({ answer }) });
  const html = await page.text();
  const action = /action="([^"]+)"/.exec(html)[1];
  const fields = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const back = await fetch(action, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  if (back.status !== 303) throw new Error(`the return to the shop answered ${back.status}`);
}

/** Waits until the order is final and the gateway's notification has come. */
async function settled(orderNumber) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const view = await json(`/api/orders/${orderNumber}`);
    const last = (kind) => view.steps.findLastIndex((step) => step.kind === kind);
    const isFinal = ["paid", "declined"].includes(view.order.state);
    if ((isFinal && last("notification") > last("answer")) || Date.now() > until) return view;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function json(path, body) {
  const init = body && { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  return (await fetch(servers.shopOrigin + path, init)).json();
}

function printStep({ title, text, rows }, names) {
  console.log(`    · ${title}`);
  console.log(`      ${text}`);
  for (const [name, value] of rows.filter(([name]) => names?.includes(name) ?? true)) {
    console.log(
      `        ${name.padEnd(20)} ${value.length > 76 ? `${value.slice(0, 60)}… (${value.length} characters)` : value}`,
    );
  }
}
