// One suite for every store of notices, for any runtime: plain functions over a store, in real time. What is right is
// said here by hand, by counting what a store hands out; nothing of the library is asked.

const LEASE_MS = 60_000;
/** Long enough to be held when it is looked at, short enough to wait for. */
const SHORT_MS = 2_500;

/**
 * The cases: each is given a store, a name that no order had before, and whether the store keeps all orders in one
 * place. A case fails by throwing.
 */
export const STORE_CASES = [
  { name: "work is handed out, held, ended, and never handed out again", run: runsOnce },
  { name: "200 claims of one key at once get one lease", run: leasesOnce },
  { name: "a lease that ended is taken over, and its token opens nothing more", run: fences },
  { name: "work that was given back is due after its pause, with the next attempt", run: pauses },
  { name: "one effect of an order at a time, and all of them in the end", run: takesTurns },
  { name: "100 orders at once: each is handed out once", run: keepsApart },
  { name: "what waits longest is due first, and no more than was asked for", run: ordersDue },
  { name: "an approved order goes back to nothing, and a second approval is a double", run: goesForward },
  { name: "a question is asked again where that was wished meanwhile, and questions are few", run: asksAgain },
  { name: "what is only stored waits for whoever comes", run: storesOnly },
  { name: "texts come back to the letter", run: keepsText },
];

/** Runs every case and returns what failed, and how many ran. */
export async function runCases(makeStore, { isOnePlace = true, tag = "" } = {}) {
  const failures = [];
  for (const [at, { name, run }] of STORE_CASES.entries()) {
    const prefix = `900001/90000101/${tag}${at}-${Math.random().toString(36).slice(2)}`;
    try {
      await run(await makeStore(), prefix, { isOnePlace });
    } catch (error) {
      failures.push({ name, message: String(error?.stack ?? error) });
    }
  }
  return { count: STORE_CASES.length, failures };
}

async function runsOnce(store, order) {
  const first = await store.claim(order, work("a"), LEASE_MS);
  equal(first.kind, "claimed");
  equal(first.attempt, 1);
  equal(first.item, "item of a");
  equal((await store.claim(order, work("a"), LEASE_MS)).kind, "held");
  const lease = { order, key: "a", token: first.token };
  equal(await store.complete({ ...lease, token: "another" }), false, "a token that nobody got");
  equal(await store.complete({ ...lease, token: "" }), false, "no token");
  equal(await store.complete(lease), true);
  equal(await store.complete(lease), false, "twice");
  equal(await store.release(lease, 0), false, "given back after its end");
  equal((await store.claim(order, work("a"), LEASE_MS)).kind, "done");
  equal((await store.resume({ order, key: "a" }, LEASE_MS)).kind, "done");
  equal((await store.resume({ order: `${order}/none`, key: "a" }, LEASE_MS)).kind, "done", "of an unknown order");
}

async function leasesOnce(store, order) {
  const answers = await Promise.all(range(200).map(() => store.claim(order, work("one"), LEASE_MS)));
  equal(count(answers, "claimed"), 1, "leases");
  equal(count(answers, "held"), 199, "refusals");
  const { token } = answers.find(({ kind }) => kind === "claimed");
  equal(await store.complete({ order, key: "one", token }), true);
  const later = await Promise.all(range(50).map(() => store.claim(order, work("one"), LEASE_MS)));
  equal(count(later, "done"), 50, "after its end");
}

async function fences(store, order) {
  const first = await store.claim(order, work("a"), SHORT_MS);
  equal(first.kind, "claimed");
  equal((await store.resume({ order, key: "a" }, LEASE_MS)).kind, "held");
  await sleep(SHORT_MS + 100);
  const answers = await Promise.all(range(20).map(() => store.resume({ order, key: "a" }, LEASE_MS)));
  equal(count(answers, "claimed"), 1, "one takes it over");
  const second = answers.find(({ kind }) => kind === "claimed");
  equal(second.attempt, 2);
  equal(second.item, "item of a");
  assert(second.token !== first.token, "a fresh token");
  const old = { order, key: "a", token: first.token };
  equal(await store.complete(old), false, "the old token ends nothing");
  equal(await store.release(old, 0), false, "the old token gives nothing back");
  equal((await store.resume({ order, key: "a" }, LEASE_MS)).kind, "held", "the new lease holds");
  equal(await store.complete({ ...old, token: second.token }), true);
}

async function pauses(store, order) {
  const { token } = await store.claim(order, work("a"), LEASE_MS);
  equal(await isDue(store, order), false, "while it is leased");
  equal(await store.release({ order, key: "a", token }, SHORT_MS), true);
  equal(await store.release({ order, key: "a", token }, 0), false, "twice");
  equal(await isDue(store, order), false, "while it pauses");
  await sleep(SHORT_MS + 100);
  equal(await isDue(store, order), true, "after its pause");
  const again = await store.resume({ order, key: "a" }, LEASE_MS);
  equal(again.kind, "claimed");
  equal(again.attempt, 2);
  equal(await isDue(store, order), false, "while it is leased again");
  equal(await store.complete({ order, key: "a", token: again.token }), true);
  equal(await isDue(store, order), false, "after its end");
}

async function takesTurns(store, order) {
  const keys = range(12).map((at) => `k${at}`);
  const answers = await Promise.all(keys.map((key) => store.claim(order, work(key), LEASE_MS)));
  equal(count(answers, "claimed"), 1, "of twelve, one may run");
  equal(count(answers, "held"), 11, "the rest waits");
  const ended = [];
  let at = answers.findIndex(({ kind }) => kind === "claimed");
  let held = { key: keys[at], token: answers[at].token };
  for (;;) {
    equal(await store.complete({ order, ...held }), true);
    ended.push(held.key);
    const waiting = (await store.due(1000)).filter((item) => item.order === order).map(({ key }) => key);
    equal(waiting.length, keys.length - ended.length, "nothing that waits is lost");
    if (waiting.length === 0) break;
    const next = await Promise.all(waiting.map((key) => store.resume({ order, key }, LEASE_MS)));
    equal(count(next, "claimed"), 1, "one after another");
    at = next.findIndex(({ kind }) => kind === "claimed");
    held = { key: waiting[at], token: next[at].token };
  }
  equal(ended.sort().join(), [...keys].sort().join(), "each ran once");
}

async function keepsApart(store, order) {
  const orders = range(100).map((at) => `${order}-${at}`);
  const claims = orders.flatMap((name) =>
    range(3).map(() => ({ name, answer: store.claim(name, work("a"), LEASE_MS) })),
  );
  const leases = [];
  for (const { name, answer } of claims) {
    const { kind, token } = await answer;
    if (kind === "claimed") leases.push({ order: name, key: "a", token });
  }
  equal(leases.length, 100, "one lease each");
  equal(new Set(leases.map((lease) => lease.order)).size, 100, "of different orders");
  equal(new Set(leases.map(({ token }) => token)).size, 100, "with different tokens");
  const ends = await Promise.all(leases.map((lease) => store.complete(lease)));
  assert(ends.every(Boolean), "all end");
  assert(!(await store.due(1000)).some((item) => item.order.startsWith(order)), "and nothing is left");
}

async function ordersDue(store, order, { isOnePlace }) {
  const names = ["third", "first", "second"].map((name) => `${order}-${name}`);
  // Far enough from each other for a host that is busy.
  const pausesMs = [3000, 500, 1700];
  const leases = await Promise.all(names.map((name) => store.claim(name, work("a"), LEASE_MS)));
  for (const [at, { token }] of leases.entries()) {
    await store.release({ order: names[at], key: "a", token }, pausesMs[at]);
  }
  await sleep(3500);
  const found = (await store.due(1000)).map((item) => item.order).filter((name) => name.startsWith(order));
  const wanted = ["first", "second", "third"].map((name) => `${order}-${name}`);
  equal((isOnePlace ? found : found.sort()).join(), wanted.join(), "the order of what is due");
  for (const limit of [1, 2]) equal((await store.due(limit)).length, limit, "how many are due");
  for (const name of names) {
    const { token } = await store.resume({ order: name, key: "a" }, LEASE_MS);
    equal(await store.complete({ order: name, key: "a", token }), true);
  }
}

async function goesForward(store, order) {
  const [first, second, third] = ["2011111111111111111", "2022222222222222222", "2033333333333333333"];
  const claim = async (key, state, paymentId, signature) =>
    store.claim(order, { key, item: key, payment: { state, paymentId, signature } }, LEASE_MS);
  const end = async (key, { token }) => equal(await store.complete({ order, key, token }), true);
  await end("p1", await claim("p1", "pending", first, "s1"));
  const paid = await claim("p2", "approved", first, "s2");
  equal(paid.kind, "claimed");
  equal(paid.key, "p2");
  assert(paid.paidBy === undefined, "nobody paid before");
  const told = await claim("p2 by query", "approved", first, undefined);
  equal(told.kind, "held", "told twice, it is one effect");
  await end("p2", paid);
  for (const state of ["pending", "authorised", "declined"]) {
    equal((await claim(`late ${state}`, state, first, `s of ${state}`)).kind, "superseded", `${state}, same payment`);
    equal((await claim(`other ${state}`, state, second, `t of ${state}`)).kind, "superseded", `${state}, another`);
  }
  equal((await claim("recut", "approved", third, "s2")).kind, "done", "the same message with another id");
  equal((await claim("again", "approved", first, "s3")).kind, "done", "the same payment in another message");
  const double = await claim("double", "approved", second, "s4");
  equal(double.kind, "claimed");
  equal(double.paidBy, first, "the payment that paid the order");
  await end("double", double);
  equal((await claim("double", "approved", second, "s4")).kind, "done");
}

async function storesOnly(store, order) {
  equal((await store.claim(order, work("a"), 0)).kind, "held");
  equal(await isDue(store, order), true, "somebody else may begin it");
  const { kind, attempt, token } = await store.claim(order, work("a"), LEASE_MS);
  equal(kind, "claimed");
  equal(attempt, 1);
  equal(await store.complete({ order, key: "a", token }), true);
}

async function asksAgain(store, order) {
  const question = (key = "q") => ({ key, item: "why", isQuestion: true, isHint: true });
  const first = await store.claim(order, question(), LEASE_MS);
  equal(first.kind, "claimed");
  const effect = await store.claim(order, work("effect"), LEASE_MS);
  equal(effect.kind, "claimed", "an effect does not wait for it");
  equal(await store.complete({ order, key: "effect", token: effect.token }), true);
  equal((await store.claim(order, question(), LEASE_MS)).kind, "held");
  equal(await store.complete({ order, key: "q", token: first.token }), true);
  equal((await store.claim(order, question(), LEASE_MS)).kind, "held", "it is asked again, and not at once");
  equal((await store.resume({ order, key: "q" }, LEASE_MS)).kind, "held");
  equal(await isDue(store, order), false, "it pauses");
  const answers = await Promise.all(range(30).map((at) => store.claim(order, question(`q${at}`), LEASE_MS)));
  equal(count(answers, "claimed"), 1, "one question at a time");
  equal(count(answers, "held"), 6, "some wait, the first among them");
  equal(count(answers, "full"), 23, "and nobody can fill the store with them");
}

async function keepsText(store, order) {
  const item = `"quotes" 'single' \\ back, line\nbreak, nul \u0000, é ẞ 漢字 😀, ; DROP TABLE x; -- %s ?1`;
  const name = `${order}/with/slashes ' " ; -- é 😀`;
  const { token } = await store.claim(name, { key: "k ' \" é", item }, LEASE_MS);
  await store.release({ order: name, key: "k ' \" é", token }, 0);
  const found = (await store.due(1000)).find((work) => work.order === name);
  equal(found?.key, "k ' \" é");
  equal((await store.resume(found, LEASE_MS)).item, item);
}

function work(key) {
  return { key, item: `item of ${key}` };
}

async function isDue(store, order) {
  return (await store.due(1000)).some((item) => item.order === order);
}

function count(answers, kind) {
  return answers.filter((answer) => answer.kind === kind).length;
}

function range(length) {
  return Array.from({ length }, (_, at) => at);
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function assert(holds, message) {
  if (!holds) throw new Error(message);
}

function equal(found, wanted, message = "") {
  assert(found === wanted, `${message} expected ${wanted}, got ${found}`.trim());
}
