import { assert } from "../../boundary/checks.mjs";
import { CLIENT, createNoticeMaker } from "./notices.mjs";
import { passAll } from "./pass-all.mjs";
import { runCases } from "./store-cases.mjs";
import { startWorkers } from "./workers.mjs";

const METHODS = ["claim", "resume", "complete", "release", "due"];
const POST = { method: "POST", headers: { "content-type": "application/xml" } };

/** Checks D1 and Durable Objects in real workerd, between two Workers, with alarms and a queue. */
export async function checkWorkers(check) {
  const miniflare = await startWorkers({ client: CLIENT });
  const send = (path, init) => miniflare.dispatchFetch(`http://one.test${path}`, init);
  const ask = async (path) => (await send(path)).json();
  try {
    await ask("/break");
    const brokenAtMs = Date.now();
    for (const store of ["d1", "durable", "durable-one"]) {
      await check(`stores: ${store} keeps the cases in workerd`, async () =>
        passAll(await ask(`/cases?store=${store}`)),
      );
    }
    const workers = [await miniflare.getWorker("one"), await miniflare.getWorker("two")];
    for (const store of ["d1", "durable-one"]) {
      const remote = createRemoteStore(workers, store);
      await check(`stores: ${store} keeps the cases between two Workers`, async () =>
        passAll(await runCases(() => remote, { tag: "two-" })),
      );
    }
    await check("stores: what is no such binding is refused, Workers KV with the reason", async () =>
      areRefused(await ask("/refused")),
    );
    await check("stores: an object whose handler can't be made keeps the work, and does not spin", async () =>
      isKept(await ask("/broken"), Date.now() - brokenAtMs),
    );
    const makeNotice = await createNoticeMaker();
    const merchant = { send, makeNotice, effects: async (name) => effectsOf(await ask("/effects"), name) };
    await check("stores: an alarm runs what failed, with nobody asking", () => runsAgain(merchant));
    await check("stores: an alarm takes over what hangs, and it ends once", () => takesOver(merchant));
    await checkQueue(check, merchant, await miniflare.getQueueProducer("NOTICES", "one"));
  } finally {
    await miniflare.dispose();
  }
}

async function checkQueue(check, merchant, queue) {
  await check("stores: a queue takes a notice at once, and its consumer lets it take effect", async () => {
    await queue.send("no notice at all");
    await queue.send({ body: "<no>notice</no>" });
    const notices = await Promise.all(["QUEUED-1", "THROWS-Q", "QUEUED-2"].map(merchant.makeNotice));
    for (const body of notices) await isAcknowledged(await merchant.send("/enqueue", { ...POST, body }));
    await isAcknowledged(await merchant.send("/enqueue", { ...POST, body: notices[0] }));
    for (const name of ["QUEUED-1", "QUEUED-2"]) await endsOnce(merchant, name, 1);
    await endsOnce(merchant, "THROWS-Q", 2);
  });
  await check("stores: before a queue what is forged does nothing, and what is no notice is refused", async () => {
    const forged = (await merchant.makeNotice("FORGED")).replace(/<signValue>[^<]*/, `<signValue>${"0".repeat(64)}`);
    await isAcknowledged(await merchant.send("/enqueue", { ...POST, body: forged }));
    const statuses = [];
    for (const init of [{}, { ...POST, body: "no xml" }, { method: "POST", body: "<a/>" }, { ...POST, body: LONG }]) {
      statuses.push((await merchant.send("/enqueue", init)).status);
    }
    assert(statuses.join() === "405,400,415,413", `they were answered ${statuses}`);
    await sleep(2000);
    assert((await merchant.effects("FORGED")).length === 0, "a forged notice took effect");
  });
}

const LONG = `<a>${"a".repeat(40_000)}</a>`;

/** The merchant's callback throws the first time: the answer says so, and from then on nobody asks. */
async function runsAgain({ send, makeNotice, effects }) {
  const { status } = await send("/notice", { ...POST, body: await makeNotice("THROWS-1") });
  assert(status === 503, `what failed must not be acknowledged, it was answered ${status}`);
  await endsOnce({ effects }, "THROWS-1", 2);
}

/** The merchant's callback hangs the first time, and nothing ever answers. */
async function takesOver({ send, makeNotice, effects }) {
  void send("/notice", { ...POST, body: await makeNotice("HANGS-1") }).catch(() => {});
  await endsOnce({ effects }, "HANGS-1", 2);
}

/** Waits until an effect has ended, and a little more: it must have ended once, at a certain attempt, under one key. */
export async function endsOnce({ effects }, name, attempt) {
  const untilMs = Date.now() + 30_000;
  const ends = async () => (await effects(name)).filter(({ step }) => step === "ended");
  while ((await ends()).length === 0) {
    assert(Date.now() < untilMs, `${name} did not end: ${JSON.stringify(await effects(name))}`);
    await sleep(200);
  }
  await sleep(1500);
  const found = await ends();
  assert(found.length === 1, `${name} ended ${found.length} times`);
  assert(found[0].attempt === attempt, `${name} ended at attempt ${found[0].attempt}`);
  const keys = new Set((await effects(name)).map(({ key }) => key));
  assert([...keys].join() === `900001/90000101/${name}/approved`, `its keys are ${[...keys]}`);
}

export function effectsOf(effects, name) {
  return effects.filter((effect) => effect.name === name);
}

/** Returns a store that asks two Workers in turn. */
function createRemoteStore(workers, store) {
  let turn = 0;
  const ask = async (method, values) => {
    const worker = workers[turn++ % workers.length];
    const body = JSON.stringify(values);
    const response = await worker.fetch(`http://x.test/ask?store=${store}&method=${method}`, { method: "POST", body });
    assert(response.ok, `${method} was answered ${response.status}: ${(await response.clone().text()).slice(0, 300)}`);
    return (await response.json()).answer;
  };
  return Object.fromEntries(METHODS.map((method) => [method, (...values) => ask(method, values)]));
}

function areRefused(refused) {
  assert(refused.length === 8, `${refused.length} bindings were tried`);
  for (const { name, code, message } of refused) {
    assert(code === "invalid_config", `${name} must be refused, its code is ${code}`);
    const tells = /eventually consistent.*use a Durable Object or D1/.test(message);
    assert(tells === name.includes("Workers KV"), `${name} says: ${message}`);
  }
}

function isKept({ errors, due }, ranMs) {
  assert(due.length === 1, `${due.length} pieces are due`);
  // Pauses of 2, 4, 8 … seconds, each by chance shortened to a half at the most.
  const most = Math.floor(Math.log2(ranMs / 1000 + 1)) + 1;
  assert(errors >= 1 && errors <= most, `${errors} alarms in ${ranMs} ms`);
  return `${errors} alarms in ${Math.round(ranMs / 1000)} s`;
}

async function isAcknowledged(response) {
  const text = await response.text();
  assert(response.status === 200 && text === "receive-ok", `it was answered ${response.status} ${text}`);
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
