// The README's pages in a real Chromium: each with its own markup and code, under the content security policy that the
// README gives it, against the simulated gateway and the stand-ins of the vendor's scripts.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { createPayments } from "oceanpayment/edge";
import { openCardData } from "oceanpayment/testing";
import { assert } from "../boundary/checks.mjs";
import { ROOT } from "../lanes/lanes.mjs";
import { blocksOf, readme } from "./code-blocks.mjs";
import { openShop } from "./shop.mjs";
import { openWatched } from "./watched-page.mjs";

const OUT = `${ROOT}test/.out/readme`;
const PATIENCE_MS = 10_000;
const NUMBER = "4111111111111111";
const HOST = "https://test-secure.oceanpayment.com";
const DETAILS = {
  billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "US" },
  backUrl: "https://shop.example/return",
};

/** The policies in the order that the README gives them. */
const POLICIES = ["element", "ownForm", "frame", "hosted"];

/** Checks the pages' side of the README. `bundle` makes one file of one of its files. */
export async function checkPages({ check, browser, bundle }) {
  const shop = await openShop();
  const world = { browser, bundle, shop, ...(await startServerSide(shop, bundle)) };
  try {
    await check("readme: every page has its policy", assertPolicies);
    await check("readme: the element as one file, by its hash, sends its form with the card encrypted", () =>
      sendPlainForm(world),
    );
    await check("readme: a form of the shop's own sends the ciphertext and no card", () => sendOwnForm(world));
    await check("readme: a card is encrypted by itself, and an error names what is wrong", () => sealCards(world));
    await check("readme: the gateway's frame pays with the fields that the server signed", () => payInFrame(world));
    await check("readme: a wallet pays with the fields that the server signed", () => payByWallet(world));
    await check("readme: the signed form leads to the gateway's page", () => goToHosted(world));
    await check("readme: a page reads what came back", () => readReturn(world));
  } finally {
    await shop.close();
  }
}

/** Returns a policy of the README's. The sandbox's host is the simulated gateway here. */
export function policyOf(name, gateway = HOST) {
  return policies()[POLICIES.indexOf(name)].replaceAll(HOST, gateway);
}

function policies() {
  return blocksOf(readme(), "http").map((block) => /^Content-Security-Policy: (.*)\n$/.exec(block)?.[1] ?? "");
}

function assertPolicies() {
  assert(policies().length === POLICIES.length, `the README has ${policies().length} policies`);
  for (const policy of policies()) {
    assert(policy.startsWith("default-src 'none'; ") && policy.includes("require-trusted-types-for 'script'"), policy);
  }
}

/** What the README's server does: signs, and gives pages their configuration. */
async function startServerSide(shop, bundle) {
  const { account, terminal, secureCode, publicKey, privateKey } = shop.credentials();
  const environment = { base: "sandbox", hosts: { payment: shop.gateway, query: shop.relay } };
  const client = createPayments({ environment, account, terminals: [{ terminal, secureCode, publicKey }] });
  const file = `${OUT}/signing.mjs`;
  writeFileSync(file, await bundle("signing.ts", ["node"], "node"));
  const signing = await import(pathToFileURL(file).href);
  const config = { environment, account, terminal, publicKey };
  return { client, signing, config, open: (cardData) => openCardData(cardData, JSON.parse(privateKey)) };
}

/** Serves a page of the README's, opens it, and holds it to having broken nothing. */
async function inPage(world, { html, code, policy, answers = {}, files = {}, query = "" }, work) {
  const posted = [];
  const script = code && (await world.bundle(code, []));
  const scripts = { ...files, ...(script && { "/page.js": script }) };
  const page = `<!doctype html><html lang="de"><meta charset="utf-8"><title>Shop</title>${html}${script ? '<script type="module" src="/page.js"></script>' : ""}</html>`;
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    if (pathname === "/api/config") return response.end(JSON.stringify(world.config));
    if (pathname in answers) return response.end(JSON.stringify(await answers[pathname]()));
    if (pathname in scripts) return response.setHeader("content-type", "text/javascript").end(scripts[pathname]);
    if (request.method === "POST") posted.push(Buffer.concat(chunks).toString());
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("content-security-policy", policy);
    return response.end(pathname === "/" ? page : "<!doctype html><title>Next</title>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const watched = await openWatched(world.browser);
  try {
    watched.page.setDefaultTimeout(PATIENCE_MS);
    await watched.page.goto(`http://localhost:${server.address().port}/${query}`);
    await work({ ...watched, posted });
    assert(watched.troubles.length === 0, `the page reported: ${watched.troubles.join("; ")}`);
  } finally {
    await watched.close();
    server.close().closeAllConnections();
  }
}

const dist = (name) => readFileSync(`${ROOT}dist/${name}`, "utf8");

const htmlOf = (part) => blocksOf(readme(), "html").find((block) => block.includes(part));

/** Types what shoppers type into inputs, in shadow roots too. */
async function type(page, values) {
  for (const [selector, text] of Object.entries(values)) await page.locator(selector).pressSequentially(text);
}

async function sendPlainForm(world) {
  const attribute = JSON.stringify(world.config).replaceAll('"', "&quot;");
  const html = htmlOf("integrity=").replace("{…}", attribute);
  const hash = JSON.parse(dist("sri.json"))["oceanpayment-card.mjs"];
  assert(html.includes(`integrity="${hash}"`), "it shows another file's hash: run node test/lanes/package.mjs --write");
  assert(html.includes(attribute), "the example must have a place for the configuration");
  const files = Object.fromEntries(
    ["oceanpayment-card.mjs", "languages/de.mjs"].map((name) => [`/${name}`, dist(name)]),
  );
  await inPage(world, { html, files, policy: policyOf("element") }, async ({ page, posted }) => {
    await page.getByText("Kartennummer", { exact: true }).waitFor();
    const card = { "#number": NUMBER, "#expiry": "1230", "#security-code": "737", "#holder": "Ada Lovelace" };
    await type(page, card);
    await page.locator("button").click();
    await page.waitForURL("**/pay");
    const sent = new URLSearchParams(posted[0]);
    assert([...sent.keys()].sort().join() === "card_data,card_name", `it sent ${[...sent.keys()]}`);
    const { number, securityCode } = await world.open(sent.get("card_data"));
    assert(
      number === NUMBER && securityCode === "737" && sent.get("card_name") === "Ada Lovelace",
      "the card is in it",
    );
  });
  // Another file under that hash is none.
  const wrong = { ...files, "/oceanpayment-card.mjs": `${files["/oceanpayment-card.mjs"]}\n` };
  await inPage(world, { html, files: wrong, policy: policyOf("element") }, async ({ page, troubles }) => {
    await page.waitForLoadState();
    assert(!(await page.evaluate(() => customElements.get("oceanpayment-card"))), "another file must not run");
    assert(
      troubles.splice(0).every((text) => text.includes("integrity")),
      "the browser says so",
    );
  });
}

async function sendOwnForm(world) {
  const html = htmlOf("data-oceanpayment");
  await inPage(world, { html, code: "own-form.ts", policy: policyOf("ownForm") }, async ({ page, posted }) => {
    const input = (name) => `[data-oceanpayment="${name}"]`;
    await page.waitForLoadState("networkidle");
    await type(page, { [input("number")]: "4111 1111 1111 1112", [input("expiry")]: "12/30" });
    await type(page, { [input("security-code")]: "737" });
    await page.locator("button").click();
    await page.waitForFunction(() => document.querySelector("output").textContent !== "");
    const shown = await page.locator("output").innerText();
    assert(shown === "Card number invalid_card_number", `it shows ${shown}`);
    await page.locator(input("number")).fill("4111 1111 1111 1111");
    await page.locator("button").click();
    await page.waitForURL("**/pay");
    const sent = new URLSearchParams(posted[0]);
    assert([...sent.keys()].join() === "card_data", `it sent ${[...sent.keys()]}`);
    assert((await world.open(sent.get("card_data"))).number === NUMBER, "the card is in it");
  });
}

async function sealCards({ bundle, config, open }) {
  const file = `${OUT}/encrypt.mjs`;
  writeFileSync(file, await bundle("encrypt.ts", []));
  const { createSealer, seal } = await import(pathToFileURL(file).href);
  const card = { number: NUMBER, expiryMonth: "12", expiryYear: "30", securityCode: "737" };
  const shown = [];
  const sealer = createSealer(config, (text) => shown.push(text));
  assert((await open(await sealer(card))).number === NUMBER, "the card is in it");
  await sealer({ ...card, expiryYear: "20" });
  assert(shown.join() === "expiryYear: card_expired", `it showed ${shown}`);
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = { publicKey: { type: "spki", format: "pem" }, privateKey: { type: "pkcs8", format: "pem" } };
  const sealed = await seal(card, publicKey.export(pem.publicKey));
  const opened = await openCardData(sealed, privateKey.export(pem.privateKey), { scheme: "rsa-oaep" });
  assert(opened.number === NUMBER, "the card is in it by RSA-OAEP too");
}

/** Returns what signs fields for an order of the shop's, as its server does when a page asks. */
function signFor({ client, signing }, orderNumber, methods) {
  const findOrder = (asked) => (asked === orderNumber ? { orderNumber, amount: "48.00", currency: "USD" } : undefined);
  return () => signing.signFields(client, { ...DETAILS, orderNumber, ...(methods && { methods }) }, findOrder);
}

async function assertPaid({ client }, orderNumber) {
  const { status } = await client.orders.find(orderNumber).catch(({ code }) => ({ status: code }));
  assert(status === "approved", `the gateway says ${status} about ${orderNumber}`);
}

async function payInFrame(world) {
  const answers = { "/api/fields": signFor(world, "E-1") };
  const html = '<div id="card"></div><button>Pay</button><output></output>';
  const policy = policyOf("frame", world.shop.gateway);
  await inPage(world, { html, code: "embedded.ts", policy, answers }, async ({ page }) => {
    const frame = page.frameLocator("#card iframe");
    await frame.locator("#number").fill("4111111111111112");
    await frame.locator("#expiry").fill("12 / 30");
    await frame.locator("#code").fill("737");
    // The listener comes once the frame is there.
    await page.waitForFunction(() => document.querySelector("#card iframe") !== null);
    await page.waitForLoadState("networkidle");
    await page.locator("button").click();
    await page.waitForFunction(() => document.querySelector("output").textContent !== "");
    await frame.locator("#number").fill(NUMBER);
    await page.locator("button").click();
    await page.waitForURL("**/orders/E-1");
  });
  await assertPaid(world, "E-1");
}

async function payByWallet(world) {
  const answers = { "/api/fields": signFor(world, "G-1", "GooglePay") };
  const policy = policyOf("frame", world.shop.gateway);
  const html = '<div id="wallet"></div>';
  await inPage(world, { html, code: "wallet.ts", policy, answers }, async ({ page }) => {
    const sheet = page.frameLocator("#wallet iframe");
    await page.waitForLoadState("networkidle");
    assert((await sheet.locator("#amount").innerText()) === "48.00 USD", "the sheet shows what is paid");
    await sheet.locator("#authorise").click();
    await page.waitForURL("**/orders/G-1");
  });
  await assertPaid(world, "G-1");
}

async function goToHosted(world) {
  const order = { orderNumber: "H-1", amount: "48.00", currency: "USD" };
  const answers = {
    "/api/form": async () => ({
      config: world.config,
      form: await world.signing.signForm(world.client, { ...DETAILS, ...order }),
    }),
  };
  const policy = policyOf("hosted", world.shop.gateway);
  await inPage(world, { html: "<button>Pay</button>", code: "hosted.ts", policy, answers }, async ({ page }) => {
    await page.waitForLoadState("networkidle");
    await page.locator("button").click();
    await page.waitForURL(`${world.shop.gateway}/sandbox/pay/**`);
  });
}

async function readReturn(world) {
  const query = "?order_number=R-1&payment_status=1";
  const html = "<output></output>";
  await inPage(world, { html, code: "returned.ts", policy: policyOf("element"), query }, async ({ page }) => {
    await page.waitForFunction(() => document.querySelector("output").textContent.startsWith("Order R-1: approved"));
  });
}
