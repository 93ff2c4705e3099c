import { within } from "./live-browser.mjs";
import { CONFIG } from "./terminal.mjs";

const PAGE_TIMEOUT_MS = 60_000;

/** What Firefox and Chromium say by themselves, and is no fault of the page. */
const OWN_NOISE = ["/favicon.ico"];

let pages = 0;

/**
 * Opens a page with the element in it, and waits until it is ready. Returns what a test does with it. Every fault the page
 * complains of, a breach of the policy say, is kept for `closeStage`. A page may have been another test's before, unless it
 * is `fresh`: its document is a new one in any case.
 */
export async function openStage({ pages: pool, server }, options = {}) {
  const { host = "localhost", open = false, ready = true, fresh = false, viewport, media, query = "", html } = options;
  const path = `/page-${++pages}.html`;
  server.serve(path, html ?? htmlOf(options), options.policy);
  server.serve("/page.css", options.css ?? "body{margin:16px;font-family:sans-serif}");
  const page = await pool.take({ open, viewport, media, fresh });
  page.setDefaultTimeout(PAGE_TIMEOUT_MS);
  const faults = [];
  const logs = [];
  const sent = [];
  const unlisten = listen(page, { faults, logs, sent });
  const url = `http://${host}:${server.port}${path}${query}`;
  const seen = server.requests.length;
  const requests = () => server.requests.slice(seen);
  const posts = () => requests().filter(({ method }) => method === "POST");
  const forgive = (...texts) => {
    const left = faults.filter((fault) => !texts.some((text) => fault.includes(text)));
    faults.splice(0, faults.length, ...left);
  };
  /** Ends what was listened to, and gives the page back, or closes it for good. */
  const leave = async (isReusable) => {
    unlisten();
    if (page.isClosed()) return;
    if (isReusable && !fresh) pool.give(page);
    else await within(PAGE_TIMEOUT_MS, page.close(), "the page could not be closed");
  };
  const stage = { page, url, forgive, requests, posts, path, faults, logs, sent, server, leave, ...actionsOf(page) };
  try {
    await page.goto(url, { waitUntil: "load" });
    if (ready) await stage.ready();
    return stage;
  } catch (error) {
    if (faults.length > 0) error.message += `\nThe page complained: ${faults.join("; ")}`;
    await leave(false).catch(() => {});
    throw error;
  }
}

/** Waits for what no page can be asked. */
export async function soon(test, message) {
  const endMs = performance.now() + PAGE_TIMEOUT_MS;
  while (!test()) {
    if (performance.now() > endMs) throw new Error(message);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Keeps what a page says and sends. Returns what ends that. */
function listen(page, { faults, logs, sent }) {
  const note = (fault) => OWN_NOISE.some((noise) => fault.includes(noise)) || faults.push(fault);
  const listeners = {
    pageerror: (error) => note(`page error: ${error}`),
    console: (message) => {
      logs.push(message.text());
      if (["error", "warning"].includes(message.type())) note(`console: ${message.text()}`);
    },
    request: (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`),
    crash: () => note("the page crashed"),
  };
  for (const [type, listener] of Object.entries(listeners)) page.on(type, listener);
  return () => {
    for (const [type, listener] of Object.entries(listeners)) page.off(type, listener);
  };
}

/** Leaves a page. Returns what it complained of, breaches of the policy first. After a failure no other test gets it. */
export async function closeStage({ page, faults, leave }, { isReusable = true } = {}) {
  if (page.isClosed()) return [...faults];
  const read = page
    .evaluate(() => globalThis.probe?.violations ?? [])
    .catch((error) => [`it can't be asked: ${error}`]);
  const violations = await within(PAGE_TIMEOUT_MS, read, "").catch(() => ["it does not answer"]);
  await leave(isReusable && violations.length === 0).catch((error) => faults.push(error.message));
  return [...violations, ...faults];
}

function actionsOf(page) {
  const input = (id) => page.evaluateHandle((id) => probe.field(id), id).then((handle) => handle.asElement());
  // Not by Playwright's own waiting and clicking, which put a large script into each document first.
  const until = (test, argument) => waitInPage(page, test, argument);
  const focus = (id) => page.evaluate((id) => probe.field(id).focus(), id);
  const type = async (id, text) => {
    await focus(id);
    await page.keyboard.type(text);
  };
  return {
    input,
    until,
    /** Clicks as a mouse does, in the middle of what a selector finds. */
    click: async (selector, options) => {
      const [x, y] = await page.evaluate(findMiddle, selector);
      await page.mouse.click(x, y, options);
    },
    focus,
    type,
    /** Waits until the element says that it is ready, in a page whose own script does not. */
    heard: () => until(() => probe.heard.some(({ type, target }) => type === "ready" && target === probe.card())),
    ready: () =>
      until(() => probe.root()?.getElementById("number") && shop.events.some(({ type }) => type === "ready")),
    /** Waits until the browser is at a path: where a form was sent. */
    arrive: (path) => page.waitForURL((url) => url.pathname === path, { waitUntil: "commit" }),
    read: (id) => page.evaluate((id) => probe.read(id), id),
    values: () => page.evaluate(() => probe.values()),
    messages: () => page.evaluate(() => probe.messages()),
    /** Types a card by real keys. */
    typeCard: async (card) => {
      for (const [id, text] of fieldsOf(card)) await type(id, text);
    },
    /** Puts a card in as an input method does, with the browser's own events but without keys: where keys are not the point. */
    fillCard: (card) =>
      page.evaluate((fields) => {
        for (const [id, text] of fields) {
          probe.field(id).focus();
          if (text !== "" && !document.execCommand("insertText", false, text)) throw new Error(`${id} took no text`);
        }
      }, fieldsOf(card)),
  };
}

/** Waits in a page until a test of it holds, there or in the document that comes after this one. */
async function waitInPage(page, test, argument) {
  const endMs = performance.now() + PAGE_TIMEOUT_MS;
  const program = `(async () => {
    const endMs = performance.now() + ${PAGE_TIMEOUT_MS};
    for (;;) {
      if (await (${test})(${JSON.stringify(argument)})) return true;
      if (performance.now() > endMs) return false;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })()`;
  while (performance.now() < endMs) {
    const isSo = await page.evaluate(program).catch((error) => {
      // The document went away while it was asked.
      if (!/context was destroyed|navigat|frame was detached/i.test(error.message)) throw error;
    });
    if (isSo) return;
  }
  throw new Error(`it did not come to be in ${PAGE_TIMEOUT_MS} ms: ${test}`);
}

/** Runs in a page: returns the middle of what a selector finds. Throws where a click there would meet something else. */
function findMiddle(selector) {
  const found = document.querySelectorAll(selector);
  if (found.length !== 1) throw new Error(`${found.length} elements are ${selector}`);
  found[0].scrollIntoView({ block: "nearest", behavior: "instant" });
  const { left, top, width, height } = found[0].getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const hit = document.elementFromPoint(x, y);
  if (!found[0].contains(hit)) throw new Error(`${hit?.localName} lies on ${selector}`);
  return [x, y];
}

/** The texts of a card by the ids of their fields. */
function fieldsOf({ number, expiry, securityCode, holder }) {
  const values = Object.entries({ number, expiry, "security-code": securityCode, holder });
  return values.filter(([, text]) => text !== undefined);
}

/** A whole card whose digits nobody else has: a published test number. */
export const CARD = { number: "6011000990139424", expiry: "1230", securityCode: "739" };

function htmlOf(options) {
  const { lang = "en", dir = "", head = "", attributes = "", before = "", after = "", form = true } = options;
  const { config = CONFIG } = options;
  const json = JSON.stringify(config).replaceAll('"', "&quot;");
  const card = `<oceanpayment-card config="${json}" ${attributes}></oceanpayment-card>`;
  const inner = `${before}${card}<button id="pay" name="action" value="pay">Pay</button>${after}`;
  return `<!doctype html><html lang="${lang}" ${dir && `dir="${dir}"`}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Checkout</title>
<link rel="stylesheet" href="/page.css"><script type="module" src="/scripts/page.js"></script>${head}</head>
<body><main><h1>Checkout</h1>${form ? `<form id="form" method="post" action="/pay">${inner}</form>` : inner}</main></body></html>`;
}
