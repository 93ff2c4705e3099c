// The runtimes a merchant runs in. Each is a process that ends by SIGKILL and starts again over the same folder.
import { fork, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { MERCHANT } from "./messages.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const START_MS = 30_000;

/**
 * Each variant: its entry, its runtime, whether the harness drives what is left, as a Cron Trigger does, and whether
 * senders are known, so that the gateway is not asked about each approval.
 */
export const VARIANTS = {
  d1: { title: "D1", entry: "worker-d1.mjs", runtime: "workerd", isDriven: true, isSenderKnown: true },
  durable: { title: "Durable Object", entry: "worker-durable.mjs", runtime: "workerd", isDriven: false },
  deno: { title: "Deno KV", entry: "deno-merchant.mjs", runtime: "deno", isDriven: true },
  broken: {
    title: "broken claim",
    entry: "worker-broken.mjs",
    runtime: "workerd",
    isDriven: true,
    isSenderKnown: true,
    isBroken: true,
  },
};

const CONDITIONS = { workerd: ["workerd", "worker", "browser"], deno: ["deno", "import"] };

/** Returns a host of a variant: `start` a generation, `kill` it, `stop` for good. */
export async function createHost({ entry, runtime, isSenderKnown = false }, { folder, sink, leaseMs, deno }) {
  const script = await bundle(entry, runtime);
  mkdirSync(join(folder, "temporary"), { recursive: true });
  const optionsOf = (generation) => ({ ...MERCHANT, sink, leaseMs, generation, isSenderKnown });
  const startNext =
    runtime === "workerd"
      ? (generation) => startWorkerd({ folder, script, soak: optionsOf(generation) })
      : (generation) => startDeno({ folder, script, deno, options: optionsOf(generation) });
  let running;
  return {
    start: async (generation) => {
      running = await startNext(generation);
      return running.origin;
    },
    kill: () => running.kill(),
    stop: () => running?.kill(),
  };
}

async function bundle(entry, runtime) {
  const { outputFiles } = await build({
    entryPoints: [HERE + entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: CONDITIONS[runtime],
    logLevel: "warning",
    // The project's type configuration points at the sources; what runs is the package.
    tsconfigRaw: {},
  });
  return outputFiles[0].text;
}

/** Starts Miniflare in a process of its own, and workerd beneath it. It is workerd that is killed. */
async function startWorkerd({ folder, script, soak }) {
  const env = { ...process.env, TMPDIR: join(folder, "temporary") };
  const child = fork(join(HERE, "miniflare-process.mjs"), { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const message = (wanted) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`workerd: no ${wanted} in time`)), START_MS);
      child.on("message", (value) => {
        if (value.error) reject(new Error(value.error));
        if (!(wanted in value)) return;
        clearTimeout(timer);
        resolve(value);
      });
    });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.send({ folder, script, soak });
  const { origin, pid } = await message("origin");
  return {
    origin,
    kill: async () => {
      const dead = message("signal");
      process.kill(pid, "SIGKILL");
      const { signal } = await dead;
      if (signal !== "SIGKILL") throw new Error(`workerd ended by ${signal}`);
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function startDeno({ folder, script, deno, options }) {
  const file = join(folder, "merchant.mjs");
  writeFileSync(file, script);
  const path = join(folder, "notices.sqlite");
  const flags = ["--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--quiet", "--unstable-kv"];
  const allowed = ["--allow-net=127.0.0.1", `--allow-read=${folder}`, `--allow-write=${folder}`];
  const child = spawn(deno, ["run", ...flags, ...allowed, file, JSON.stringify({ ...options, path })], {
    env: { ...process.env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  // Miniflare's process ends with its parent; Deno knows no parent.
  const endWithParent = () => child.kill("SIGKILL");
  process.once("exit", endWithParent);
  const ended = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Deno ended with ${code}`)));
  });
  const { origin, pid } = JSON.parse(line);
  return {
    origin,
    kill: async () => {
      process.kill(pid, "SIGKILL");
      const signal = await ended;
      process.off("exit", endWithParent);
      if (signal !== "SIGKILL") throw new Error(`Deno ended by ${signal}`);
    },
  };
}
