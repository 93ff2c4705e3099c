import { assert } from "../../boundary/checks.mjs";
import { effectsOf, endsOnce } from "./check-workers.mjs";
import { startHost } from "./host-process.mjs";
import { createNoticeMaker } from "./notices.mjs";

const ORDER = "900001/90000101/KILLED";

/** Checks what outlives a kill of everything that runs: the Workers, workerd and what holds both. */
export async function checkKilled(check, folder) {
  const makeNotice = await createNoticeMaker();
  const body = await makeNotice("HANGS-KILLED");
  const stores = ["d1", "durable"];
  const before = {};
  let host = await startHost(folder);
  try {
    for (const store of stores) before[store] = await leave(askOf(host, store));
    const headers = { "content-type": "application/xml" };
    void host.fetch("/notice", { method: "POST", headers, body }).catch(() => {});
    await begins(host, "HANGS-KILLED");
    await host.kill();
    host = await startHost(folder);
    for (const store of stores) {
      await check(`stores: ${store} knows after a kill what ended, and what was held`, () =>
        isThere(askOf(host, store), before[store]),
      );
    }
    const effects = async (name) => effectsOf(await (await host.fetch("/effects")).json(), name);
    await check("stores: after a kill the object's own alarm runs the effect that hung", () =>
      endsOnce({ effects }, "HANGS-KILLED", 2),
    );
  } finally {
    await host.kill();
  }
}

/** Ends one piece of work, and holds another. */
async function leave(ask) {
  const ended = await ask("claim", [ORDER, { key: "ended", item: "e" }, 60_000]);
  const isEnded = await ask("complete", [{ order: ORDER, key: "ended", token: ended.token }]);
  const lost = await ask("claim", [ORDER, { key: "lost", item: "the item" }, 2000]);
  assert(isEnded === true && lost.kind === "claimed", "nothing was left");
  return lost;
}

async function isThere(ask, { token }) {
  const again = await ask("claim", [ORDER, { key: "ended", item: "e" }, 60_000]);
  assert(again.kind === "done", `what ended is ${again.kind}`);
  const untilMs = Date.now() + 30_000;
  let lost = await ask("resume", [{ order: ORDER, key: "lost" }, 60_000]);
  while (lost.kind === "held" && Date.now() < untilMs)
    lost = await ask("resume", [{ order: ORDER, key: "lost" }, 60_000]);
  assert(lost.kind === "claimed" && lost.attempt === 2 && lost.item === "the item", `it is ${JSON.stringify(lost)}`);
  const isOldTaken = await ask("complete", [{ order: ORDER, key: "lost", token }]);
  assert(isOldTaken === false, "a lease from before the kill must end nothing");
  assert(await ask("complete", [{ order: ORDER, key: "lost", token: lost.token }]), "the new one must");
}

function askOf(host, store) {
  return async (method, values) => {
    const init = { method: "POST", body: JSON.stringify(values) };
    return (await (await host.fetch(`/ask?store=${store}&method=${method}`, init)).json()).answer;
  };
}

async function begins(host, name) {
  for (const untilMs = Date.now() + 30_000; Date.now() < untilMs;) {
    if (effectsOf(await (await host.fetch("/effects")).json(), name).length > 0) return;
  }
  throw new Error(`${name} did not begin`);
}
