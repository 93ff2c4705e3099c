// The stores of tokens against one suite of cases: Workers KV and Durable Objects in real workerd, Deno KV in real Deno
// (memory has them among the unit tests); then what no case within one process can show: two Workers over one object, two
// processes over one file, and a claim whose holder is killed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createChecks } from "../boundary/checks.mjs";
import { findTools, notRun, runAlone } from "../lanes/lanes.mjs";
import { checkDenoTokens } from "./token-stores/check-deno-tokens.mjs";
import { checkKilledClaim } from "./token-stores/check-killed-claim.mjs";
import { checkTokenWorkers } from "./token-stores/check-token-workers.mjs";

export async function run() {
  const { tool, missing } = await findTools();
  if (missing) return notRun("token-stores", missing);
  const folder = mkdtempSync(join(tmpdir(), "token-stores-"));
  const { check, result } = createChecks("token-stores");
  try {
    await checkTokenWorkers(check);
    await checkKilledClaim(check, join(folder, "workers"));
    await checkDenoTokens(check, tool("deno"), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return result();
}

await runAlone(import.meta, run);
