import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { assert } from "../../boundary/checks.mjs";
import { runCommand } from "../../lanes/lanes.mjs";

const FLAGS = ["--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--quiet", "--unstable-kv"];
const MARK = "report:";

/**
 * Returns what runs a script over a database of Deno KV, a file of the folder, in a process of its own: `ask` returns its
 * report, `askAndKill` kills it when it has reported.
 */
export function createDenoRunner(deno, { script, folder }) {
  const argumentsOf = (name, values) => [
    ...["run", ...FLAGS, `--allow-read=${folder}`, `--allow-write=${folder}`],
    ...[script, join(folder, name), ...values],
  ];
  return {
    ask: async (name, ...values) => {
      const { code, stdout, output } = await runCommand(deno, argumentsOf(name, values));
      const line = stdout.split("\n").find((text) => text.startsWith(MARK));
      assert(code === 0 && line, `Deno ended with ${code}: ${output.slice(0, 500)}`);
      return JSON.parse(line.slice(MARK.length));
    },
    askAndKill: async (name, ...values) => {
      const child = spawn(deno, argumentsOf(name, values), { stdio: ["ignore", "pipe", "inherit"] });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      try {
        for await (const line of createInterface(child.stdout)) {
          if (line.startsWith(MARK)) return JSON.parse(line.slice(MARK.length));
        }
        throw new Error("Deno reported nothing");
      } finally {
        child.kill("SIGKILL");
        await ended;
      }
    },
  };
}
