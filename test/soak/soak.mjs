// One soak: everything is sent, the merchant is killed now and then, and what is left is driven until nothing is.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHost } from "./hosts.mjs";
import { makePlan } from "./plan.mjs";
import { createRandom } from "./random.mjs";
import { post, sendAll } from "./sender.mjs";
import { startSink } from "./sink.mjs";
import { judge } from "./verdict.mjs";

const DRIVE_MS = 500;
/** How long the rest may take after the last send: alarms and pauses grow. */
const REST_MS = 180_000;
/** A store that must fail need not come to rest. */
const BROKEN_REST_MS = 10_000;

/** Runs one variant, and returns its figures and what it broke. */
export async function soak(variant, { seed, notices, kills, leaseMs = 5000, atOnce = 24, deno, log = () => {} }) {
  const startMs = performance.now();
  const folder = await mkdtemp(join(tmpdir(), "soak-"));
  const plan = makePlan({ seed, notices });
  const sink = await startSink({ orders: plan.orders, seed });
  const host = await createHost(variant, { folder, sink: sink.origin, leaseMs, deno });
  const merchant = createMerchantAccess(host);
  const facts = { kills: [], answers: [], drives: [] };
  try {
    await merchant.start();
    const random = createRandom(seed + 1);
    const due = Array.from({ length: kills }, (_, i) => Math.round((plan.sends.length * (i + 0.5)) / kills));
    const driver = variant.isDriven ? startDriver(merchant, facts) : undefined;
    const killer = createKiller({ merchant, sink, random, facts, log });
    const sent = await sendAll({
      ...{ sends: plan.sends, atOnce, merchant },
      onAnswer: (notice, answer, count) => {
        if (answer) facts.answers.push(toAnswerFact(notice, answer, sink));
        if (count >= due[0]) killer.next(due.shift());
      },
    });
    await killer.ended();
    const sentMs = performance.now() - startMs;
    log(`${variant.title}: all sent after ${Math.round(sentMs / 1000)} s`);
    const isRested = await untilRested({ merchant, sink, plan }, variant.isBroken ? BROKEN_REST_MS : REST_MS);
    // Whatever is run again without a cause shows when its lease is over.
    await pause(leaseMs + 1500);
    await driver?.stop();
    const open = await openWork(merchant, plan);
    const seconds = (performance.now() - startMs) / 1000;
    return judge({ ...{ variant, plan, sink, facts, sent, open, isRested, kills, leaseMs, seconds } });
  } finally {
    await merchant.stop();
    await sink.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is known at the moment a notice is answered. */
function toAnswerFact(notice, { status, isAcknowledged, sentAt }, sink) {
  const { index, kind, tells, orderNumber } = notice;
  const made = tells.filter(sink.hasEnded);
  const at = performance.now();
  return { ...{ index, kind, orderNumber, status, isAcknowledged, tells, made, sentAt, at }, runs: sink.runs.length };
}

/** Keeps who wants to ask the merchant waiting while it is dead. */
function createMerchantAccess(host) {
  let generation = 0;
  let up;
  const start = () => {
    generation += 1;
    up = host.start(generation);
    return up;
  };
  return {
    start,
    whenUp: () => up,
    generation: () => generation,
    /** Kills, and starts again before anybody is let through. */
    restart: async (onDead) => {
      up = host.kill().then(() => {
        onDead();
        generation += 1;
        return host.start(generation);
      });
      await up;
    },
    stop: () => host.stop(),
  };
}

/** Kills one after the other, each while callbacks are in flight. */
function createKiller({ merchant, sink, random, facts, log }) {
  let last = Promise.resolve();
  let failure;
  const killOnce = async () => {
    for (;;) {
      const isTrapped = await sink.trap(random.between(1, 4), 20_000);
      if (!isTrapped) return;
      await pause(random.between(0, 60));
      const inFlight = sink.inFlight();
      const generation = merchant.generation();
      const at = performance.now();
      await merchant.restart(() => facts.kills.push({ generation, at, inFlight, cut: sink.markKilled() }));
      if (inFlight > 0) break;
    }
    const { generation, inFlight } = facts.kills.at(-1);
    log(`kill ${generation}: ${inFlight} callbacks in flight`);
  };
  return {
    next: () => {
      last = last.then(killOnce).catch((error) => (failure ??= error));
    },
    ended: async () => {
      await last;
      if (failure) throw failure;
    },
  };
}

/** Drives what is left now and then, as a Cron Trigger does. */
function startDriver(merchant, facts) {
  const stopping = new AbortController();
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await pause(DRIVE_MS);
      const origin = await merchant.whenUp();
      const sentAt = performance.now();
      await post(`${origin}/drain`).catch(() => undefined);
      facts.drives.push({ sentAt, at: performance.now() });
    }
  })();
  return {
    stop: () => {
      stopping.abort();
      return loop;
    },
  };
}

/** Waits until everything that must be there is there, and no work is open. */
async function untilRested({ merchant, sink, plan }, mostMs) {
  const must = [...plan.orders.values()].flatMap((order) => order.must);
  const endMs = performance.now() + mostMs;
  while (performance.now() < endMs) {
    if (must.every(sink.isMade) && (await openWork(merchant, plan)).length === 0) return true;
    await pause(250);
  }
  return false;
}

/** Returns the work that is open, without what may be: the question that a hint led to. */
async function openWork(merchant, { hinted }) {
  const { text } = await post(`${await merchant.whenUp()}/open`);
  const isHint = (work) => hinted.has(/SOAK-\d+/.exec(work)[0]) && / question\//.test(work);
  return JSON.parse(text).open.filter((work) => !isHint(work));
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
