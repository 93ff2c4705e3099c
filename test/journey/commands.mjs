// The two commands a newcomer runs: `npm run demo` ends well, and `npm start` serves, stops, and starts again.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { assert, createChecks } from "../boundary/checks.mjs";
import { ROOT, runAlone, runCommand } from "../lanes/lanes.mjs";

const READY_MS = 30_000;

export async function run() {
  const { check, result } = createChecks("commands");
  await check("npm run demo: every journey ends as it should", demoEndsWell);
  await check("npm run demo: exits 1 when a journey goes wrong", demoCanFail);
  await check("npm start: prints the shop's address, serves it, and stops", startServes);
  await check("npm start: a missing credential of a real gateway is named", startNamesCredential);
  return result();
}

async function demoEndsWell() {
  const { code, output } = await runCommand(process.execPath, ["playground/demo.mjs"]);
  assert(code === 0 && output.includes("All 4 journeys ended as they should"), output.slice(-2000));
  assert(!/warning/i.test(output), "the demonstration must print no warning");
}

async function demoCanFail() {
  const source = readFileSync(`${ROOT}playground/demo.mjs`, "utf8");
  const wrong = source.replace(
    'number: "4000000000000002", end: "declined"',
    'number: "4000000000000002", end: "paid"',
  );
  assert(wrong !== source, "the planted fault must change the demonstration");
  const file = `${ROOT}test/.out/demo-with-fault.mjs`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wrong.replaceAll('from "./', 'from "../../playground/'));
  const { code, output } = await runCommand(process.execPath, [file]);
  assert(code === 1 && output.includes("1 of 4 journeys went wrong"), `it ended with code ${code}`);
}

async function startServes() {
  const stateDir = mkdtempSync(join(tmpdir(), "oceanpayment-start-"));
  const child = spawn(process.execPath, [`${ROOT}playground/start.mjs`], {
    env: { ...process.env, PLAYGROUND_STATE: stateDir, PORT: "0", GATEWAY_PORT: "0" },
  });
  try {
    const origin = await addressOf(child);
    const page = await fetch(origin);
    assert(page.ok && (await page.text()).includes("Pay by card"), "the shop must show its checkout");
    const policy = page.headers.get("content-security-policy") ?? "";
    assert(policy.includes("default-src 'none'") && !policy.includes("unsafe"), `the shop's policy is ${policy}`);
    const { config } = await (await fetch(`${origin}/api/config`)).json();
    assert(Object.keys(config).sort().join() === "account,environment,publicKey,terminal", "a page gets four members");
  } finally {
    const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
    child.kill("SIGINT");
    const end = await ended;
    rmSync(stateDir, { recursive: true, force: true });
    assert(end === 0, `it stopped with ${end}`);
  }
}

async function startNamesCredential() {
  const env = { PORT: "0", OCEANPAYMENT_ENVIRONMENT: "production", OCEANPAYMENT_ACCOUNT: "900001" };
  const { code, output } = await runCommand(process.execPath, ["playground/start.mjs"], { env });
  assert(code === 1, `it ended with code ${code}`);
  assert(output.includes("OCEANPAYMENT_TERMINAL") && output.includes("Account Dashboard"), output.slice(0, 300));
}

/** Waits for the line that names the shop's address. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let printed = "";
    const give = (chunk) => {
      printed += chunk;
      const found = /Shop +(http:\S+)/.exec(printed)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on("data", give);
    child.stderr.on("data", (chunk) => (printed += chunk));
    child.once("exit", (code) => reject(new Error(`it ended with code ${code}: ${printed}`)));
    setTimeout(() => reject(new Error(`no address within ${READY_MS} ms: ${printed}`)), READY_MS).unref();
  });
}

await runAlone(import.meta, run);
