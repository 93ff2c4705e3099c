import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { findTools } from "../lanes/lanes.mjs";
import { assert, assertSameNames } from "./checks.mjs";
import { assertOpens, CARD, createKeyPair } from "./open-card.mjs";
import { ENTRIES, execute, specifierOf } from "./project.mjs";

/** Before this date of workerd's no Node module or global is there unless asked for. */
const COMPATIBILITY_DATE = "2026-04-20";

const IMPORTS = ENTRIES.map((entry) => `import * as ${entry} from "${specifierOf(entry)}";`).join("\n");

/** What every runtime runs: it imports each entry, tells the names, and encrypts a card. */
const probeFor = (publicKey) => `${IMPORTS}

const entries = { ${ENTRIES.join(", ")} };

export async function probe() {
  const names = Object.fromEntries(Object.entries(entries).map(([entry, module]) => [entry, Object.keys(module)]));
  const card = ${JSON.stringify(CARD)};
  const publicKey = ${JSON.stringify(publicKey)};
  const opcse = await index.encryptCard(card, publicKey);
  const oaep = await index.encryptCard(card, publicKey, { scheme: "rsa-oaep" });
  return { names, opcse, oaep, globals: [typeof process, typeof Buffer] };
}
`;

const PRINT = `import { probe } from "./probe.mjs";\nconsole.log(JSON.stringify(await probe()));\n`;

const SERVE = `import { probe } from "./probe.mjs";\nexport default { fetch: async () => Response.json(await probe()) };\n`;

const RUNTIMES = { Node: runInNode, Deno: runInDeno, workerd: runInWorkerd };

/** Checks that the installed package can be imported whole in each runtime, and that it works there. */
export async function checkRuntimes({ check, folder, snapshot }) {
  const { publicKey, privateKey } = createKeyPair();
  const files = { "probe.mjs": probeFor(publicKey), "print.mjs": PRINT, "serve.mjs": SERVE };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  for (const [runtime, run] of Object.entries(RUNTIMES)) {
    const outcome = await run(folder).catch((error) => ({ error }));
    const get = () => {
      if (outcome.error) throw outcome.error;
      return outcome;
    };
    for (const entry of ENTRIES) {
      await check(`${runtime} imports ${specifierOf(entry)}`, () => {
        assertSameNames(get().names[entry], snapshot[entry]);
        return `${snapshot[entry].length} names`;
      });
    }
    await check(`${runtime} encrypts a card that node:crypto opens`, () => assertOpens(get(), privateKey));
    if (runtime === "workerd") {
      await check("workerd has neither process nor Buffer", () => {
        const { globals } = get();
        assert(globals.join() === "undefined,undefined", `it has ${globals.join()}`);
      });
    }
  }
}

async function runInNode(folder) {
  return JSON.parse(await execute(process.execPath, [join(folder, "print.mjs")], { cwd: folder }));
}

/** Without one permission: importing and encrypting need none. */
async function runInDeno(folder) {
  const { tool } = await findTools();
  const flags = ["--node-modules-dir=manual", "--no-prompt", "--no-remote", "--no-lock", "--quiet"];
  const env = { DENO_NO_UPDATE_CHECK: "1", DENO_DIR: join(folder, ".deno") };
  return JSON.parse(await execute(tool("deno"), ["run", ...flags, join(folder, "print.mjs")], { cwd: folder, env }));
}

async function runInWorkerd(folder) {
  const bundle = await build({
    entryPoints: [join(folder, "serve.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "browser"],
    logLevel: "silent",
  });
  const modules = [{ type: "ESModule", path: "worker.mjs", contents: bundle.outputFiles[0].text }];
  const miniflare = new Miniflare({ modules, compatibilityDate: COMPATIBILITY_DATE });
  try {
    const response = await miniflare.dispatchFetch("http://worker.test/");
    const text = await response.text();
    assert(response.ok, text);
    return JSON.parse(text);
  } finally {
    await miniflare.dispose();
  }
}
