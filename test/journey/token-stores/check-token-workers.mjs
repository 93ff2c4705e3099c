import { assert } from "../../boundary/checks.mjs";
import { passCases } from "./pass-cases.mjs";
import { runTokenCases } from "./token-store-cases.mjs";
import { startTokenWorkers } from "./token-workers.mjs";

const METHODS = ["read", "claim", "write", "release"];
const SHARING = { durable: "atomic", kv: "eventual" };
const GARBAGE = ["", "null", "not json", "{}", `{"token":{"sealed":1},"claim":{"holder":"b"}}`];

/** Checks Workers KV and Durable Objects in real workerd, within one Worker and between two. */
export async function checkTokenWorkers(check) {
  const miniflare = await startTokenWorkers();
  const ask = async (path) => (await miniflare.dispatchFetch(`http://one.test${path}`)).json();
  try {
    const workers = [await miniflare.getWorker("one"), await miniflare.getWorker("two")];
    for (const [name, sharing] of Object.entries(SHARING)) {
      await check(`token stores: ${name} keeps the cases in workerd`, async () =>
        passCases(await ask(`/cases?store=${name}`), sharing),
      );
      const remote = remoteStore(workers, name);
      await check(`token stores: ${name} keeps the cases between two Workers`, async () =>
        passCases(await runTokenCases(remote, "two-"), sharing),
      );
      await check(`token stores: what is no token in ${name} is nothing kept`, () =>
        survivesGarbage(ask, remote, name),
      );
    }
    await check("token stores: what stays in Workers KV ends by itself, within a day", async () =>
      ends(await ask("/listed")),
    );
    await check("token stores: what is no such binding is refused, Workers KV with the reason", async () =>
      areRefused(await ask("/refused")),
    );
    await check("token stores: an object without SQLite answers nothing, and is no crash", async () => {
      const { code, message } = await ask("/old");
      assert(code === "connection_failed" && !message.includes("key"), `it says ${code}: ${message}`);
    });
    await check("token stores: a request of anybody's is no question to an object", async () => {
      const { status } = await ask("/through");
      assert(status === 404, `it was answered ${status}`);
    });
  } finally {
    await miniflare.dispose();
  }
}

/** Returns a store that asks two Workers in turn. */
function remoteStore(workers, name) {
  let turn = 0;
  const ask = async (method, values) => {
    const worker = workers[turn++ % workers.length];
    const body = JSON.stringify(values);
    const response = await worker.fetch(`http://x.test/ask?store=${name}&method=${method}`, { method: "POST", body });
    assert(response.ok, `${method} was answered ${response.status}: ${(await response.clone().text()).slice(0, 300)}`);
    return (await response.json()).answer;
  };
  const methods = METHODS.map((method) => [method, (...values) => ask(method, values)]);
  return { sharing: SHARING[name], ...Object.fromEntries(methods) };
}

async function survivesGarbage(ask, store, name) {
  for (const [at, text] of GARBAGE.entries()) {
    const key = `spoilt-${at}`;
    await store.write(key, "what is spoilt next", "a");
    await store.claim(key, { holder: "b", leaseMs: 600_000 });
    const { rowsWritten } = await ask(`/spoil?store=${name}&key=${key}&text=${encodeURIComponent(text)}`);
    assert(rowsWritten === 1, `${rowsWritten} values were spoilt`);
    assert((await store.read(key)) === undefined, `"${text}" was taken for a token`);
    assert(await store.claim(key, { holder: "c", leaseMs: 600_000 }), `"${text}" was taken for a claim`);
    assert(await store.write(key, "new", "c"), "nothing can be written");
    assert((await store.read(key)).sealed === "new", "what was written is not read");
  }
  return `${GARBAGE.length} texts`;
}

function ends(keys) {
  // But what the test has spoilt by its own hand.
  const written = keys.filter(({ name }) => !name.startsWith("journey/spoilt-"));
  assert(written.length > 0 && written.every(({ name }) => name.startsWith("journey/")), "they have their prefix");
  const inADay = Date.now() / 1000 + 86_400 + 1;
  const lasting = written.filter(({ expiration }) => !(expiration <= inADay));
  assert(lasting.length === 0, `these stay: ${lasting.map(({ name }) => name)}`);
  return `${written.length} keys`;
}

function areRefused(refused) {
  assert(refused.length === 6, `${refused.length} bindings were tried`);
  for (const { name, code, message } of refused) {
    assert(code === "invalid_config", `${name} must be refused, its code is ${code}`);
    const tells = /eventually consistent.*createKvTokenStore/.test(message);
    assert(tells === name.endsWith("of Workers KV"), `${name} says: ${message}`);
  }
}
