// The merchant's own records and the gateway's list, outside of the runtime that is killed. It writes down every run of a
// callback, decides which of them fails, and keeps some waiting so that a kill finds them in their middle.
import { createServer } from "node:http";
import { identityOf } from "./plan.mjs";
import { isQuestion, MERCHANT, toAnswer } from "./messages.mjs";
import { drawFor } from "./random.mjs";

/** How many of a hundred runs fail before their effect, and after it, by attempt. From the third on all go well. */
const FAILURES = [
  { before: 8, after: 6 },
  { before: 3, after: 2 },
];
const SLOW_SHARE = 0.03;
const SLOW_MS = 150;

/** Starts the server for a plan. */
export async function startSink({ orders, seed }) {
  const runs = [];
  const paid = new Map();
  const told = new Map();
  const held = [];
  const effects = new Map();
  const made = new Set();
  const ended = new Set();
  let openTraps = 0;
  let sprung = () => {};

  const count = (what) => told.set(what, (told.get(what) ?? 0) + 1);

  function begin(body) {
    const { generation, effect, orderNumber, paymentId, idempotencyKey: key, attempt, signature } = body;
    const cuts = orders.get(orderNumber)?.cuts;
    const identity = identityOf(orderNumber, effect, cuts?.get(paymentId) ?? paymentId);
    const draw = 100 * drawFor(seed, `${key} ${attempt}`);
    const { before = 0, after = 0 } = FAILURES[attempt - 1] ?? {};
    const fails = draw < before ? "before" : draw < before + after ? "after" : "";
    const run = { runId: runs.length, at: performance.now(), ...{ key, attempt, identity, generation, fails } };
    runs.push({ ...run, orderNumber, effect, paymentId, signature, state: fails === "before" ? "failed" : "running" });
    return { runId: run.runId, fails: fails === "before" };
  }

  /** The effect itself: once by its key, as a merchant's own transaction would have it. */
  function take(run) {
    run.effectAt = performance.now();
    made.add(run.identity);
    const known = effects.get(run.key);
    if (known) return void (known.times += 1);
    effects.set(run.key, { identity: run.identity, times: 1 });
    const { effect, orderNumber, paymentId, signature } = run;
    if (effect === "approved") paid.set(orderNumber, { paymentId, signature });
  }

  function end(run) {
    run.state = run.fails === "after" ? "failed" : "ended";
    if (run.state === "ended") ended.add(run.identity);
    run.endAt = performance.now();
    return { fails: run.fails === "after" };
  }

  async function effect({ runId }, answer) {
    const run = runs[runId];
    if (openTraps > 0) {
      openTraps -= 1;
      // Every other one is held behind its effect.
      if (held.length % 2 === 0) take(run);
      held.push(answer);
      sprung();
      return undefined;
    }
    if (drawFor(seed, `slow ${run.key} ${run.attempt}`) < SLOW_SHARE) await pause(SLOW_MS);
    if (run.state === "killed") return undefined;
    take(run);
    return end(run);
  }

  function findOrder({ orderNumber }) {
    const { account, terminal } = MERCHANT;
    const order = orders.get(orderNumber);
    if (!order) return { order: null };
    const { amount, currency } = order;
    return { order: { account, terminal, orderNumber, amount, currency, ...paid.get(orderNumber) } };
  }

  const routes = { "/begin": begin, "/effect": effect, "/order": findOrder, "/told": ({ what }) => (count(what), {}) };

  async function serve(question, answer) {
    const body = await readText(question);
    if (question.url === "/service/check/normal") {
      const fields = Object.fromEntries(new URLSearchParams(body));
      count(isQuestion(fields) ? "question" : "question signed wrong");
      answer.writeHead(200, { "content-type": "application/xml" }).end(toAnswer(orders.get(fields.order_number)));
      return;
    }
    const value = await routes[question.url](JSON.parse(body), answer);
    if (value !== undefined) answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
  }

  const server = createServer((question, answer) => {
    serve(question, answer).catch(() => answer.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    ...{ runs, effects, told },
    origin: `http://127.0.0.1:${server.address().port}`,
    /** Tells whether an effect was made whose callback has returned. */
    hasEnded: (identity) => ended.has(identity),
    isMade: (identity) => made.has(identity),
    /** Holds the next effects, and waits until at least one is held. */
    trap: (most, timeoutMs) => {
      openTraps = most;
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), timeoutMs);
        sprung = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
    },
    inFlight: () => runs.filter(({ state }) => state === "running").length,
    /** The runtime is dead: what it ran has no end. */
    markKilled: () => {
      openTraps = 0;
      for (const answer of held.splice(0)) answer.destroy();
      const cut = runs.filter(({ state }) => state === "running");
      for (const run of cut) run.state = "killed";
      return cut.length;
    },
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

async function readText(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
