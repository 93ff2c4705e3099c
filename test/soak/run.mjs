// `npm run soak`: each store of notices in turn, where one whose claim is not atomic must be caught; then a day of OPCard's
// token. A table for each.
import { parseArgs } from "node:util";
import { ensureTools } from "../lanes/tools.mjs";
import { runCommand, secondsSince } from "../lanes/lanes.mjs";
import { VARIANTS } from "./hosts.mjs";
import { soak } from "./soak.mjs";
import { isCaught, toFaultLines, toTable } from "./table.mjs";
import { simulateTokens } from "./token-time.mjs";

const { values } = parseArgs({
  options: {
    store: { type: "string", default: "d1,durable,deno,broken,tokens" },
    hours: { type: "string", default: "24" },
    notices: { type: "string", default: "10000" },
    kills: { type: "string", default: "20" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    built: { type: "boolean", default: false },
  },
});

/** The store that must fail shows it in a smaller run, and without a kill. */
const BROKEN = { notices: 2000, kills: 0 };

await main();

async function main() {
  const asked = values.store.split(",");
  const names = asked.filter((name) => name !== "tokens");
  const unknown = names.filter((name) => !Object.hasOwn(VARIANTS, name));
  if (unknown.length > 0)
    throw new Error(`no store ${unknown.join(", ")}; there are ${Object.keys(VARIANTS).join(", ")}, tokens`);
  if (!values.built) await build();
  const startMs = performance.now();
  const [notices, kills, seed] = [values.notices, values.kills, values.seed].map(Number);
  console.log(`seed ${seed}\n`);
  const results = [];
  for (const name of names) results.push(await runOne(VARIANTS[name], { seed, notices, kills }));
  if (results.length > 0) console.log(`\n${toTable(results)}`);
  if (asked.includes("tokens")) results.push(await runTokens(seed));
  console.log(`\n${secondsSince(startMs)} s in all`);
  for (const result of results) console.log(verdictOf(result));
  process.exit(results.every(isAsWanted) ? 0 : 1);
}

async function runOne(variant, options) {
  const deno = variant.runtime === "deno" ? (await ensureTools()).tool("deno") : undefined;
  const asked = variant.isBroken
    ? { ...options, ...BROKEN, notices: Math.min(options.notices, BROKEN.notices) }
    : options;
  const result = await soak(variant, { ...asked, deno, log: (text) => console.log(text) });
  console.log(`${variant.title}: ${JSON.stringify({ answers: result.statuses, told: result.told })}`);
  return { ...result, mustFail: variant.isBroken === true };
}

async function runTokens(seed) {
  const hours = Number(values.hours);
  const { figures, faults } = await simulateTokens(await library(), { hours, seed, log: (text) => console.log(text) });
  const result = {
    title: `token, ${hours} h`,
    figures,
    faults: { faults },
    historyOf: () => [],
    isGood: faults.length === 0,
  };
  console.log(`\n${toTable([result])}`);
  return result;
}

/** The build, which may have been made by this run. */
async function library() {
  const [{ createOpcard }, { createSandbox }] = [
    await import("oceanpayment/edge"),
    await import("oceanpayment/testing"),
  ];
  return { createOpcard, createSandbox };
}

async function build() {
  const { code, output } = await runCommand("npm", ["run", "--silent", "build"]);
  if (code !== 0) throw new Error(`npm run build failed\n${output}`);
}

function isAsWanted(result) {
  return result.mustFail ? isCaught(result) : result.isGood;
}

function verdictOf(result) {
  const { title, mustFail, isGood } = result;
  const lines = toFaultLines(result);
  if (mustFail)
    return [`${title}: ${isAsWanted(result) ? "caught, as it must be" : "NOT CAUGHT"}`, ...lines].join("\n");
  return [`${title}: ${isGood ? "good" : "FAILED"}`, ...lines].join("\n");
}
