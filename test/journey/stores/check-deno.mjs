import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "../../boundary/checks.mjs";
import { createDenoRunner } from "./deno-process.mjs";
import { passAll } from "./pass-all.mjs";
import { bundle } from "./workers.mjs";

const ORDER = "900001/90000101/A-1";

/** Checks Deno KV in real Deno: the cases, two processes at once, a kill, and what is too long for it. */
export async function checkDeno(check, deno, folder) {
  const script = join(folder, "deno-store.mjs");
  writeFileSync(script, await bundle("deno-store.mjs", ["deno"]));
  const { ask, askAndKill } = createDenoRunner(deno, { script, folder });
  await check("stores: Deno KV keeps the cases in Deno", async () => passAll(await ask("cases.kv", "cases", ORDER)));
  await check("stores: of 200 claims in two processes of Deno one gets the lease", async () => {
    // Two that make a file at once are Deno's matter.
    await ask("race.kv", "open", ORDER);
    const kinds = (await Promise.all([ask("race.kv", "race", ORDER), ask("race.kv", "race", ORDER)])).flat();
    const leases = kinds.filter((kind) => kind === "claimed").length;
    const held = kinds.filter((kind) => kind === "held").length;
    assert(leases === 1 && held === 199, `${leases} got it, ${held} did not`);
  });
  await check("stores: Deno KV knows after a kill what ended, and what was held", async () => {
    const { isEnded, kind, token } = await askAndKill("life.kv", "live", ORDER);
    assert(isEnded && kind === "claimed", "nothing was left");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const { due, ended, lost, isOldTaken } = await ask("life.kv", "look", ORDER, token);
    assert(due.length === 1 && due[0].key === "lost" && due[0].order === ORDER, `due is ${JSON.stringify(due)}`);
    assert(ended.kind === "done", `what ended is ${ended.kind}`);
    assert(lost.kind === "claimed" && lost.attempt === 2 && lost.item === "the item", `it is ${JSON.stringify(lost)}`);
    assert(isOldTaken === false, "a lease from before the kill must end nothing");
  });
  await check("stores: a record too long for Deno KV is refused, and nothing of it is lost", async () => {
    const { code, message, fits, isEnded, due } = await ask("long.kv", "long", ORDER);
    assert(code === "body_too_large" && message.includes("65536"), `it ended with ${code}: ${message}`);
    assert(fits === "held" && isEnded, "what fits is taken, and what was there can end");
    assert(due.length === 1 && due[0].key === "c", `due is ${JSON.stringify(due)}`);
  });
  await check("stores: what is no Deno KV is refused, Workers KV with the reason", async () => {
    const refused = await ask("no.kv", "refused", ORDER);
    assert(refused.length === 3 && refused.every(({ code }) => code === "invalid_config"), JSON.stringify(refused));
    assert(/eventually consistent/.test(refused[0].message), refused[0].message);
  });
}
