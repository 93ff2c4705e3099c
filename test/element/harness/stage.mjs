import { installProbe } from "./probe.mjs";
import { CONFIG } from "./terminal.mjs";

const PAGE_TIMEOUT_MS = 45_000;

/** What Firefox and Chromium say by themselves, and is no fault of the page. */
const OWN_NOISE = ["/favicon.ico"];

let pages = 0;

/**
 * Opens a page with the element in it, and waits until it is ready. Returns what a test does with it. Every fault the page
 * complains of, a breach of the policy say, is kept for `closeStage`.
 */
export async function openStage({ context, server }, options = {}) {
  const { host = "localhost", open = false, ready = true, viewport, media, query = "" } = options;
  const path = `/page-${++pages}.html`;
  server.serve(path, htmlOf(options));
  server.serve("/page.css", options.css ?? "body{margin:16px;font-family:sans-serif}");
  const page = await context.newPage();
  page.setDefaultTimeout(PAGE_TIMEOUT_MS);
  const faults = [];
  const logs = [];
  const sent = [];
  const note = (fault) => OWN_NOISE.some((noise) => fault.includes(noise)) || faults.push(fault);
  page.on("pageerror", (error) => note(`page error: ${error}`));
  page.on("console", (message) => {
    logs.push(message.text());
    if (["error", "warning"].includes(message.type())) note(`console: ${message.text()}`);
  });
  page.on("request", (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`));
  if (media) await page.emulateMedia(media);
  if (viewport) await page.setViewportSize(viewport);
  await page.addInitScript(installProbe, { open });
  const url = `http://${host}:${server.port}${path}${query}`;
  const seen = server.requests.length;
  await page.goto(url, { waitUntil: "load" });
  const requests = () => server.requests.slice(seen);
  const posts = () => requests().filter(({ method }) => method === "POST");
  const forgive = (...texts) => {
    const left = faults.filter((fault) => !texts.some((text) => fault.includes(text)));
    faults.splice(0, faults.length, ...left);
  };
  const stage = { page, url, forgive, requests, posts, path, faults, logs, sent, server, ...actionsOf(page) };
  if (ready) await stage.ready();
  return stage;
}

/** Closes a page. Returns what it complained of, breaches of the policy first. */
export async function closeStage({ page, faults }) {
  if (page.isClosed()) return faults;
  // A page that is on its way elsewhere may never answer.
  const late = new Promise((resolve) => setTimeout(resolve, 10_000, []));
  const read = page.evaluate(() => globalThis.probe?.violations ?? []).catch(() => []);
  const violations = await Promise.race([read, late]);
  await page.close();
  return [...violations, ...faults];
}

function actionsOf(page) {
  const input = (id) => page.evaluateHandle((id) => probe.field(id), id).then((handle) => handle.asElement());
  const until = (test, argument) => page.waitForFunction(test, argument, { polling: 20 });
  return {
    input,
    until,
    ready: () =>
      until(() => probe.root()?.getElementById("number") && shop.events.some(({ type }) => type === "ready")),
    /** Waits until the browser is at a path: where a form was sent. */
    arrive: async (path) => {
      const isThere = () => new URL(page.url()).pathname === path;
      for (let i = 0; i < 600 && !isThere(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
      if (!isThere()) throw new Error(`the page is still at ${page.url()}, and not at ${path}`);
    },
    read: (id) => page.evaluate((id) => probe.read(id), id),
    values: () => page.evaluate(() => probe.values()),
    messages: () => page.evaluate(() => probe.messages()),
    type: async (id, text) => {
      await (await input(id)).focus();
      await page.keyboard.type(text);
    },
    fillCard: async ({ number, expiry, securityCode, holder }) => {
      const values = Object.entries({ number, expiry, "security-code": securityCode, holder });
      for (const [id, text] of values.filter(([, text]) => text !== undefined)) {
        await (await input(id)).focus();
        await page.keyboard.type(text);
      }
    },
  };
}

/** A whole card whose digits nobody else has: a published test number. */
export const CARD = { number: "6011000990139424", expiry: "1230", securityCode: "739" };

function htmlOf({ lang = "en", attributes = "", before = "", after = "", form = true, config = CONFIG, dir = "" }) {
  const json = JSON.stringify(config).replaceAll('"', "&quot;");
  const card = `<oceanpayment-card config="${json}" ${attributes}></oceanpayment-card>`;
  const inner = `${before}${card}<button id="pay" name="action" value="pay">Pay</button>${after}`;
  return `<!doctype html><html lang="${lang}" ${dir && `dir="${dir}"`}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Checkout</title>
<link rel="stylesheet" href="/page.css"><script type="module" src="/scripts/page.js"></script></head>
<body><main><h1>Checkout</h1>${form ? `<form id="form" method="post" action="/pay">${inner}</form>` : inner}</main></body></html>`;
}
