// One suite for every store of tokens, for any runtime: plain functions over a store, in real time. What is right is said
// here by hand. Waits are for something to hold, and no time is asserted.

/** Longer than all of the cases take. */
const LEASE_MS = 600_000;
/** Over before anybody looks, or while somebody does. */
const SHORT_MS = 100;
const MOST_MS = 15_000;

/** The cases for every store: each is given a store, and a key that nobody had before. A case fails by throwing. */
const SHARED_CASES = [
  { name: "nothing is read where nothing was written", run: readsNothing },
  { name: "what is written is read to the letter, each time under another version", run: readsWritten },
  { name: "keys are kept apart", run: keepsApart },
];

/** The cases for stores that hold claims. */
const CLAIM_CASES = [
  { name: "a claim is one holder's until it is released", run: holdsUntilReleased },
  { name: "of 50 claims at once one is granted", run: grantsOnce },
  { name: "of 50 claims at once after a lease is over one is granted", run: grantsOnceAfterLease },
  { name: "what is written ends the claim", run: endsByWriting },
  { name: "claimed again by its holder, a claim lasts longer", run: lastsLonger },
  { name: "claimed again for less, a claim is not shorter", run: isNotShortened },
  { name: "nobody writes into another's claim", run: writesNotIntoClaim },
  { name: "whose claim was taken over writes nothing, also when the other has written", run: fences },
  { name: "whose claim was taken over may claim again", run: comesBack },
  { name: "a claim that lapsed and that nobody took still writes", run: writesAfterLapse },
  { name: "of many writes at once each has a version, and the last is read", run: writesAtOnce },
];

/** The cases for a store that promises no more than to be right some time later. */
const EVENTUAL_CASES = [{ name: "every claim is granted and every write is kept", run: grantsAll }];

/** The cases of a store that shares in a certain way. */
export function casesFor(sharing) {
  return [...SHARED_CASES, ...(sharing === "eventual" ? EVENTUAL_CASES : CLAIM_CASES)];
}

/** Runs every case and returns what failed, and how many ran. */
export async function runTokenCases(store, tag = "") {
  const failures = [];
  const cases = casesFor(store.sharing);
  for (const [at, { name, run }] of cases.entries()) {
    try {
      await run(store, `${tag}${at}-${Math.random().toString(36).slice(2)}`);
    } catch (error) {
      failures.push({ name, message: String(error?.stack ?? error) });
    }
  }
  return { sharing: store.sharing, count: cases.length, failures };
}

async function readsNothing(store, key) {
  equal(await store.read(key), undefined);
  equal(await store.claim(key, { holder: "a", leaseMs: LEASE_MS }), true);
  equal(await store.read(key), undefined, "while it is claimed");
  await store.release(key, "a");
  equal(await store.read(key), undefined, "after that");
}

async function readsWritten(store, key) {
  const versions = new Set();
  for (const sealed of [SEALED, SEALED, `"quotes" \\ é ẞ 漢字 😀; -- ' %s ?1`, "x".repeat(20_000)]) {
    equal(await store.write(key, sealed, "a"), true);
    const found = await store.read(key);
    equal(found.sealed, sealed);
    equal(Object.keys(found).sort().join(), "sealed,version");
    equal((await store.read(key)).version, found.version, "the version stays");
    assert(typeof found.version === "string" && found.version !== "", "a version");
    versions.add(found.version);
  }
  equal(versions.size, 4, "versions");
}

async function keepsApart(store, key) {
  const [one, other] = [`${key}-1`, `${key}-2`];
  equal(await store.claim(one, { holder: "a", leaseMs: LEASE_MS }), true);
  equal(await store.claim(other, { holder: "b", leaseMs: LEASE_MS }), true);
  equal(await store.write(one, "of one", "a"), true);
  equal(await store.read(other), undefined);
  equal(await store.write(other, "of the other", "b"), true);
  equal((await store.read(one)).sealed, "of one");
  equal((await store.read(other)).sealed, "of the other");
}

async function holdsUntilReleased(store, key) {
  const claim = (holder) => store.claim(key, { holder, leaseMs: LEASE_MS });
  equal(await claim("a"), true);
  equal(await claim("b"), false);
  equal(await claim("a"), true, "its own, again");
  await store.release(key, "b");
  equal(await claim("b"), false, "another's release changes nothing");
  await store.release(`${key}-unknown`, "a");
  await store.release(key, "a");
  await store.release(key, "a");
  equal(await claim("b"), true);
  equal(await claim("a"), false);
}

async function grantsOnce(store, key) {
  equal(count(await claimAtOnce(store, key, "first")), 1, "where nothing is stored, it is granted");
  const written = `${key}-written`;
  equal(await store.write(written, SEALED, "a"), true);
  equal(count(await claimAtOnce(store, written, "second")), 1, "where a token is stored, it is granted");
  equal((await store.read(written)).sealed, SEALED, "claims change no token");
}

async function grantsOnceAfterLease(store, key) {
  equal(await store.claim(key, { holder: "gone", leaseMs: SHORT_MS }), true);
  let granted = 0;
  // Round after round, so that the lease ends among them.
  await until(async () => (granted = count(await claimAtOnce(store, key, "next"))) > 0);
  equal(granted, 1);
}

async function endsByWriting(store, key) {
  equal(await store.claim(key, { holder: "a", leaseMs: LEASE_MS }), true);
  equal(await store.write(key, SEALED, "a"), true);
  equal(await store.claim(key, { holder: "b", leaseMs: LEASE_MS }), true);
  equal((await store.read(key)).sealed, SEALED);
}

async function lastsLonger(store, key) {
  equal(await store.claim(key, { holder: "a", leaseMs: SHORT_MS }), true);
  equal(await store.claim(key, { holder: "a", leaseMs: LEASE_MS }), true);
  await leaseIsOver(store, key);
  equal(await store.claim(key, { holder: "b", leaseMs: LEASE_MS }), false);
}

async function isNotShortened(store, key) {
  equal(await store.claim(key, { holder: "a", leaseMs: LEASE_MS }), true);
  equal(await store.claim(key, { holder: "a", leaseMs: SHORT_MS }), true);
  await leaseIsOver(store, key);
  equal(await store.claim(key, { holder: "b", leaseMs: LEASE_MS }), false);
}

async function writesNotIntoClaim(store, key) {
  equal(await store.write(key, "before", "b"), true, "where nobody claims");
  const { version } = await store.read(key);
  equal(await store.claim(key, { holder: "a", leaseMs: LEASE_MS }), true);
  equal(await store.write(key, "between", "b"), false);
  const found = await store.read(key);
  equal(found.sealed, "before");
  equal(found.version, version);
  equal(await store.claim(key, { holder: "b", leaseMs: LEASE_MS }), false, "the claim holds");
  equal(await store.write(key, "after", "a"), true);
  equal((await store.read(key)).sealed, "after");
}

async function fences(store, key) {
  equal(await store.claim(key, { holder: "a", leaseMs: SHORT_MS }), true);
  await until(() => store.claim(key, { holder: "b", leaseMs: LEASE_MS }));
  equal(await store.write(key, "late", "a"), false, "while the other renews");
  equal(await store.read(key), undefined);
  await store.release(key, "a");
  equal(await store.claim(key, { holder: "c", leaseMs: LEASE_MS }), false, "the other's claim holds");
  equal(await store.write(key, "the newer", "b"), true);
  const { version } = await store.read(key);
  equal(await store.write(key, "late", "a"), false, "after the other has written");
  equal((await store.read(key)).version, version);
  equal(await store.write(key, "of whoever never claimed", "d"), true);
}

async function comesBack(store, key) {
  equal(await store.claim(key, { holder: "a", leaseMs: SHORT_MS }), true);
  await until(() => store.claim(key, { holder: "b", leaseMs: LEASE_MS }));
  await store.release(key, "b");
  equal(await store.claim(key, { holder: "a", leaseMs: LEASE_MS }), true);
  equal(await store.write(key, SEALED, "a"), true);
  equal((await store.read(key)).sealed, SEALED);
}

async function writesAfterLapse(store, key) {
  equal(await store.claim(key, { holder: "a", leaseMs: SHORT_MS }), true);
  await leaseIsOver(store, key);
  equal(await store.write(key, SEALED, "a"), true);
  equal((await store.read(key)).sealed, SEALED);
}

async function writesAtOnce(store, key) {
  const answers = await Promise.all(range(20).map((at) => store.write(key, `token ${at}`, "a")));
  equal(count(answers), 20, "written");
  assert(/^token 1?\d$/.test((await store.read(key)).sealed), "one of them is read");
}

async function grantsAll(store, key) {
  equal(count(await claimAtOnce(store, key, "any")), 50, "granted");
  equal(await store.write(key, "of one", "a"), true);
  equal(await store.write(key, "of the other", "b"), true, "into another's claim");
  await store.release(key, "a");
  equal((await store.read(key)).sealed, "of the other");
}

/** As a sealed token looks. */
const SEALED = "v1.key-1.AAECAwQFBgcICQoL.AAECAwQFBgcICQoLDA0ODxAREhM";

function claimAtOnce(store, key, tag) {
  return Promise.all(range(50).map((at) => store.claim(key, { holder: `${tag} ${at}`, leaseMs: LEASE_MS })));
}

/** Waits until a short lease that begins now is over, by the store's own clock: so are those that began before. */
async function leaseIsOver(store, key) {
  const other = `${key}-clock`;
  equal(await store.claim(other, { holder: "a", leaseMs: SHORT_MS }), true);
  await until(() => store.claim(other, { holder: "b", leaseMs: LEASE_MS }));
}

/** Waits until something holds. */
export async function until(holds) {
  const endMs = Date.now() + MOST_MS;
  while (!(await holds())) {
    assert(Date.now() < endMs, `this does not come to hold: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function count(answers) {
  return answers.filter((answer) => answer === true).length;
}

function range(length) {
  return Array.from({ length }, (_, at) => at);
}

function assert(holds, message) {
  if (!holds) throw new Error(message);
}

function equal(found, wanted, message = "") {
  assert(found === wanted, `${message} expected ${wanted}, got ${found}`.trim());
}
