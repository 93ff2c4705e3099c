// What the lanes of real browsers share: the suite in a page and in a page's worker, and a page over plain http.
import { bundleSuite, checksResult, judgeLane, secondsSince } from "./lanes.mjs";
import { pageOf, servePages } from "./page-server.mjs";

const PAGE_TIMEOUT_MS = 120_000;

const PAGE_SCRIPT = `import "/prelude.mjs";
import { runSuite } from "/suite.mjs";
globalThis.outcome = runSuite({ document: true });
`;

const WORKER_SCRIPT = `import "/prelude.mjs";
import { runSuite } from "/suite.mjs";
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
 * Runs the suite in a page of a browser under a strict policy, and in a worker of a page: both refuse secrets. Then looks
 * at a page over plain http at `shop.test`, where there is no cryptography and the library must say so. `launch` returns
 * the browser, in which that name must be this machine; `prelude` is a script that runs before the suite.
 */
export async function runPageLane(name, launch, prelude = "") {
  const startMs = performance.now();
  const browser = await launch().catch((error) => error);
  if (browser instanceof Error) return checksResult(name, 1, [failureOf("launch", browser)], startMs);
  const server = await servePages(filesOf(await bundleSuite(), prelude));
  try {
    const local = `http://localhost:${server.port}`;
    const page = await judgeLane(name, { document: true }, () => runPage(browser, `${local}/page.html`));
    const worker = await judgeLane(`${name} worker`, { document: true }, () =>
      runPage(browser, `${local}/worker.html`),
    );
    const insecure = await checkInsecure(name, browser, `http://shop.test:${server.port}/insecure.html`);
    return join([page, worker, insecure], startMs);
  } finally {
    await browser.close();
    await server.close();
  }
}

function filesOf(suite, prelude) {
  return {
    "/prelude.mjs": prelude,
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
  // Firefox reports that the policy keeps it from the icon it asks for by itself.
  const note = (name, text) => text.includes("/favicon.ico") || faults.push({ name, message: text });
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

async function checkInsecure(name, browser, url) {
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
  return checksResult(`${name} insecure context`, 1, failures, startMs);
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
