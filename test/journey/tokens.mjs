// OPCard's token in real workerd: many requests of one isolate, two isolates over a Durable Object; and an hour of simulated
// time, with one client and with several that share badly.
import { createMemoryTokenStore, createOpcard } from "oceanpayment/edge";
import { createSandbox } from "oceanpayment/testing";
import { assert, createChecks } from "../boundary/checks.mjs";
import { runAlone } from "../lanes/lanes.mjs";
import { FLEET_STORES, simulateFleet } from "../soak/token-fleet.mjs";
import { simulateTokens } from "../soak/token-time.mjs";
import { startTokenWorkers } from "./tokens/workers.mjs";

/** Before and after promises of other requests were allowed for (2024-10-14). `waitUntil` is a module's since 2025. */
const DATES = ["2024-09-01", "2026-04-20"];
const LIFE_MS = 3_600_000;
const FLEET = { isolates: 6, seconds: 1200 };
/** Renewals before their time: six at once, then one a minute, for each isolate. */
const MOST_FLEET_CALLS = FLEET.isolates * (6 + FLEET.seconds / 60 + 1);

export async function run() {
  const { check, result } = createChecks("tokens");
  for (const compatibilityDate of DATES) await checkOneIsolate(check, compatibilityDate);
  for (const newTokenRevokesOld of [false, true]) await checkTwoIsolates(check, newTokenRevokesOld);
  await check("tokens: an hour at 50 calls a second, with failures, revocations and wrong clocks", async () => {
    const { figures, faults } = await simulateTokens({ createOpcard, createSandbox }, { hours: 1, seed: 20261128 });
    assert(faults.length === 0, faults.slice(0, 5).join("\n"));
    assert(figures.calls === 180_000, `${figures.calls} calls`);
    return `${figures.calls} calls, ${figures.failed} failed, ${figures.given} tokens given, ${figures["at least"]} at least`;
  });
  for (const revokes of [false, true]) {
    for (const store of FLEET_STORES) await checkFleet(check, { store, revokes });
  }
  return result();
}

function checkOneIsolate(check, compatibilityDate) {
  return check(`tokens: the first of many requests ends early (workerd as of ${compatibilityDate})`, async () => {
    const workers = await startTokenWorkers({ compatibilityDate, newTokenRevokesOld: false });
    try {
      const first = await workers.ask(0, "/leave");
      assert(first.text === "left", first.text);
      const answers = await Promise.all(Array.from({ length: 40 }, () => workers.ask(0, "/call")));
      assert(
        answers.every(({ status }) => status === 200),
        answers.find(({ status }) => status !== 200)?.text ?? "",
      );
      const { create, refresh } = workers.begun;
      assert(create >= 1 && create + refresh <= 2, `${create + refresh} token calls`);
      return `40 answered, ${create + refresh} token calls`;
    } finally {
      await workers.dispose();
    }
  });
}

function checkTwoIsolates(check, newTokenRevokesOld) {
  const title = newTokenRevokesOld ? "where a new token ends the old" : "where it does not";
  return check(`tokens: two isolates over a Durable Object renew once, ${title}`, async () => {
    const workers = await startTokenWorkers({ compatibilityDate: DATES[1], newTokenRevokesOld });
    const all = async () => {
      const asked = Array.from({ length: 40 }, (_, i) => workers.ask(i % 2, "/call?client=shared"));
      const wrong = (await Promise.all(asked)).find(({ status }) => status !== 200);
      assert(wrong === undefined, wrong?.text ?? "");
    };
    try {
      await all();
      assert(same(workers.begun, { create: 1, refresh: 0 }), JSON.stringify(workers.begun));
      // So near its end that calls wait.
      await workers.advance(LIFE_MS * 0.99);
      await all();
      assert(same(workers.begun, { create: 1, refresh: 1 }), JSON.stringify(workers.begun));
      // Near its end: calls go on, and one renews behind them.
      await workers.advance(LIFE_MS * 0.95);
      await all();
      while (workers.begun.refresh < 2) await all();
      // Past the end of the one before: whoever did not renew has taken over what the other bought.
      await workers.advance(LIFE_MS * 0.1);
      await all();
      assert(same(workers.begun, { create: 1, refresh: 2 }), JSON.stringify(workers.begun));
      return `160 calls or more, ${JSON.stringify(workers.begun)}`;
    } finally {
      await workers.dispose();
    }
  });
}

function checkFleet(check, { store, revokes }) {
  const mode = revokes ? "a new token ends the old" : "all tokens live";
  return check(`tokens: six isolates, ${store} store, ${mode}: no storm`, async () => {
    const parts = { createOpcard, createMemoryTokenStore, createSandbox };
    const { good, codes, tokenCalls } = await simulateFleet(parts, { ...FLEET, store, revokes });
    const failed = Object.entries(codes);
    assert(
      failed.every(([code]) => code === "token_contention"),
      JSON.stringify(codes),
    );
    const mayFail = revokes && store !== "shared";
    assert(mayFail || failed.length === 0, JSON.stringify(codes));
    const most = store === "shared" ? 1 : revokes ? MOST_FLEET_CALLS : FLEET.isolates;
    assert(tokenCalls <= most, `${tokenCalls} token calls`);
    return `${tokenCalls} token calls for ${good} calls`;
  });
}

function same(found, wanted) {
  return found.create === wanted.create && found.refresh === wanted.refresh;
}

await runAlone(import.meta, run);
