import { installProbe } from "./probe.mjs";

// How long a browser may take for its least answer before it counts as lost, on a machine ten times as slow.
const ANSWER_MS = 60_000;
// Beyond what Playwright itself waits before it kills a browser that does not end.
const END_MS = 60_000;
const LAUNCHES = 3;

/**
 * Returns a browser that is launched when it is first needed, and anew when it was lost: one check that takes it down must
 * not take those after it along.
 */
export function createLiveBrowser(launch) {
  let current;
  let failed;
  let failures = 0;

  return {
    /** Returns the browser as it is now, with a context and pages. Throws where it can't be launched, each time sooner. */
    async get() {
      if (current) return current;
      if (failures >= LAUNCHES)
        throw new Error(`the browser could not be launched ${failures} times: ${failed.message}`);
      try {
        current = await start(launch);
        failures = 0;
        return current;
      } catch (error) {
        failures += 1;
        failed = error;
        throw error;
      }
    },
    /** Returns why the browser can be used no more, and ends it; or nothing, where it answers. */
    async whyLost() {
      if (!current) return undefined;
      const why = await complaintOf(current);
      if (why) await this.end();
      return why;
    },
    async end() {
      const { browser } = current ?? {};
      current = undefined;
      if (browser) await within(END_MS, browser.close(), "").catch(() => {});
    },
  };
}

async function start(launch) {
  const browser = await launch();
  const ended = new Promise((resolve) => browser.once("disconnected", resolve));
  const context = await browser.newContext();
  return { browser, context, ended, pages: createPages(context) };
}

async function complaintOf({ browser, context }) {
  if (!browser.isConnected()) return "it ended by itself";
  const ask = async () => {
    const page = await context.newPage();
    const sum = await page.evaluate(() => 1 + 1);
    await page.close();
    if (sum !== 2) throw new Error("it answered wrongly");
  };
  return within(ANSWER_MS, ask(), "it did not answer").then(
    () => undefined,
    (error) => String(error.message),
  );
}

/**
 * Returns the pages of a context. A page that was given back is taken again by the next check, which loads a document of
 * its own in it: to open a page costs several times what that does.
 */
function createPages(context) {
  const idle = new Map();
  const kinds = new WeakMap();
  return {
    /** Returns a page of a size and a theme with the probe in it; a new one where `fresh`. */
    async take({ open, viewport, media, fresh }) {
      const kind = JSON.stringify([open, viewport, media]);
      const used = fresh ? undefined : idle.get(kind)?.pop();
      if (used) return used;
      const page = await context.newPage();
      kinds.set(page, kind);
      if (media) await page.emulateMedia(media);
      if (viewport) await page.setViewportSize(viewport);
      await page.addInitScript(installProbe, { open });
      return page;
    },
    give(page) {
      const kind = kinds.get(page);
      idle.set(kind, [...(idle.get(kind) ?? []), page]);
    },
  };
}

/** Returns what a promise comes to, and rejects with a message where it takes too long. */
export function within(ms, promise, message) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
