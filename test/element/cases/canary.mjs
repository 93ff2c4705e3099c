import assert from "node:assert/strict";
import { CONFIG } from "../harness/terminal.mjs";

/** The card whose digits are looked for: American Express, with a code of four digits. */
export const CANARY = { number: "378282246310005", expiry: "1230", securityCode: "7391" };
const RUN = 6;

/** Where a card must never be: everything a page has but the closed root. */
export function canaryChecks() {
  return [
    { title: "canary: a card planted in each place is found", run: planted },
    { title: "canary: no digit of number or code is anywhere but in the fields", run: nowhere },
    { title: "canary: after clear() no number is in the heap, and a planted leak is", only: "chromium", run: heap },
    { title: "canary: after a form was sent no number is in the heap", only: "chromium", run: heapAfterSubmit },
    { title: "canary: after the element is gone no number is in the heap", only: "chromium", run: heapAfterRemoval },
  ];
}

async function planted(t) {
  const stage = await t.open({});
  const places = await stage.page.evaluate(async (number) => {
    document.body.dataset.leak = number;
    probe.card().dispatchEvent(new CustomEvent("leak", { detail: { deep: [number] } }));
    localStorage.setItem("leak", number);
    sessionStorage.setItem("leak", `3782 822463 10005`);
    document.cookie = `leak=${number}`;
    history.replaceState({ number }, "", `?q=${number}`);
    globalThis.leak = { deep: { number } };
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "leak", value: number });
    document.forms[0].append(field);
    console.log("card", number);
    await fetch(`/?leak=${number}`).catch(() => {});
    number.search(/(\d+)/);
    probe.keepStatics();
    return probe.places();
  }, CANARY.number);
  const found = findings({ ...places, ...outside(stage) });
  assert.deepEqual(
    found.map((text) => text.split(":")[0]).sort(),
    [
      "cookies",
      "console",
      "document",
      "events",
      "form",
      "history",
      "local storage",
      "network",
      "regexp",
      "session storage",
      "window",
    ].sort(),
  );
  await stage.page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
    document.cookie = "leak=; max-age=0";
  });
  stage.faults.length = 0;
}

async function nowhere(t) {
  const stage = await t.open({
    attributes: "holder",
    before: '<input name="note" value="ring twice" aria-label="Note">',
  });
  const look = async (when, ciphertexts = []) => {
    const places = await stage.page.evaluate(() => probe.places());
    const found = findings({ ...places, ...outside(stage) }, ciphertexts);
    assert.deepEqual(found, [], when);
  };
  await stage.page.evaluate(() => {
    globalThis.seen = [];
    document.forms[0].addEventListener("submit", (event) => {
      event.preventDefault();
      seen.push([...new FormData(event.target, event.submitter)]);
    });
    addEventListener("keyup", () => probe.keepStatics(), true);
  });
  await stage.typeCard({ ...CANARY, holder: "Zoe ONeil" });
  await look("filled");
  // Wrong, said to be wrong, and put right.
  await stage.page.keyboard.press("Shift+Tab");
  await stage.focus("number");
  await stage.page.keyboard.press("End");
  await stage.page.keyboard.press("Backspace");
  await stage.click("#pay");
  await stage.until(() => probe.messages().number !== "");
  await look("wrong");
  await stage.page.keyboard.press("End");
  await stage.page.keyboard.type("5");
  await stage.page.keyboard.press("Enter");
  await stage.until(() => seen.length === 1);
  const sent = await stage.page.evaluate(() => {
    probe.keepStatics();
    return seen[0];
  });
  const cardData = sent.find(([name]) => name === "card_data")[1];
  await look("submitted", [cardData]);
  await stage.page.evaluate(() => probe.card().clear());
  await look("cleared", [cardData]);
  // The keys were read, so what is looked through is not empty.
  assert.ok((await stage.page.evaluate(() => probe.statics.length)) > 20);
}

async function heap(t) {
  const stage = await openForHeap(t);
  await stage.typeCard(CANARY);
  await stage.page.evaluate(() =>
    probe
      .card()
      .encrypt()
      .then(() => probe.card().clear()),
  );
  assert.deepEqual(await numbersInHeap(stage), [], "after clear()");
  await stage.typeCard(CANARY);
  await stage.page.evaluate(() => {
    globalThis.leak = { number: probe.field("number").value };
    probe.card().clear();
  });
  assert.notEqual((await numbersInHeap(stage)).length, 0, "the planted leak was not found");
}

async function heapAfterSubmit(t) {
  const stage = await openForHeap(t);
  await stage.page.evaluate(() => {
    document.forms[0].addEventListener("submit", (event) => event.preventDefault());
  });
  await stage.typeCard(CANARY);
  // From the number's field, by Enter: the last key there is one that changes nothing.
  await stage.focus("number");
  await stage.page.keyboard.press("Enter");
  await stage.until(() => probe.field("security-code").value === "");
  await stage.page.evaluate(() => probe.card().clear());
  assert.deepEqual(await numbersInHeap(stage), []);
}

async function heapAfterRemoval(t) {
  const stage = await openForHeap(t);
  await stage.typeCard(CANARY);
  await stage.page.keyboard.press("Shift+Tab");
  await stage.page.evaluate(() => {
    globalThis.kept = probe.card();
    kept.remove();
  });
  assert.deepEqual(await numbersInHeap(stage), []);
}

// A page of their own: what an earlier check typed is none of theirs.
const openForHeap = (t) => t.open({ fresh: true });

/** Returns the strings of the heap, after garbage collection, that hold the number or most of it, or the code as sealed. */
async function numbersInHeap(stage) {
  const cdp = (stage.session ??= await stage.page.context().newCDPSession(stage.page));
  await cdp.send("HeapProfiler.enable");
  for (let i = 0; i < 3; i++) await cdp.send("HeapProfiler.collectGarbage");
  const chunks = [];
  const keep = ({ chunk }) => chunks.push(chunk);
  cdp.on("HeapProfiler.addHeapSnapshotChunk", keep);
  await cdp.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  cdp.off("HeapProfiler.addHeapSnapshotChunk", keep);
  const { strings } = JSON.parse(chunks.join(""));
  assert.ok(strings.length > 5000, "that was no heap");
  const most = CANARY.number.slice(0, 12);
  return strings.filter((text) => {
    const plain = text.replace(/[\s-]/g, "");
    return plain.includes(most) || plain.includes(`"card_secureCode":"${CANARY.securityCode}"`);
  });
}

/** What the page did beyond its own memory. */
export function outside({ logs, sent, requests: since, url }) {
  const requests = since().map(({ url, body, headers }) => `${url} ${body} ${headers.referer ?? ""}`);
  return { console: logs.join("\n"), network: [...sent, ...requests].join("\n").replaceAll(new URL(url).host, "") };
}

/** Returns in which places digits of the card are, and how many of them. */
export function findings(places, ciphertexts = []) {
  const runs = Array.from({ length: CANARY.number.length - RUN + 1 }, (_, i) => CANARY.number.slice(i, i + RUN));
  return Object.entries(places).flatMap(([place, text]) => {
    let plain = text;
    for (const known of [CONFIG.publicKey, ...ciphertexts, ...ciphertexts.map(encodeURIComponent)]) {
      plain = plain.replaceAll(known, "");
    }
    const hasCode = new RegExp(`(?<![\\w+/=.])${CANARY.securityCode}(?![\\w+/=])`).test(plain);
    plain = plain.replace(/[\s\-+]/g, "").replaceAll("%20", "");
    const count = runs.filter((run) => plain.includes(run)).length;
    return [
      ...(count > 0 ? [`${place}: ${count} runs of the number`] : []),
      ...(hasCode ? [`${place}: the code`] : []),
    ];
  });
}
