import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runFlows } from "./demo/flows.mjs";
import { answerPages, createShopper } from "./demo/shopper.mjs";
import { startServers } from "./host/servers.mjs";

/** The journeys of a card, and where each must end. */
const JOURNEYS = [
  { title: "A card that is approved", number: "4111111111111111", end: "paid" },
  { title: "A card that is declined", number: "4000000000000002", end: "declined" },
  { title: "A card that asks for 3-D Secure, confirmed", number: "4000000000003220", answer: "confirm", end: "paid" },
  { title: "A card that asks for 3-D Secure, rejected", number: "4000000000003220", answer: "reject", end: "declined" },
];

/** The values that tell the later journeys from the first. */
const BRIEF = ["card_number", "payment_authType", "payment_status", "payment_details", "pay_url", "status", "details"];

const stateDir = mkdtempSync(join(tmpdir(), "oceanpayment-demo-"));
const servers = await startServers({ stateDir, shopPort: 0, gatewayPort: 0 });
const shopper = createShopper(servers.shopOrigin);
const { shopOrigin, gatewayOrigin, relayOrigin, noticeUrl } = servers;
console.log(
  `\n  Shop and Worker ${shopOrigin}, simulated gateway ${gatewayOrigin}, relay ${relayOrigin}, notices ${noticeUrl}\n`,
);
let failed = 0;
try {
  for (const [index, journey] of JOURNEYS.entries()) failed += (await run(journey, index)) ? 0 : 1;
  sum("journeys", JOURNEYS.length, failed);
  const flows = await runFlows(servers);
  sum("flows", flows.count, flows.failed);
  failed += flows.failed;
} finally {
  await servers.dispose();
  rmSync(stateDir, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;

/** Pays one order as the page would, and tells whether it ended as it must. */
async function run({ title, number, answer, end }, index) {
  console.log(`  ${title}`);
  const { orderNumber, answer: result } = await shopper.payByCard(number);
  if (answer !== undefined) await answerPages(result.redirectUrl, answer);
  const { order, steps } = await settled(orderNumber);
  const right = order.state === end && steps.some((step) => step.kind === "notification");
  // The first journey shows every value, the others what differs.
  for (const step of steps) printStep(step, index === 0 ? undefined : BRIEF);
  console.log(
    `    ${right ? "✓" : "✗"} The order is ${order.state}${right ? "" : `, and should be ${end} and notified`}\n`,
  );
  return right;
}

/** Waits until the order is final and the gateway's notification has come; returns what there is where it does not. */
function settled(orderNumber) {
  const isNotified = (steps) => {
    const last = (kind) => steps.findLastIndex((step) => step.kind === kind);
    return last("notification") > last("answer");
  };
  const isEnd = ({ order, steps }) => ["paid", "declined"].includes(order.state) && isNotified(steps);
  return shopper.waitFor(orderNumber, isEnd).catch(() => shopper.view(orderNumber));
}

function sum(what, count, failed) {
  console.log(
    failed === 0 ? `  All ${count} ${what} ended as they should.\n` : `  ${failed} of ${count} ${what} went wrong.\n`,
  );
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
