/**
 * Opens a page and writes down everything that left it and everything that went wrong in it: requests with their bodies,
 * messages on the console, errors, and reports of its content security policy. Shadow roots that a page closes are open to
 * the test.
 */
export async function openWatched(browser, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests = [];
  const troubles = [];
  page.on("request", (request) =>
    requests.push({ url: request.url(), method: request.method(), body: request.postData() ?? "" }),
  );
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  // A refusal by the server shows on the console too; the journey looks at the page for it.
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !message.text().includes("status of 4"))
      troubles.push(message.text());
  });
  await page.exposeFunction("reportViolation", (what) => troubles.push(`policy: ${what}`));
  await page.addInitScript(() => {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      return attachShadow.call(this, { ...options, mode: "open" });
    };
    document.addEventListener("securitypolicyviolation", (event) =>
      globalThis.reportViolation(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  return { page, requests, troubles, close: () => context.close() };
}

/** Types a card as a shopper does, key by key, and sends the form. */
export async function payWith(
  page,
  { number, expiry = "12/30", securityCode = "737", email = "ada@example.com", name = "Ada Lovelace" },
) {
  await page.waitForSelector("#test-cards button");
  const values = { email, number, expiry, "security-code": securityCode, holder: name };
  for (const [id, text] of Object.entries(values)) {
    await page.locator(`#${id}`).fill("");
    await page.locator(`#${id}`).pressSequentially(text);
  }
  await page.locator("#submit").click();
}

/** Waits until the order page shows an end, and that the gateway's notification came after the answer. */
export async function waitForEnd(page, state) {
  await page.waitForURL(/\/orders\//, { timeout: 15_000 });
  await page.waitForSelector(`#outcome[data-state="${state}"]`, { timeout: 15_000 });
  await page.waitForFunction(
    () => {
      const kinds = [...document.querySelectorAll("#steps > li")].map((item) => item.dataset.kind);
      return kinds.lastIndexOf("notification") > kinds.lastIndexOf("answer");
    },
    undefined,
    { timeout: 15_000 },
  );
}
