import assert from "node:assert/strict";

const CARD = { number: "4242424242424242", name: "Zoe ONeil", expiryMonth: "12", expiryYear: "2030", cvc: "123" };

/** Chromium's own autofill, told by its protocol to fill in a card. */
export function autofillChecks() {
  return [
    { title: "autofill: Chromium fills the whole card, and it can be paid with", only: "chromium", run: autofill },
  ];
}

async function autofill(t) {
  const stage = await t.open({ attributes: "holder", fresh: true });
  await (await stage.input("number")).click();
  const cdp = await stage.page.context().newCDPSession(stage.page);
  await cdp.send("Autofill.enable");
  const { result } = await cdp.send("Runtime.evaluate", { expression: 'probe.field("number")' });
  const { node } = await cdp.send("DOM.describeNode", { objectId: result.objectId });
  await cdp.send("Autofill.trigger", { fieldId: node.backendNodeId, card: CARD });
  await stage.until(() => Object.values(probe.values()).every((value) => value !== ""));
  assert.deepEqual(await stage.values(), {
    number: "4242 4242 4242 4242",
    expiry: "12 / 30",
    "security-code": "123",
    holder: "Zoe ONeil",
  });
  assert.equal(await stage.page.evaluate(() => probe.card().checkValidity()), true);
}
