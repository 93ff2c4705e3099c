import type { WireFields } from "../wire/signing.ts";
import { escapeText } from "./gateway-xml.ts";

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#eef1f5,#10151c)}
main{box-sizing:border-box;width:min(26rem,100vw - 2rem);padding:2rem;border-radius:1rem;background:light-dark(#fff,#1a222d);box-shadow:0 1px 3px #0003}
h1{font-size:1.25rem;margin:0 0 .25rem}p{margin:.25rem 0 1rem;color:light-dark(#4a5563,#a9b4c2)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1.5rem}dt{color:light-dark(#4a5563,#a9b4c2)}dd{margin:0;text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
button{font:inherit;width:100%;padding:.75rem;border:1px solid light-dark(#0b5cad,#5aa9ff);border-radius:.5rem;background:light-dark(#0b5cad,#5aa9ff);color:light-dark(#fff,#06131f);cursor:pointer;margin-top:.5rem}
button+button,form+form button{background:none;color:light-dark(#0b5cad,#8cc4ff)}button:focus-visible{outline:3px solid #f0a500;outline-offset:2px}
.note{margin-top:1rem}small{color:light-dark(#4a5563,#a9b4c2)}`;

/** The style sheet of the simulated gateway's pages, served as a file of its own. */
export const pageStyle = STYLE.trim();

/** The script that sends the shopper back, served as a file of its own. */
export const returnScript = `document.querySelector("form[data-return]").submit();`;

/** A button of a page, and the answer it gives. */
export interface Choice {
  readonly answer: string;
  readonly label: string;
}

/** Returns a page on which a shopper chooses. */
export function choicePage(options: {
  readonly title: string;
  readonly lead: string;
  /** What it is about: names and values. */
  readonly facts: Readonly<Record<string, string>>;
  readonly choices: readonly Choice[];
  readonly note: string;
}): string {
  const { title, lead, facts, choices, note } = options;
  const list = Object.entries(facts)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<dt>${escapeText(name)}</dt><dd>${escapeText(value)}</dd>`);
  const forms = choices.map(
    ({ answer, label }) =>
      `<form method="post"><input type="hidden" name="answer" value="${answer}"><button id="${answer}">${escapeText(label)}</button></form>`,
  );
  return page(
    title,
    `<h1>${title}</h1>
<p>${lead}</p>
<dl>${list.join("")}</dl>
${forms.join("\n")}
<p class="note"><small>${note}</small></p>`,
  );
}

/** Returns the page that posts a result to the merchant's `backUrl` by the shopper's browser. */
export function returnPage(backUrl: string, fields: WireFields): string {
  const inputs = Object.entries(fields).map(
    ([name, value = ""]) => `<input type="hidden" name="${escapeText(name)}" value="${escapeText(value)}">`,
  );
  return page(
    "Back to the shop",
    `<h1>Back to the shop</h1><form data-return method="post" action="${escapeText(backUrl)}">${inputs.join("")}<button>Continue</button></form><script src="/sandbox/return.js"></script>`,
  );
}

/** Returns the page of a shopper whose form the gateway refuses. */
export function refusalPage(details: string): string {
  return page("Refused", `<h1>The gateway refuses this</h1><p role="alert">${escapeText(details)}</p>`);
}

/** Returns the page of a link that is good no longer. */
export function expiredPage(): string {
  return page("Expired", `<h1>This link has expired</h1><p role="alert">Ask the shop for a new one.</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/sandbox/style.css"></head><body><main>${body}</main></body></html>`;
}
