import assert from "node:assert/strict";

/** A page over plain http at a name that is not this machine's own: there is no cryptography, and nothing may go out. */
export function insecureChecks() {
  return [{ title: "insecure: the element is disabled, says why, and sends nothing", run: insecure }];
}

async function insecure(t) {
  const stage = await t.open({
    host: "shop.test",
    ready: false,
    before: '<input name="note" value="ring twice" aria-label="Note">',
  });
  await stage.until(() => probe.field("number"));
  const seen = await stage.page.evaluate(async () => {
    const card = probe.card();
    const outcome = await card.encrypt().then(
      () => "encrypted",
      (error) => error.code,
    );
    return {
      isSecureContext,
      subtle: typeof crypto.subtle,
      disabled: probe.inputs().map((input) => input.disabled),
      valid: card.checkValidity(),
      outcome,
      message: probe.root().textContent.includes("https"),
      role: [...probe.root().querySelectorAll('[role="alert"],[role="status"],[aria-live]')].some((one) =>
        one.textContent.includes("https"),
      ),
    };
  });
  assert.deepEqual(seen, {
    isSecureContext: false,
    subtle: "undefined",
    disabled: [true, true, true],
    valid: false,
    outcome: "crypto_unavailable",
    message: true,
    role: true,
  });
  // Not even what a script writes into a disabled field leaves the page.
  await stage.page.evaluate(() => {
    for (const [id, value] of [
      ["number", "6011000990139424"],
      ["expiry", "12 / 30"],
      ["security-code", "739"],
    ]) {
      probe.field(id).value = value;
    }
  });
  await stage.click("#pay");
  await stage.page.evaluate(() => document.forms[0].requestSubmit());
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  assert.equal(stage.posts().length, 0, "the form went out");
  // That it can't work may be said to the developer as well, without the card.
  assert.ok(!stage.faults.join().includes("6011"));
  stage.faults.length = 0;
}
