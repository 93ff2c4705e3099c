// A shop's page on one origin and stand-ins for the vendor's scripts on another, in real browsers: real frames, globals and
// messages, also from wrong origins and wrong frames.
import { createPayments } from "oceanpayment/edge";
import { openCardData, testCards } from "oceanpayment/testing";
import { assert, createChecks } from "../boundary/checks.mjs";
import { CHROMIUM_FLAGS, ensureChromium } from "../lanes/chromium-install.mjs";
import { ensureFirefox, firefoxLaunch } from "../lanes/firefox-install.mjs";
import { findTools, notRun, runAlone } from "../lanes/lanes.mjs";
import { openShop } from "./shop.mjs";
import { serveShop } from "./vendor-pages.mjs";

const PATIENCE_MS = 10_000;
const NUMBER = "4111111111111111";

const CHECKS = [
  ["a card typed in the gateway's frame pays, and this page holds nothing of it", pays],
  ["what the frame finds wrong is told, and the same fields are sent again", corrects],
  ["an answer of unknown shape is an unknown outcome", isUnknown],
  ["a frame that is drawn late is waited for, and what the script says at once is heard", drawsLate],
  ["a card that needs 3-D Secure leads to the gateway's page", challenges],
  ["frames of the gateway's origin that are not the card's reach neither script nor shop", refusesFrames],
  ["frames of other origins, and events the page makes itself, count for nothing", refusesOrigins],
  ["a script that hears a wrong frame before the guard is not believed", refusesEarlyScript],
  ["one instance lives, and leaves nothing when it is destroyed", livesOnce],
  ["a script that does not load is loaded again", loadsAgain],
  ["Google Pay is authorised and pays", (world) => paysByWallet(world, "loadGooglePay", "GooglePay")],
  ["Apple Pay is authorised and pays", (world) => paysByWallet(world, "loadApplePay", "ApplePay")],
  ["the card's frame and a wallet live beside each other", livesBeside],
  ["a wallet is heard beside frames of its own", hearsBesideFrames],
  ["a page that trusts no policy of the name is told so", isUntrusted],
  ["a page that has the script by a tag is told so", isTagged],
  ["a signed form goes to the gateway by POST, and nowhere else", goesToHosted],
  ["the whole page goes, whatever its base says, and to the address that was checked", goesWhole],
  ["a form of the shop's own sends the ciphertext by the same button, and no card", encryptsForm],
  ["a form that the page holds up goes on, by the button that was pressed, disabled meanwhile", holdsForm],
  ["a form that the page reads and sends by itself is sent once", sendsOnce],
  ["a form has its ciphertext while it is submitted only, and not by a button that skips validation", showsCiphertext],
  ["a page that was left and comes back has no card", comesBack],
];

export async function run() {
  const { toolImport, missing } = await findTools();
  if (missing) return notRun("vendor", missing);
  const { chromium, firefox } = await toolImport("playwright-core");
  const [chromiumPath, firefoxPath] = [await ensureChromium(), await ensureFirefox()];
  if (!chromiumPath || !firefoxPath) return notRun("vendor", "no Chromium or no Firefox was found, and none installed");
  const { check, result } = createChecks("vendor");
  const shop = await openShop();
  const pages = await serveShop(shop.gateway);
  try {
    for (const [name, launch] of [
      ["chromium", () => chromium.launch({ executablePath: chromiumPath, args: CHROMIUM_FLAGS })],
      ["firefox", () => firefox.launch(firefoxLaunch(firefoxPath))],
    ]) {
      const browser = await launch();
      try {
        for (const [title, work] of CHECKS) await check(`${name}: ${title}`, () => inPage(browser, shop, pages, work));
      } finally {
        await browser.close();
      }
    }
  } finally {
    await pages.close();
    await shop.close();
  }
  return result();
}

/** Opens the shop's page, and after the check holds it to having reported nothing. */
async function inPage(browser, shop, pages, work) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const requests = [];
  const troubles = [];
  page.on("request", (request) => requests.push({ url: request.url(), method: request.method() }));
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  try {
    await page.goto(`${pages.origin}/page.html`);
    const expected = ["favicon.ico", ...((await work({ page, shop, pages, requests })) ?? [])];
    const wrong = troubles.filter((text) => !expected.some((part) => text.includes(part)));
    assert(wrong.length === 0, `the page reported: ${wrong.join("; ")}`);
  } finally {
    await context.close();
  }
}

let orders = 0;

/** Returns what the shop's server signs. */
async function sign(shop, methods) {
  const { account, terminal, secureCode, publicKey } = shop.credentials();
  const environment = { base: "sandbox", hosts: { payment: shop.gateway } };
  const { payments } = createPayments({ environment, account, terminals: [{ terminal, secureCode, publicKey }] });
  const orderNumber = `V-${++orders}`;
  const fields = await payments.buildEmbeddedFields({
    orderNumber,
    findOrder: () => ({ orderNumber, amount: "48.00", currency: "USD" }),
    billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "US" },
    backUrl: "https://shop.example/back",
    ...(methods && { methods }),
  });
  return { fields, environment, orderNumber };
}

/** Loads the card's frame in the page, and keeps the instance and what it says there. */
function loadCard(page, environment) {
  return page.evaluate(async (option) => {
    globalThis.said = [];
    globalThis.instance = await globalThis.oceanpayment.loadEmbedded({
      environment: option,
      element: document.getElementById("place"),
      onEvent: (event) => globalThis.said.push(event.type),
    });
  }, environment);
}

async function typeCard(page, number = NUMBER) {
  const frame = page.frameLocator("#place iframe");
  await frame.locator("#number").fill(number);
  await frame.locator("#expiry").fill("12 / 30");
  await frame.locator("#code").fill("737");
}

/** Starts a checkout, and keeps in the page what it comes to. */
function checkOut(page, fields) {
  return page.evaluate((signed) => {
    globalThis.outcome = undefined;
    globalThis.instance.checkout(signed).then(
      (result) => (globalThis.outcome = result),
      ({ code, outcome }) => (globalThis.outcome = { code, outcome }),
    );
  }, fields);
}

async function outcomeOf(page) {
  await page.waitForFunction(() => globalThis.outcome !== undefined);
  return page.evaluate(() => globalThis.outcome);
}

async function assertWaits(page) {
  await page.waitForTimeout(300);
  const [outcome, said] = await page.evaluate(() => [globalThis.outcome ?? null, globalThis.said]);
  assert(outcome === null && said.length === 0, `nothing may have counted: ${JSON.stringify([outcome, said])}`);
}

const FORGED = "<response><payment_status>1</payment_status></response>";

/** Adds a frame to the page and returns it once it is there. */
async function addFrame(page, src) {
  await page.evaluate((address) => {
    const frame = document.createElement("iframe");
    frame.id = "oceanpayment-iframe-card";
    frame.src = address;
    document.body.append(frame);
    return new Promise((resolve) => frame.addEventListener("load", resolve));
  }, src);
  const found = page.frames().find((frame) => frame.url() === src);
  assert(found, "the frame must be there");
  return found;
}

const post = (frame, message) => frame.evaluate((data) => parent.postMessage(data, "*"), message);

function ownFrame(page, shop) {
  const found = page.frames().filter((frame) => frame.url().startsWith(`${shop.gateway}/pages/`));
  assert(found.length === 1, `one frame of the gateway's must be there, there are ${found.length}`);
  return found[0];
}

async function pays({ page, shop, requests }) {
  const { fields, environment, orderNumber } = await sign(shop);
  await loadCard(page, environment);
  await typeCard(page);
  await checkOut(page, fields);
  const result = await outcomeOf(page);
  assert(result.status === "approved" && result.verified === false, `it came to ${JSON.stringify(result)}`);
  assert(result.orderNumber === orderNumber && result.gatewayCode === "80000", JSON.stringify(result));
  const held = await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify(globalThis.outcome));
  assert(!held.includes(NUMBER.slice(4)), "the page must hold nothing of the card");
  assert(requests.filter(({ url }) => url.endsWith("/oceanpayment.js")).length === 1, "the script is loaded once");
}

async function corrects({ page, shop }) {
  const { fields, environment } = await sign(shop);
  await loadCard(page, environment);
  await typeCard(page, "4111111111111112");
  await checkOut(page, fields);
  const wrong = await outcomeOf(page);
  assert(wrong.status === "invalid" && wrong.message.includes("card number"), JSON.stringify(wrong));
  await typeCard(page, "4000000000000002");
  await checkOut(page, fields);
  assert((await outcomeOf(page)).status === "declined", "the second is what the gateway says");
  const said = await page.evaluate(() => globalThis.said.join());
  assert(said === "validation,result", `it said ${said}`);
}

async function isUnknown({ page, shop }) {
  const { environment } = await sign(shop);
  await loadCard(page, environment);
  await page.frameLocator("#place iframe").locator("#number").waitFor();
  const own = ownFrame(page, shop);
  for (const result of [
    { payment_status: "1", payment_id: "190" },
    undefined,
    { code: "1", msg: "", order_number: "1" },
  ]) {
    await page.evaluate(() => {
      const { checkout } = globalThis.Oceanpayment;
      globalThis.Oceanpayment.checkout = () => {};
      globalThis.outcome = undefined;
      globalThis.instance
        .checkout({ order_number: "1" })
        .catch(({ code, outcome }) => (globalThis.outcome = [code, outcome].join()));
      globalThis.Oceanpayment.checkout = checkout;
    });
    await post(own, { from: "card", result });
    const outcome = await outcomeOf(page);
    assert(outcome === "unexpected_answer,unknown", `${JSON.stringify(result)} came to ${outcome}`);
  }
  const said = await page.evaluate(() => globalThis.said.join());
  assert(said === "error,error,error", `it said ${said}`);
}

async function drawsLate({ page, shop }) {
  const { fields, environment } = await sign(shop);
  await loadCard(page, environment);
  await page.evaluate(() => {
    globalThis.instance.destroy();
    const { init } = globalThis.Oceanpayment;
    globalThis.Oceanpayment.init = (...settings) => setTimeout(() => init(...settings), 100);
  });
  await loadCard(page, environment);
  // The frame hears what it is sent from now on.
  await checkOut(page, fields);
  assert((await outcomeOf(page)).status === "invalid", "the frame must have heard of it");
  await page.evaluate(() => {
    const { checkout } = globalThis.Oceanpayment;
    globalThis.Oceanpayment.checkout = () => {
      globalThis.Oceanpayment.checkout = checkout;
      globalThis.oceanpaymentCallBack("<response><payment_status>1</payment_status></response>");
      globalThis.oceanpaymentCallBack({ code: 7, msg: "Enter a card.", method: "" });
    };
  });
  await checkOut(page, fields);
  const { status, message } = await outcomeOf(page);
  assert(status === "invalid" && message === "Enter a card.", `it came to ${status}`);
}

async function challenges({ page, shop }) {
  const { number } = testCards.find(({ decision }) => decision === "challenge");
  const { fields, environment } = await sign(shop);
  await loadCard(page, environment);
  await typeCard(page, number);
  await checkOut(page, fields);
  const result = await outcomeOf(page);
  assert(result.status === "redirect" && result.redirectUrl.startsWith(shop.gateway), JSON.stringify(result));
  const { account, terminal, publicKey } = shop.credentials();
  const config = { environment, account, terminal, publicKey };
  await page.evaluate((told) => {
    try {
      globalThis.oceanpayment.continueThreeDS({ status: "redirect", redirectUrl: "https://evil.example/" }, told);
    } catch (error) {
      globalThis.refused = error.code;
    }
  }, config);
  assert((await page.evaluate(() => globalThis.refused)) === "untrusted_redirect", "another host is refused");
  // Not awaited in the page, which is left by it.
  await page.evaluate(
    (told) => void setTimeout(() => globalThis.oceanpayment.continueThreeDS(globalThis.outcome, told)),
    config,
  );
  await page.waitForURL(`${shop.gateway}/**`);
}

async function refusesFrames({ page, shop, pages }) {
  const { fields, environment } = await sign(shop);
  for (const round of ["first", "again"]) {
    // The second time the vendor's script listens before the guard does.
    await loadCard(page, environment);
    await page.frameLocator("#place iframe").locator("#number").waitFor();
    const foreign = await addFrame(
      page,
      `${shop.gateway}/pages/stand-in/card.html?shop=${pages.origin}&round=${round}`,
    );
    await page.evaluate(() => {
      const own = globalThis.oceanpaymentCallBack;
      globalThis.calls = 0;
      globalThis.oceanpaymentCallBack = (data) => {
        globalThis.calls += 1;
        own(data);
      };
    });
    await checkOut(page, fields);
    await page.waitForFunction(() => globalThis.outcome?.status === "invalid");
    await checkOutLater(page);
    await post(foreign, { from: "card", result: FORGED });
    await page.waitForTimeout(200);
    const [calls, outcome] = await page.evaluate(() => [globalThis.calls, globalThis.later ?? null]);
    assert(calls === 1 && outcome === null, `${round}: the script was called ${calls} times, it came to ${outcome}`);
    await page.evaluate(() => {
      globalThis.instance.destroy();
      for (const frame of document.querySelectorAll("iframe")) frame.remove();
      delete globalThis.oceanpaymentCallBack;
    });
  }
}

/** Starts a checkout whose frame says nothing: what the vendor's script is told goes nowhere. */
function checkOutLater(page) {
  return page.evaluate(() => {
    const { checkout } = globalThis.Oceanpayment;
    globalThis.Oceanpayment.checkout = () => {};
    globalThis.later = undefined;
    globalThis.instance.checkout({ order_number: "later" }).then(
      (result) => (globalThis.later = result),
      () => {},
    );
    globalThis.Oceanpayment.checkout = checkout;
  });
}

async function refusesOrigins({ page, shop, pages }) {
  const { environment } = await sign(shop);
  await loadCard(page, environment);
  await page.frameLocator("#place iframe").locator("#number").waitFor();
  const foreign = await addFrame(page, `${pages.elsewhere}/else.html`);
  await page.evaluate(() => {
    globalThis.heard = [];
    globalThis.outcome = undefined;
    addEventListener("message", ({ data }) => globalThis.heard.push(data?.result));
  });
  await checkOutLater(page);
  await post(foreign, { from: "card", result: FORGED });
  await page.waitForFunction(() => globalThis.heard.length > 0);
  await page.evaluate(
    ([origin, result]) => {
      const source = document.querySelector("body > iframe").contentWindow;
      for (const from of [source, window, null]) {
        dispatchEvent(new MessageEvent("message", { origin, source: from, data: { from: "card", result } }));
      }
      globalThis.oceanpaymentCallBack(result);
      postMessage({ from: "card", result }, "*");
    },
    [shop.gateway, FORGED],
  );
  await assertWaits(page);
  assert((await page.evaluate(() => globalThis.later)) === undefined, "nothing may have counted");
}

async function refusesEarlyScript({ page, shop, pages }) {
  const { environment } = await sign(shop);
  await page.evaluate((origin) => {
    const hear = ({ origin: from, data }) => {
      if (from === origin && data?.from === "early") globalThis.oceanpaymentCallBack(data.result);
    };
    addEventListener("message", hear, true);
  }, shop.gateway);
  await loadCard(page, environment);
  await page.frameLocator("#place iframe").locator("#number").waitFor();
  const own = ownFrame(page, shop);
  const foreign = await addFrame(page, `${shop.gateway}/pages/stand-in/card.html?shop=${pages.origin}`);
  await checkOutLater(page);
  // The card's own frame has spoken since the checkout began.
  await post(own, { from: "card", height: 200 });
  await post(foreign, { from: "early", result: FORGED });
  await assertWaits(page);
  // So that it is seen to be the sender that counts.
  await post(own, { from: "card", result: "<response><payment_status>0</payment_status></response>" });
  await page.waitForFunction(() => globalThis.later?.status === "declined");
}

async function livesOnce({ page, shop, requests }) {
  const { fields, environment } = await sign(shop);
  await page.evaluate(() => (globalThis.oceanpaymentCallBack = "the page's own"));
  await loadCard(page, environment);
  const second = await page.evaluate(
    (option) =>
      globalThis.oceanpayment.loadEmbedded({ environment: option, element: document.body }).then(
        () => "loaded",
        ({ code }) => code,
      ),
    environment,
  );
  assert(second === "already_in_use", `the second was ${second}`);
  await checkOutLater(page);
  const left = await page.evaluate(async () => {
    const outcome = globalThis.instance.checkout({}).catch(({ code }) => code);
    const busy = await outcome;
    globalThis.instance.destroy();
    const after = await globalThis.instance.checkout({}).catch(({ code }) => code);
    return [busy, after, globalThis.oceanpaymentCallBack, document.getElementById("place").childNodes.length];
  });
  assert(left.join() === "already_in_use,aborted,the page's own,0", `left is ${left}`);
  await loadCard(page, environment);
  await typeCard(page);
  await checkOut(page, fields);
  assert((await outcomeOf(page)).status === "approved", "the next instance pays");
  assert(requests.filter(({ url }) => url.endsWith("/oceanpayment.js")).length === 1, "the script is loaded once");
}

async function loadsAgain({ page, pages }) {
  const environment = { base: "sandbox", hosts: { payment: pages.flaky } };
  pages.fails.push(true, true);
  const codes = [];
  for (let i = 0; i < 3; i++) {
    codes.push(
      await loadCard(page, environment).then(
        () => "loaded",
        (error) => String(error),
      ),
    );
  }
  assert(codes.slice(0, 2).every((text) => text.includes("was not loaded")) && codes[2] === "loaded", codes.join("; "));
  await page.frameLocator("#place iframe").locator("#number").waitFor();
  return ["503"];
}

async function paysByWallet({ page, shop }, load, methods) {
  const { fields, environment, orderNumber } = await sign(shop, methods);
  await loadWallet(page, load, environment, orderNumber);
  const sheet = page.frameLocator("#place iframe");
  await press(sheet.locator("#close"));
  await page.waitForFunction(() => globalThis.said.join() === "closed");
  await press(sheet.locator("#authorise"));
  await page.waitForFunction(() => globalThis.said.join() === "closed,authorised");
  assert((await sheet.locator("#amount").innerText()) === "48.00 USD", "the sheet shows what is paid");
  await checkOut(page, fields);
  const result = await outcomeOf(page);
  assert(result.status === "approved" && result.orderNumber === orderNumber, JSON.stringify(result));
}

/** Presses a button in a frame of another origin, where Firefox's driver finds no place to click. */
function press(button) {
  return button.evaluate((element) => element.click());
}

function loadWallet(page, load, environment, orderNumber) {
  return page.evaluate(
    async ([name, option, number]) => {
      globalThis.said = [];
      globalThis.instance = await globalThis.oceanpayment[name]({
        environment: option,
        element: document.getElementById("place"),
        terminal: "90000101",
        transaction: { orderNumber: number, amount: "48.00", currency: "USD", country: "US" },
        onEvent: (event) => globalThis.said.push(event.type),
      });
    },
    [load, environment, orderNumber],
  );
}

async function livesBeside({ page, shop }) {
  const { environment, orderNumber } = await sign(shop, "GooglePay");
  await loadCard(page, environment);
  await page.frameLocator("#oceanpayment-element iframe").locator("#number").waitFor();
  const own = ownFrame(page, shop);
  await loadWallet(page, "loadGooglePay", environment, orderNumber);
  await page.frameLocator("#oceanpayment-googlepayelement iframe").locator("#authorise").waitFor();
  // The card's frame says what only the wallet's may.
  await post(own, { from: "onePageGooglePay", result: { code: 2, msg: "", method: "" } });
  await page.waitForTimeout(200);
  assert((await page.evaluate(() => globalThis.said.length)) === 0, "the wallet hears its own frame only");
  await press(page.frameLocator("#oceanpayment-googlepayelement iframe").locator("#authorise"));
  await page.waitForFunction(() => globalThis.said.join() === "authorised");
}

async function hearsBesideFrames({ page, shop, pages }) {
  const { environment, orderNumber } = await sign(shop, "GooglePay");
  await loadWallet(page, "loadGooglePay", environment, orderNumber);
  await page.evaluate((address) => {
    const frame = document.createElement("iframe");
    frame.src = address;
    document.querySelector("#place div").replaceChildren(frame);
    return new Promise((resolve) => frame.addEventListener("load", resolve));
  }, `${pages.elsewhere}/else.html`);
  await page.evaluate(() => globalThis.oceanpaymentGooglePayCallBack({ code: 2, msg: "", method: "" }));
  await page.waitForFunction(() => globalThis.said.join() === "authorised");
}

async function isUntrusted({ page, shop, pages }) {
  const { environment } = await sign(shop);
  await page.goto(`${pages.origin}/untrusting.html`);
  const error = await loadCard(page, environment).catch(String);
  assert(error?.includes("trusted-types oceanpayment"), `it said ${error}`);
  // The browser's own report of what it refused.
  return ["rusted"];
}

async function isTagged({ page, shop, pages }) {
  const { environment } = await sign(shop);
  await page.goto(`${pages.origin}/tagged.html`);
  const error = await loadCard(page, environment).catch(String);
  assert(error?.includes("has this script"), `it said ${error}`);
}

async function goesToHosted({ page, shop, requests }) {
  const { account, terminal, secureCode } = shop.credentials();
  const environment = { base: "sandbox", hosts: { payment: shop.gateway } };
  const { payments } = createPayments({ environment, account, terminals: [{ terminal, secureCode }] });
  const form = await payments.buildHostedForm({
    ...{ orderNumber: `H-${++orders}`, amount: "48.00", currency: "USD", backUrl: "https://shop.example/back" },
    billing: { firstName: "Zoë", lastName: "Lovelace & Co", email: "ada@example.com", country: "US" },
  });
  const refused = await page.evaluate(
    ([signed, option]) => {
      try {
        globalThis.oceanpayment.redirectToHosted(
          { ...signed, action: "https://evil.example/" },
          { environment: option },
        );
      } catch (error) {
        return error.code;
      }
      return "sent";
    },
    [form, environment],
  );
  assert(refused === "untrusted_redirect", `another host was ${refused}`);
  await page.evaluate(
    ([signed, option]) =>
      void setTimeout(() => globalThis.oceanpayment.redirectToHosted(signed, { environment: option })),
    [form, environment],
  );
  await page.waitForURL(`${shop.gateway}/sandbox/pay/**`);
  const sent = requests.filter(({ url }) => url.endsWith("/gateway/service/pay"));
  assert(sent.length === 1 && sent[0].method === "POST", "it is posted once");
}

async function goesWhole({ page, shop, pages }) {
  const { account, terminal, publicKey } = shop.credentials();
  const environment = { base: "sandbox", hosts: { payment: shop.gateway } };
  const go = async (work, told, where) => {
    await page.goto(`${pages.origin}/based.html`);
    await page.evaluate(work, told);
    await page.waitForURL(`${shop.gateway}${where}`);
  };
  const config = { environment, account, terminal, publicKey };
  await go(
    ([form, told]) => void setTimeout(() => globalThis.oceanpayment.redirectToHosted(form, told)),
    [{ action: `${shop.gateway}/gateway/service/pay`, fields: { account } }, config],
    "/gateway/service/pay",
  );
  // As it is written it is relative to a page of the same scheme.
  await go(
    ([address, told]) => void setTimeout(() => globalThis.oceanpayment.continueThreeDS(address, told)),
    [`${shop.gateway.replace("//", "")}/pages/stand-in/card.css`, config],
    "/pages/stand-in/card.css",
  );
  return ["status of 4"];
}

/** Opens the shop's form, and types a card into it. */
async function openForm({ page, shop, pages }) {
  await page.goto(`${pages.origin}/form.html`);
  const { account, terminal, publicKey } = shop.credentials();
  await page.evaluate(
    (config) => {
      globalThis.refused = [];
      globalThis.oceanpayment.encryptForm(document.querySelector("form"), config, {
        onError: ({ code }) => globalThis.refused.push(code),
      });
    },
    { environment: "sandbox", account, terminal, publicKey },
  );
  for (const [id, text] of Object.entries({ number: NUMBER, expiry: "12/30", code: "737" })) {
    await page.locator(`#${id}`).fill(text);
  }
}

/** Presses a button of a form that posts to where no page comes from, which the driver would wait for. */
const pressOf = (page, id) =>
  page.evaluate((found) => void setTimeout(() => document.getElementById(found).click()), id);

async function holdsForm(world) {
  const { page, shop, pages } = world;
  await openForm(world);
  const before = pages.posted.length;
  await page.evaluate(() => {
    const now = document.getElementById("now");
    now.addEventListener("click", () => setTimeout(() => (now.disabled = true)));
    globalThis.seen = [];
    document.querySelector("form").addEventListener("submit", (event) => {
      const { submitter, target } = event;
      globalThis.seen.push(`${submitter.name}=${submitter.value}`);
      if (globalThis.seen.length > 2) return;
      event.preventDefault();
      // First a box is to be ticked, then something is waited for.
      if (globalThis.seen.length === 1) now.disabled = false;
      else setTimeout(() => target.requestSubmit(submitter), 50);
    });
  });
  await pressOf(page, "now");
  await page.waitForFunction(() => globalThis.seen.length === 1 && document.getElementById("code").value === "");
  await pressOf(page, "now");
  await waitUntil(() => pages.posted.length > before);
  const [seen, refused] = await page.evaluate(() => [globalThis.seen.join(), globalThis.refused.join()]);
  assert(seen === "how=now,how=now,how=now" && refused === "", `it saw ${seen}, and refused ${refused}`);
  assert(pages.posted.addresses.at(-1) === "/pay?by=now", `it went to ${pages.posted.addresses.at(-1)}`);
  const body = new URLSearchParams(pages.posted.at(-1));
  assert([...body.keys()].sort().join() === "card_data,email,how", `it posted ${[...body.keys()]}`);
  const card = await openCardData(body.get("card_data"), JSON.parse(shop.credentials().privateKey));
  assert(card.number === NUMBER && card.securityCode === "737", "the card is in it");
  // What was sent serves no other submission.
  await page.waitForFunction(() => document.querySelectorAll("button").length === 4);
  await page.evaluate(() => (document.getElementById("code").required = false));
  await pressOf(page, "leave");
  await page.waitForFunction(() => globalThis.refused.join() === "invalid_security_code");
}

async function sendsOnce(world) {
  const { page } = world;
  await openForm(world);
  await page.evaluate(() => {
    globalThis.seen = [];
    document.getElementById("code").required = false;
    document.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      globalThis.seen.push(new FormData(event.target, event.submitter));
    });
  });
  await pressOf(page, "now");
  await page.waitForFunction(() => globalThis.seen.length === 1 && document.getElementById("code").value === "");
  await pressOf(page, "now");
  await page.waitForFunction(() => globalThis.refused.join() === "invalid_security_code");
  const [count, names] = await page.evaluate(() => [
    globalThis.seen.length,
    [...globalThis.seen[0].keys()].sort().join(),
  ]);
  assert(count === 1 && names === "card_data,email,how", `it was sent ${count} times, with ${names}`);
}

async function showsCiphertext(world) {
  const { page, pages } = world;
  await openForm(world);
  await pressOf(page, "save");
  await waitUntil(() => pages.posted.at(-1)?.includes("how=save"));
  assert(!pages.posted.at(-1).includes("card_data"), "what is saved has no card");
  await page.evaluate(() => {
    document.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      globalThis.had = new FormData(event.target).has("card_data");
    });
  });
  await pressOf(page, "now");
  await page.waitForFunction(() => globalThis.had === true && document.querySelector("[name=card_data]") === null);
  const before = pages.posted.length;
  await page.evaluate(
    () => void setTimeout(() => HTMLFormElement.prototype.submit.call(document.querySelector("form"))),
  );
  await waitUntil(() => pages.posted.length > before);
  assert(!pages.posted.at(-1).includes("card_data"), "form.submit() sends no card");
}

async function comesBack(world) {
  const { page, pages } = world;
  await openForm(world);
  await pressOf(page, "leave");
  await page.waitForURL(`${pages.origin}/paid`);
  assert(new URLSearchParams(pages.posted.at(-1)).has("card_data"), "it was sent");
  // Not by the driver, which waits in vain for a page that Firefox has kept.
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForFunction(() => document.getElementById("code"));
  await page.waitForTimeout(200);
  const held = await page.evaluate(() =>
    ["number", "expiry", "code"].map((id) => document.getElementById(id).value).join(""),
  );
  assert(held === "", `the page has ${held.length} characters of the card`);
  assert((await page.evaluate(() => document.querySelector("[name=card_data]"))) === null, "nor its ciphertext");
}

async function encryptsForm({ page, shop, pages }) {
  await page.goto(`${pages.origin}/form.html`);
  const { account, terminal, publicKey, privateKey } = shop.credentials();
  await page.evaluate(
    (config) => {
      globalThis.refused = [];
      globalThis.oceanpayment.encryptForm(document.querySelector("form"), config, {
        onError: ({ code, field }, input) => globalThis.refused.push([code, field, input?.id].join(" ")),
      });
    },
    { environment: "sandbox", account, terminal, publicKey },
  );
  for (const [id, text] of Object.entries({ number: "4111-1111-1111-1112", expiry: "12/30", code: "737" })) {
    await page.locator(`#${id}`).pressSequentially(text);
  }
  await page.locator("#now").click();
  await page.waitForFunction(() => globalThis.refused.join() === "invalid_card_number number number");
  assert(await page.evaluate(() => document.activeElement.id === "number"), "the wrong input gets the focus");
  await page.locator("#number").fill("4111-1111-1111-1111");
  const before = pages.posted.length;
  // The driver would wait for a page that never comes.
  await page.evaluate(() => void setTimeout(() => document.getElementById("now").click()));
  await page.waitForFunction(() => document.getElementById("code").value === "");
  await waitUntil(() => pages.posted.length > before);
  assert(pages.posted.length === before + 1, "it is posted once");
  const body = new URLSearchParams(pages.posted.at(-1));
  assert([...body.keys()].sort().join() === "card_data,email,how", `it posted ${[...body.keys()]}`);
  assert(body.get("how") === "now", "it is sent by the button that was pressed");
  const card = await openCardData(body.get("card_data"), JSON.parse(privateKey));
  assert(card.number === NUMBER && card.securityCode === "737", "the card is in it");
}

async function waitUntil(holds) {
  const endMs = performance.now() + PATIENCE_MS;
  while (!holds() && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 20));
}

await runAlone(import.meta, run);
