import assert from "node:assert/strict";
import { CARD } from "../harness/stage.mjs";
import { POLICY } from "../harness/server.mjs";

/** The policy itself: that it is on, that a breach of it is seen, and that the element's whole life is none. */
export function policyChecks() {
  return [
    { title: "policy: it is on, and a breach is seen", run: planted },
    { title: "policy: nothing breaks it from the first key to the last", run: wholeLife },
    { title: "policy: the root is closed", run: closedRoot },
  ];
}

async function planted(t) {
  assert.equal(
    POLICY,
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
  const stage = await t.open({});
  assert.deepEqual(await stage.page.evaluate(() => probe.violations), []);
  const thrown = await stage.page.evaluate(() => {
    document.body.setAttribute("style", "color: red");
    const names = [];
    try {
      document.createElement("div").innerHTML = "<b></b>";
    } catch (error) {
      names.push(error.name);
    }
    try {
      trustedTypes.createPolicy("any", {});
    } catch (error) {
      names.push(error.name);
    }
    return names;
  });
  assert.deepEqual(thrown, ["TypeError", "TypeError"]);
  await stage.until(() => probe.violations.length >= 3);
  const kinds = await stage.page.evaluate(() => probe.violations.map((text) => text.split(":")[0]).sort());
  assert.deepEqual(kinds, ["require-trusted-types-for", "style-src-attr", "trusted-types"]);
  await stage.page.evaluate(() => {
    probe.violations.length = 0;
  });
  assert.ok(stage.faults.length > 0, "the console said nothing");
  stage.faults.length = 0;
}

async function wholeLife(t) {
  const stage = await t.open({ attributes: "holder" });
  await stage.click("#pay");
  await stage.typeCard({ ...CARD, holder: "Zoe ONeil" });
  await stage.page.evaluate(async () => {
    document.documentElement.lang = "ar";
    await probe.card().encrypt();
    probe.card().disabled = true;
    probe.card().disabled = false;
    probe.card().texts = { number: "Number" };
    probe.card().clear();
    document.documentElement.lang = "de";
  });
  await stage.typeCard({ ...CARD, number: "378282246310005", securityCode: "1234" });
  await stage.page.evaluate(() => {
    const card = probe.card();
    const parent = card.parentNode;
    card.remove();
    parent.append(card);
  });
  // What was seen is held against nothing when the page is closed.
  await stage.until(() => document.readyState === "complete");
}

async function closedRoot(t) {
  const stage = await t.open({});
  const seen = await stage.page.evaluate(() => {
    const card = probe.card();
    const outside = document.querySelectorAll("input").length;
    return { root: card.shadowRoot, modes: probe.modes, outside, children: card.childNodes.length };
  });
  assert.deepEqual(seen, { root: null, modes: ["closed"], outside: 0, children: 0 });
}
