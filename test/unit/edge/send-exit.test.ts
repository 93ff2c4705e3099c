import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { listen } from "./loopback.ts";

const ENTRY = fileURLToPath(new URL("../../../src/http/ofetch-send.ts", import.meta.url));

/** Each address is called with a long time limit; what became of it is printed; then the process has nothing to do. */
const PROGRAM = `
import { createSend } from "./send.mjs";
process.on("unhandledRejection", () => console.log("unhandled"));
for (const url of process.argv.slice(2)) {
  const request = { url, method: "POST", headers: {}, body: "a=b", timeoutMs: 60000, maxBytes: 100 };
  await createSend()(request).then(() => console.log("ok"), (error) => console.log(error.code));
}
const controller = new AbortController();
setTimeout(() => controller.abort(), 30);
const never = createSend(() => new Promise(() => {}));
await never({ url: "https://gateway.test/", method: "POST", headers: {}, timeoutMs: 60000, maxBytes: 1, signal: controller.signal })
  .catch((error) => console.log(error.code));
`;

describe("a process that has sent", () => {
  it("ends by itself: no timer and no connection is left behind", async () => {
    const folder = await mkdtemp(join(tmpdir(), "oceanpayment-send-"));
    try {
      await build({
        entryPoints: [ENTRY],
        bundle: true,
        format: "esm",
        platform: "node",
        outfile: join(folder, "send.mjs"),
      });
      await writeFile(join(folder, "main.mjs"), PROGRAM);
      const good = await listen((response) => response.end("x"));
      const failing = await listen((response) => void response.writeHead(500).write("x"));
      const large = await listen((response) => void response.writeHead(200).write("x".repeat(200)));
      const away = await listen((response) => void response.writeHead(307, { location: "/" }).write("x"));
      const urls = [good, failing, large, away].map((server) => server.url);
      const run = promisify(execFile)(process.execPath, [join(folder, "main.mjs"), ...urls], { timeout: 15_000 });
      const { stdout } = await run.catch((error: { stdout: string; killed: boolean }) => {
        throw new Error(`the process did not end by itself; it printed: ${error.stdout.split("\n").join(" ")}`);
      });
      expect(stdout.trim().split("\n")).toEqual(["ok", "http_status", "body_too_large", "redirected", "aborted"]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
