import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ROOT } from "../../lanes/lanes.mjs";
import { CLIENT } from "./notices.mjs";

/**
 * Starts the Workers of a script in a process group of their own. `kill` ends all of it at once, as a power cut would.
 */
export async function startHost(persist, script = "stores/host.mjs") {
  const child = spawn(
    process.execPath,
    [`${ROOT}test/journey/${script}`, persist, JSON.stringify(CLIENT)],
    // A group of its own: workerd is a child of the child.
    { cwd: ROOT, detached: true, stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const origin = await readOrigin(child);
  return {
    fetch: (path, init) => fetch(new URL(path, origin), init),
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}

async function readOrigin(child) {
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith("listening:")) return line.slice("listening:".length);
  }
  throw new Error("the Workers did not start");
}
