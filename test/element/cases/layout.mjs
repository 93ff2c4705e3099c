import assert from "node:assert/strict";

const CSS = "html{font-size:100%}body{margin:8px;font-family:sans-serif}";
const DOUBLED = "html{font-size:200%}body{margin:8px;font-family:sans-serif}h1{font-size:1rem}";

/** Room: small screens, large text, long texts, and no motion where none is wanted. */
export function layoutChecks() {
  return [
    {
      title: "layout: 320 px wide, in every state, no sideways scrolling",
      run: (t) => fits(t, { css: CSS, width: 320 }),
    },
    { title: "layout: 200 % zoom of a window 640 px wide", run: zoomed },
    { title: "layout: text twice as large, 320 px wide", run: (t) => fits(t, { css: DOUBLED, width: 320 }) },
    { title: "layout: long texts and right to left, 320 px wide", run: longTexts },
    { title: "layout: themed by custom properties and parts", run: themed },
    { title: "motion: none where the shopper wants none", dark: true, run: reducedMotion },
  ];
}

async function fits(t, { css, width }) {
  const stage = await t.open({ css, viewport: { width, height: 700 }, attributes: "holder" });
  await assertFits(stage, "empty");
  await stage.click("#pay");
  await stage.until(() => Object.values(probe.messages()).every((text) => text !== ""));
  await assertFits(stage, "with errors");
}

async function zoomed(t) {
  // Zoom halves the window in CSS pixels and doubles what a pixel measures.
  const stage = await t.open({ css: CSS, viewport: { width: 320, height: 480 } });
  if (t.browserName === "chromium") {
    const cdp = await stage.page.context().newCDPSession(stage.page);
    await cdp.send("Emulation.setDeviceMetricsOverride", {
      width: 320,
      height: 480,
      deviceScaleFactor: 2,
      mobile: false,
    });
    assert.equal(await stage.page.evaluate(() => devicePixelRatio), 2);
  }
  await assertFits(stage, "zoomed");
}

async function longTexts(t) {
  for (const lang of ["de", "ru", "ar"]) {
    const stage = await t.open({
      css: CSS,
      lang,
      dir: lang === "ar" ? "rtl" : "",
      viewport: { width: 320, height: 700 },
    });
    await stage.click("#pay");
    await stage.until(() => Object.values(probe.messages()).every((text) => text !== ""));
    await assertFits(stage, lang);
  }
}

/** Nothing scrolls sideways, nothing is cut, nothing lies on another, and fields are large enough to hit. */
async function assertFits(stage, what) {
  const faults = await stage.page.evaluate(() => {
    const faults = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} wide in ${clientWidth}`);
    const shown = [...probe.root().querySelectorAll("label,input,[part~=error]")].filter(
      (one) => one.getClientRects().length > 0,
    );
    const boxes = shown.map((one) => one.getBoundingClientRect());
    shown.forEach((one, i) => {
      const { left, right, height } = boxes[i];
      if (left < 0 || right > innerWidth + 0.5) faults.push(`${one.localName} ${one.id} from ${left} to ${right}`);
      if (one.localName === "input" && height < 44) faults.push(`${one.id} is ${height} high`);
      if (one.localName !== "input" && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0) {
        faults.push(`${one.localName} ${one.textContent} is cut`);
      }
      boxes.slice(0, i).forEach((other, j) => {
        const isOver =
          left < other.right - 1 &&
          right > other.left + 1 &&
          boxes[i].top < other.bottom - 1 &&
          boxes[i].bottom > other.top + 1;
        if (isOver) faults.push(`${one.localName} ${one.id} lies on ${shown[j].localName} ${shown[j].id}`);
      });
    });
    return faults;
  });
  assert.deepEqual(faults, [], what);
}

async function themed(t) {
  const css = `oceanpayment-card{--oceanpayment-border-color:rgb(1,2,3);--oceanpayment-color:rgb(4,5,6)}
oceanpayment-card::part(input){border-top-width:5px}oceanpayment-card::part(number){letter-spacing:3px}
oceanpayment-card::part(label){text-transform:uppercase}oceanpayment-card::part(error){font-style:italic}`;
  const stage = await t.open({ css, fresh: true });
  const read = await stage.page.evaluate(() => {
    const { borderLeftColor, borderTopWidth, color } = getComputedStyle(probe.field("expiry"));
    const { letterSpacing } = getComputedStyle(probe.field("number"));
    const { textTransform } = getComputedStyle(probe.root().querySelector("label"));
    const { fontStyle } = getComputedStyle(probe.root().querySelector("[part~=error]"));
    return { borderLeftColor, borderTopWidth, color, letterSpacing, textTransform, fontStyle };
  });
  assert.deepEqual(read, {
    borderLeftColor: "rgb(1, 2, 3)",
    borderTopWidth: "5px",
    color: "rgb(4, 5, 6)",
    letterSpacing: "3px",
    textTransform: "uppercase",
    fontStyle: "italic",
  });
}

async function reducedMotion(t) {
  const stage = await t.open({ media: { reducedMotion: "reduce" } });
  assert.equal(await stage.page.evaluate(() => matchMedia("(prefers-reduced-motion: reduce)").matches), true);
  await stage.click("#pay");
  await stage.until(() => probe.messages().number !== "");
  const moving = await stage.page.evaluate(() =>
    [...probe.root().querySelectorAll("*")]
      .filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration.split(",").some((time) => parseFloat(time) > 0);
      })
      .map((element) => element.localName),
  );
  assert.deepEqual(moving, []);
}
