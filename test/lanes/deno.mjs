import { bundleSuite, findTools, judgeLane, notRun, printReport, runAlone, runProgram } from "./lanes.mjs";

const FLAGS = ["--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--ext=js", "--quiet"];

/** Runs the suite in Deno without a single permission. */
export async function run() {
  const { tool, missing } = await findTools();
  if (missing) return notRun("deno", missing);
  return judgeLane("deno", {}, async () => {
    const program = `${await bundleSuite()}\n${printReport({ document: false })}`;
    return {
      report: await runProgram(tool("deno"), ["run", ...FLAGS, "-"], program, { env: { DENO_NO_UPDATE_CHECK: "1" } }),
    };
  });
}

await runAlone(import.meta, run);
