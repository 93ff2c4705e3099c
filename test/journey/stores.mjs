// The stores of notices against one suite of cases: memory in Node, D1 and Durable Objects in real workerd, Deno KV in
// real Deno; then what no case within one process can show: two Workers, a kill, an alarm, a queue.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryStore, createNoticeStore } from "oceanpayment/edge";
import { assert, createChecks } from "../boundary/checks.mjs";
import { findTools, notRun, runAlone } from "../lanes/lanes.mjs";
import { checkDeno } from "./stores/check-deno.mjs";
import { checkKilled } from "./stores/check-killed.mjs";
import { checkWorkers } from "./stores/check-workers.mjs";
import { passAll } from "./stores/pass-all.mjs";
import { runCases } from "./stores/store-cases.mjs";

export async function run() {
  const { tool, missing } = await findTools();
  if (missing) return notRun("stores", missing);
  const folder = mkdtempSync(join(tmpdir(), "stores-"));
  const { check, result } = createChecks("stores");
  try {
    const memory = createMemoryStore();
    await check("stores: memory keeps the cases", async () => passAll(await runCases(() => memory)));
    await check("stores: a store that reads, waits and writes fails them", failsUnlessAtomic);
    await checkWorkers(check);
    await checkKilled(check, join(folder, "workers"));
    await checkDeno(check, tool("deno"), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return result();
}

/** The cases must tell a lock from none: this store has everything but atomicity. */
async function failsUnlessAtomic() {
  const texts = new Map();
  const tick = () => new Promise((resolve) => setTimeout(resolve));
  const store = createNoticeStore({
    update: async (order, change) => {
      const text = texts.get(order);
      await tick();
      const { record, answer } = change(text && JSON.parse(text));
      await tick();
      if (record) texts.set(order, JSON.stringify(record));
      return answer;
    },
    due: async (nowMs, limit) => {
      const records = [...texts].map(([order, text]) => ({ order, record: JSON.parse(text) }));
      const dueAtMs = ({ record }) => Math.min(...record.open.map((work) => work.dueAtMs));
      const due = records.filter((item) => dueAtMs(item) <= nowMs);
      return due.sort((one, other) => dueAtMs(one) - dueAtMs(other)).slice(0, limit);
    },
  });
  const { failures } = await runCases(() => store);
  const wanted = [
    "200 claims of one key at once get one lease",
    "a lease that ended is taken over, and its token opens nothing more",
    "one effect of an order at a time, and all of them in the end",
    "100 orders at once: each is handed out once",
    "a question is asked again where that was wished meanwhile, and questions are few",
  ];
  const found = failures.map(({ name }) => name);
  assert(found.join() === wanted.join(), `these failed: ${found.join("; ")}`);
  return `${found.length} cases fail`;
}

await runAlone(import.meta, run);
