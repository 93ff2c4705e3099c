import { checksResult, ROOT, runAlone, runCommand, tail } from "./lanes.mjs";

/** The library and its conformance suite under web standards alone: no declaration of Node's or a document's is read. */
const WEB_PROJECT = "test/conformance/tsconfig.json";

/** What is compiled, each with the types it may use. */
const PROJECTS = [
  WEB_PROJECT,
  "tsconfig.json",
  "src/browser/tsconfig.json",
  "test/tsconfig.json",
  "playground/tsconfig.json",
];

/** Compiles every project without writing anything. */
export async function run() {
  const startMs = performance.now();
  const failures = [];
  // Two at a time: each compiler takes a processor of its own.
  const queue = [...PROJECTS];
  const work = async () => {
    for (let project = queue.shift(); project !== undefined; project = queue.shift()) {
      failures.push(...(await compile(project)));
    }
  };
  await Promise.all([work(), work()]);
  return checksResult("types", PROJECTS.length + 1, failures, startMs);
}

async function compile(project) {
  const args = ["-p", project, "--pretty", "false", "--listFiles"];
  const { code, output } = await runCommand(`${ROOT}node_modules/.bin/tsc`, args);
  const lines = output.trim().split("\n");
  const failures = [];
  const isFile = (line) => line.startsWith("/") || /^[A-Z]:/.test(line);
  const errors = lines.filter((line) => !isFile(line)).join("\n");
  if (code !== 0) failures.push({ name: project, message: tail(errors) });
  const foreign = lines.filter((line) => isFile(line) && /\/@types\/|\/undici|\/lib\.dom\b/.test(line));
  if (project === WEB_PROJECT && foreign.length > 0) {
    failures.push({ name: `${project}: web standards alone`, message: `it reads ${foreign.slice(0, 3).join(", ")}` });
  }
  return failures;
}

await runAlone(import.meta, run);
