// The Deno side of the token stores' journey, bundled: `cases`, or one step of a life over several processes.
import { createDenoKvTokenStore } from "oceanpayment/deno";
import { runTokenCases, until } from "./token-store-cases.mjs";

const [file, step, name] = Deno.args;
const kv = await Deno.openKv(file);
const store = createDenoKvTokenStore(kv);
const LONG_MS = 600_000;

const STEPS = {
  open: () => true,
  cases: () => runTokenCases(store),
  /** Claims one key 50 times at once, beside whoever else does. */
  race: () =>
    Promise.all(
      Array.from({ length: 50 }, (_, at) => store.claim("raced", { holder: `${name} ${at}`, leaseMs: LONG_MS })),
    ),
  /** Writes a token, and holds two claims when the process is killed. */
  live: async () => {
    const isWritten = await store.write("kept", "a token", "killed");
    const isKept = await store.claim("kept", { holder: "killed", leaseMs: LONG_MS });
    const isClaimed = await store.claim("lapses", { holder: "killed", leaseMs: 1500 });
    return { isWritten, isKept, isClaimed, token: await store.read("kept") };
  },
  /** Looks at what a killed process left. */
  look: async () => {
    const token = await store.read("kept");
    const isFree = await store.claim("kept", { holder: "b", leaseMs: LONG_MS });
    await until(() => store.claim("lapses", { holder: "b", leaseMs: LONG_MS }));
    const isLateWritten = await store.write("lapses", "late", "killed");
    return { token, isFree, isLateWritten, isWritten: await store.write("lapses", "of the other", "b") };
  },
  garbage: async () => {
    const found = [];
    for (const value of [1, "not json", new Uint8Array(3), { token: { sealed: "s", version: "v" } }, null]) {
      await kv.set(["oceanpayment", "token", "spoilt"], value);
      const token = await store.read("spoilt");
      found.push({ isNothing: token === undefined, isWritten: await store.write("spoilt", "new", "a") });
    }
    return found;
  },
  refused: () =>
    [{ get() {}, put() {}, list() {}, getWithMetadata() {} }, undefined, new Map()].map((value) => {
      try {
        createDenoKvTokenStore(value);
        return {};
      } catch ({ code, message }) {
        return { code, message };
      }
    }),
};

console.log(`report:${JSON.stringify(await STEPS[step]())}`);
// Killed here, it has closed nothing.
if (step === "live") await new Promise((resolve) => setTimeout(resolve, 60_000));
kv.close();
