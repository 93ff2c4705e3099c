import { ensureFirefox, firefoxLaunch } from "./firefox-install.mjs";
import { findTools, notRun, runAlone } from "./lanes.mjs";
import { runPageLane } from "./page-lane.mjs";

/**
 * Firefox has no `Request.body`, which every server has: handlers of requests and the simulated gateway read it. Neither
 * is for pages; this lets their cases run here too.
 */
const REQUEST_BODY = `const bodies = new WeakMap();
const streamOf = (request) =>
  new ReadableStream({
    async pull(controller) {
      const bytes = new Uint8Array(await request.arrayBuffer());
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
if (!("body" in Request.prototype)) {
  Object.defineProperty(Request.prototype, "body", {
    get() {
      if (this.method === "GET" || this.method === "HEAD") return null;
      if (!bodies.has(this)) bodies.set(this, streamOf(this));
      return bodies.get(this);
    },
  });
}
`;

/** Runs the suite in real Firefox: in a page under a strict policy, in a worker of a page, and over plain http. */
export async function run() {
  const executablePath = await ensureFirefox();
  if (executablePath === undefined) return notRun("firefox", "no Firefox was found, and none could be installed");
  const { toolImport, missing } = await findTools();
  if (missing) return notRun("firefox", missing);
  const { firefox } = await toolImport("playwright-core");
  return runPageLane("firefox", () => firefox.launch(firefoxLaunch(executablePath)), REQUEST_BODY);
}

await runAlone(import.meta, run);
