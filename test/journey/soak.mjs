// The soak of `npm run soak` in small: real workerd with D1 and with Durable Objects, real Deno, each killed in mid-callback;
// and a store whose claim is not atomic, which must be caught.
import { assert, createChecks } from "../boundary/checks.mjs";
import { findTools, notRun, runAlone } from "../lanes/lanes.mjs";
import { VARIANTS } from "../soak/hosts.mjs";
import { soak } from "../soak/soak.mjs";
import { isCaught, toFaultLines } from "../soak/table.mjs";

const OPTIONS = { seed: 20261125, notices: 240, kills: 2 };

export async function run() {
  const { check, result } = createChecks("soak");
  const { tool, missing } = await findTools();
  const runStore = (variant, options) => soak(variant, { ...OPTIONS, deno: tool?.("deno"), ...options });
  const checkStore = (variant) =>
    check(`soak: ${variant.title}: every genuine notice takes effect once, whenever it is killed`, async () => {
      const outcome = await runStore(variant);
      assert(outcome.isGood, `seed ${OPTIONS.seed}\n${toFaultLines(outcome).join("\n")}`);
      return describe(outcome);
    });
  const { d1, durable, deno, broken } = VARIANTS;
  // Two at a time: each waits for leases and pauses most of its time.
  await Promise.all([checkStore(d1), missing ? undefined : checkStore(deno)]);
  await Promise.all([
    checkStore(durable),
    check("soak: a store whose claim is not atomic is caught", async () => {
      const outcome = await runStore(broken, { kills: 0 });
      assert(isCaught(outcome), "a claim that is not atomic went unnoticed");
      return `${outcome.faults["begun twice"].length} attempts were begun twice`;
    }),
  ]);
  return missing ? withoutDeno(result(), missing) : result();
}

function describe({ figures: { notices, sends, kills, throws, effects } }) {
  return `${notices} notices in ${sends} sends, ${kills} kills, ${throws} throws, ${effects} effects`;
}

function withoutDeno(result, missing) {
  const { failures, skipped } = notRun("the soak in Deno", missing);
  return { ...result, failed: result.failed + failures.length, failures: [...result.failures, ...failures], skipped };
}

await runAlone(import.meta, run);
