import { CHROMIUM_FLAGS, ensureChromium } from "./chromium-install.mjs";
import { bundleSuite, checksResult, findTools, judgeLane, notRun, runAlone, secondsSince } from "./lanes.mjs";
import { pageOf, servePages } from "./page-server.mjs";

// A name that is neither https nor localhost, on this machine: an insecure context.
const FLAGS = [...CHROMIUM_FLAGS, "--host-resolver-rules=MAP shop.test 127.0.0.1"];

const LAUNCH_TIMEOUT_MS = 60_000;
const PAGE_TIMEOUT_MS = 120_000;

const PAGE_SCRIPT = `import { runSuite } from "/suite.mjs";
globalThis.outcome = runSuite({ document: true });
`;

const WORKER_SCRIPT = `import { runSuite } from "/suite.mjs";
postMessage(await runSuite({ document: true }));
`;

const WORKER_PAGE_SCRIPT = `const policy = trustedTypes.createPolicy("lane", { createScriptURL: (url) => url });
globalThis.outcome = new Promise((resolve, reject) => {
  const worker = new Worker(policy.createScriptURL("/worker.mjs"), { type: "module" });
  worker.addEventListener("message", (event) => resolve(event.data));
  worker.addEventListener("error", (event) => reject(new Error(event.message || "the worker did not load")));
});
`;

const INSECURE_SCRIPT = `import { CARD, encryptCard, KEY_1024 } from "/suite.mjs";
globalThis.outcome = encryptCard(CARD, KEY_1024.hex).then(
  () => ({ secure: isSecureContext, code: "none: it was encrypted" }),
  (error) => ({ secure: isSecureContext, code: error.code, message: error.message }),
);
`;

/**
 * Runs the suite in a page of real Chromium under a strict policy, and in a worker of a page: both refuse secrets. Then
 * looks at a page over plain http, where there is no cryptography and the library must say so.
 */
export async function run() {
  const executablePath = await ensureChromium();
  if (executablePath === undefined) return notRun("chromium", "no Chromium was found, and none could be installed");
  const { toolImport, missing } = await findTools();
  if (missing) return notRun("chromium", missing);
  const startMs = performance.now();
  const { chromium } = await toolImport("playwright-core");
  // A launch makes a user data folder of its own, and removes it.
  const browser = await chromium
    .launch({ executablePath, args: FLAGS, timeout: LAUNCH_TIMEOUT_MS })
    .catch((error) => error);
  if (browser instanceof Error) return checksResult("chromium", 1, [failureOf("launch", browser)], startMs);
  const server = await servePages(filesOf(await bundleSuite()));
  try {
    const local = `http://localhost:${server.port}`;
    const page = await judgeLane("chromium", { document: true }, () => runPage(browser, `${local}/page.html`));
    const worker = await judgeLane("chromium worker", { document: true }, () =>
      runPage(browser, `${local}/worker.html`),
    );
    return join([page, worker, await checkInsecure(browser, `http://shop.test:${server.port}/insecure.html`)], startMs);
  } finally {
    await browser.close();
    await server.close();
  }
}

function filesOf(suite) {
  return {
    "/suite.mjs": suite,
    "/page.html": pageOf("/page.mjs"),
    "/page.mjs": PAGE_SCRIPT,
    "/worker.html": pageOf("/worker-page.mjs"),
    "/worker-page.mjs": WORKER_PAGE_SCRIPT,
    "/worker.mjs": WORKER_SCRIPT,
    "/insecure.html": pageOf("/insecure.mjs"),
    "/insecure.mjs": INSECURE_SCRIPT,
  };
}

async function runPage(browser, url) {
  const { outcome, faults } = await visit(browser, url);
  return { report: outcome, faults };
}

/** Opens a page and returns what its script came to, and what the page complained of: a breach of the policy, say. */
async function visit(browser, url) {
  const page = await browser.newPage();
  const faults = [];
  const note = (name, text) => faults.push({ name, message: text });
  page.setDefaultTimeout(PAGE_TIMEOUT_MS);
  page.on("pageerror", (error) => note("page error", String(error)));
  page.on("console", (message) => message.type() === "error" && note("console", message.text()));
  try {
    await page.goto(url, { waitUntil: "load" });
    const outcome = await withDeadline(page.evaluate(() => globalThis.outcome));
    if (outcome === undefined || outcome === null) throw new Error(`the page ran no script: ${JSON.stringify(faults)}`);
    return { outcome, faults };
  } finally {
    await page.close();
  }
}

async function checkInsecure(browser, url) {
  const startMs = performance.now();
  const failures = [];
  try {
    const { outcome, faults } = await visit(browser, url);
    failures.push(...faults);
    if (outcome.secure !== false) failures.push({ name: "insecure context", message: "the page was a secure context" });
    if (outcome.code !== "crypto_unavailable") {
      failures.push({
        name: "insecure context",
        message: `expected crypto_unavailable, got ${JSON.stringify(outcome)}`,
      });
    }
  } catch (error) {
    failures.push(failureOf("insecure context", error));
  }
  return checksResult("chromium insecure context", 1, failures, startMs);
}

function join(parts, startMs) {
  const [page] = parts;
  const sum = (name) => parts.reduce((total, part) => total + part[name], 0);
  const failures = parts.flatMap((part) =>
    part.failures.map(({ name, message }) => ({ name: `${part.name}: ${name}`, message })),
  );
  const { name, cases, refusals } = page;
  const seconds = secondsSince(startMs);
  return { name, cases, refusals, passed: sum("passed"), failed: sum("failed"), failures, seconds, parts };
}

function failureOf(name, error) {
  return { name, message: String(error?.stack ?? error) };
}

function withDeadline(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the page did not end in time")), PAGE_TIMEOUT_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

await runAlone(import.meta, run);
