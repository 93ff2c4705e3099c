// The Deno side of the stores' journey, bundled: `cases`, or one step of a life over several processes.
import { createDenoKvStore } from "oceanpayment/deno";
import { runCases } from "./store-cases.mjs";

const [file, step, order] = Deno.args;
const kv = await Deno.openKv(file);
const store = createDenoKvStore(kv);
const print = (report) => console.log(`report:${JSON.stringify(report)}`);

const STEPS = {
  open: () => true,
  cases: () => runCases(() => store),
  /** Claims one key a hundred times at once, beside whoever else does. */
  race: async () => {
    const work = { key: "raced", item: "x" };
    const answers = await Promise.all(Array.from({ length: 100 }, () => store.claim(order, work, 60_000)));
    return answers.map(({ kind }) => kind);
  },
  /** Ends one piece of work, and holds another when the process is killed. */
  live: async () => {
    const ended = await store.claim(order, { key: "ended", item: "e" }, 60_000);
    const isEnded = await store.complete({ order, key: "ended", token: ended.token });
    const { kind, token } = await store.claim(order, { key: "lost", item: "the item" }, 1000);
    return { isEnded, kind, token };
  },
  /** Looks at what a killed process left. */
  look: async () => {
    const [, , , token] = Deno.args;
    const due = await store.due(10);
    const ended = await store.claim(order, { key: "ended", item: "e" }, 60_000);
    const lost = await store.resume({ order, key: "lost" }, 60_000);
    const isOldTaken = await store.complete({ order, key: "lost", token });
    return { due, ended, lost, isOldTaken };
  },
  /** A record that is too long for Deno KV is refused, and what was there stays. */
  long: async () => {
    const first = await store.claim(order, { key: "a", item: "short" }, 60_000);
    const error = await store.claim(order, { key: "b", item: "é".repeat(40_000) }, 60_000).catch((thrown) => thrown);
    const fits = await store.claim(order, { key: "c", item: "é".repeat(30_000) }, 60_000);
    const isEnded = await store.complete({ order, key: "a", token: first.token });
    return { code: error.code, message: error.message, fits: fits.kind, isEnded, due: await store.due(10) };
  },
  refused: () =>
    [{ get() {}, put() {}, list() {}, getWithMetadata() {} }, undefined, new Map()].map((value) => {
      try {
        createDenoKvStore(value);
        return {};
      } catch ({ code, message }) {
        return { code, message };
      }
    }),
};

print(await STEPS[step]());
// Killed here, it has closed nothing.
if (step === "live") await new Promise((resolve) => setTimeout(resolve, 60_000));
kv.close();
