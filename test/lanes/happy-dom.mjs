import { bundleSuite, judgeLane, printReport, ROOT, runAlone, runProgram } from "./lanes.mjs";

/** Runs the suite in Node under the globals of happy-dom: a document, so that secrets are refused. */
export function run() {
  return judgeLane("happy-dom", { document: true }, async () => {
    const program = `${await bundleSuite()}\n${printReport({ document: true })}\nprocess.exit(0);`;
    const args = ["--import", `${ROOT}test/lanes/happy-dom-globals.mjs`, "--input-type=module", "-"];
    return { report: await runProgram(process.execPath, args, program) };
  });
}

await runAlone(import.meta, run);
