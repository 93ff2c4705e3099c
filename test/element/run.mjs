import { createRecorder } from "./harness/recorder.mjs";
import { bundlePages } from "./harness/bundle.mjs";
import { findChromiumLauncher, findFirefoxLauncher } from "./harness/browsers.mjs";
import { closeStage, openStage } from "./harness/stage.mjs";
import { serveElement } from "./harness/server.mjs";
import { allChecks } from "./cases/all.mjs";

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
    const browser = await launch(theme);
    try {
      const context = await browser.newContext();
      for (const { title, run } of part) {
        await record.check(`${browserName}: ${title}`, () => runCheck(run, { browserName, browser, context, server }));
      }
    } finally {
      await browser.close();
      await server.close();
    }
  }
}

/** Runs a check, closes the pages it opened, and fails it where one of them complained. */
async function runCheck(run, place) {
  const stages = [];
  const open = async (options) => {
    const stage = await openStage(place, options);
    if (!options?.shared) stages.push(stage);
    return stage;
  };
  const outcome = await run({ ...place, open }).then(
    (note) => ({ note }),
    (error) => ({ error }),
  );
  const faults = [];
  for (const stage of stages) faults.push(...(await closeStage(stage)));
  if (outcome.error && faults.length > 0) outcome.error.message += `\nThe page complained: ${faults.join("; ")}`;
  if (outcome.error) throw outcome.error;
  if (faults.length > 0) throw new Error(`the page complained: ${faults.join("; ")}`);
  return outcome.note;
}
