import { createRecorder } from "./harness/recorder.mjs";
import { bundlePages } from "./harness/bundle.mjs";
import { findChromiumLauncher, findFirefoxLauncher } from "./harness/browsers.mjs";
import { createLiveBrowser, within } from "./harness/live-browser.mjs";
import { closeStage, openStage } from "./harness/stage.mjs";
import { serveElement } from "./harness/server.mjs";
import { allChecks } from "./cases/all.mjs";

// The longest check takes some seconds.
const CHECK_TIMEOUT_MS = 180_000;

/** Runs the checks in Chromium and Firefox, side by side. `pick` chooses checks by a part of their title, for work on one. */
export async function runElementChecks({ playwright, pick = "", browsers = ["chromium", "firefox"] }) {
  const record = createRecorder();
  const launchers = {
    chromium: await findChromiumLauncher(playwright),
    firefox: await findFirefoxLauncher(playwright),
  };
  const scripts = await bundlePages();
  const missing = browsers.filter((name) => launchers[name] === undefined);
  await Promise.all(
    browsers
      .filter((name) => launchers[name])
      .map((name) => runBrowser(name, { launch: launchers[name], scripts, record, pick })),
  );
  return { ...record, missing };
}

/** Runs the checks of one browser in turn; in Firefox the dark ones come after the others, in a browser of their own. */
async function runBrowser(browserName, { launch, scripts, record, pick }) {
  const checks = allChecks().filter(({ only, title }) => (only ?? browserName) === browserName && title.includes(pick));
  const isApart = ({ dark }) => browserName === "firefox" && dark === true;
  for (const theme of ["light", "dark"]) {
    const part = checks.filter((check) => isApart(check) === (theme === "dark"));
    if (part.length === 0) continue;
    const server = await serveElement(scripts);
    const live = createLiveBrowser(() => launch(theme));
    try {
      for (const { title, run } of part) {
        await record.check(`${browserName}: ${title}`, () => runCheck(run, { browserName, live, server }));
      }
    } finally {
      await live.end();
      await server.close();
    }
  }
}

/**
 * Runs a check, leaves the pages it opened, and fails it where one of them complained. A check during which the browser was
 * lost has failed, and says how; the next one has another browser.
 */
async function runCheck(run, { browserName, live, server }) {
  const { browser, context, pages, ended } = await live.get();
  const stages = new Set();
  const faults = [];
  const leave = async (stage, options) => {
    stages.delete(stage);
    faults.push(...(await closeStage(stage, options)));
  };
  let isOver = false;
  const open = async (options) => {
    // A check that did not end in time may go on where nobody waits for it any more.
    if (isOver) throw new Error("the check is over");
    const stage = await openStage({ pages, server }, options);
    if (!options?.shared) stages.add(stage);
    return stage;
  };
  const t = { browserName, browser, context, server, open, leave };
  const lost = ended.then(() => {
    throw new Error("the browser ended");
  });
  const outcome = await within(CHECK_TIMEOUT_MS, Promise.race([run(t), lost]), "the check did not end in time").then(
    (note) => ({ note }),
    (error) => ({ error }),
  );
  isOver = true;
  for (const stage of stages) await leave(stage, { isReusable: !outcome.error });
  const error = outcome.error ?? (faults.length > 0 ? new Error("the page complained") : undefined);
  if (!error) return outcome.note;
  if (faults.length > 0) error.message += `\nThe page complained: ${faults.join("; ")}`;
  const why = await live.whyLost();
  if (why) error.message += `\nThe browser was lost: ${why}`;
  throw error;
}
