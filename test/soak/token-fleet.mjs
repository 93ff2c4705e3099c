// Several isolates with one app key, each with a client of its own, over a store that cannot keep them apart: whether a
// new token ends the old one or not, they must not buy tokens without end.

const SECOND_MS = 1000;
const START_MS = Date.UTC(2030, 0, 1);
/** What is written to an eventual store is seen elsewhere after this. */
const LAG_MS = 60_000;

/** How isolates keep their tokens. */
export const FLEET_STORES = ["memory", "eventual", "shared"];

/** Runs an hour of calls, one a second from each isolate. */
export async function simulateFleet(
  { createOpcard, createMemoryTokenStore, createSandbox },
  { isolates, seconds, store, revokes },
) {
  const clock = { nowMs: START_MS };
  const now = () => clock.nowMs;
  const sandbox = await createSandbox({ now, opcard: { newTokenRevokesOld: revokes } });
  const config = sandbox.opcardConfig();
  const shared = createMemoryTokenStore({ now });
  const eventual = createEventualStore(clock);
  const sealing = { key: { id: "fleet", bytes: crypto.getRandomValues(new Uint8Array(32)) } };
  const stores = {
    memory: () => ({}),
    eventual: (isolate) => ({ tokenStore: eventual(isolate), sealing }),
    shared: () => ({ tokenStore: shared }),
  };
  const clients = Array.from({ length: isolates }, (_, isolate) =>
    createOpcard({ ...config, now, ...stores[store](isolate) }),
  );
  const { cardholderId } = await clients[0].cardholders.create({
    ...{ firstName: "Ada", lastName: "L", email: "ada@example.com", phone: "5550100", phoneAreaCode: "1" },
  });
  const codes = {};
  let good = 0;
  for (let second = 0; second < seconds; second++) {
    for (const client of clients) {
      try {
        await client.cardholders.get(cardholderId);
        good++;
      } catch (error) {
        codes[error.code] = (codes[error.code] ?? 0) + 1;
      }
    }
    clock.nowMs += SECOND_MS;
  }
  const { create, refresh } = sandbox.tokenCalls();
  return { isolates, seconds, store, revokes, good, codes, tokenCalls: create + refresh };
}

/** A store as Workers KV is: each isolate sees its own writes at once, those of others a minute later. */
function createEventualStore(clock) {
  let writes = [];
  return (isolate) => ({
    sharing: "eventual",
    read: async () => {
      const seen = writes.filter((one) => one.isolate === isolate || one.atMs + LAG_MS <= clock.nowMs);
      return seen.at(-1)?.stored;
    },
    claim: async () => true,
    write: async (_key, sealed) => {
      writes = [
        ...writes.slice(-500),
        { isolate, atMs: clock.nowMs, stored: { sealed, version: String(clock.nowMs) } },
      ];
      return true;
    },
    release: async () => {},
  });
}
