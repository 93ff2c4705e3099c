import { stringify } from "node:querystring";
import type { SignedForm } from "../../../src/edge/run-call.ts";
import type { Sandbox } from "../../../src/testing/sandbox.ts";
import { type Fields, formRequest } from "../sandbox/shopper.ts";

/** The form on the gateway's last page: where it leads, and what it brings there. */
export interface PageForm {
  readonly action: string;
  readonly fields: Fields;
}

/** What a browser shows after it has followed all redirects. */
export interface Page {
  readonly status: number;
  readonly url: string;
  readonly html: string;
}

/** Opens an address of the gateway's, as a browser does. */
export function visit({ fetch }: Sandbox, url: string): Promise<Page> {
  return follow(fetch, new Request(url));
}

/** Posts the form that a shop's page holds. */
export function submit({ fetch }: Sandbox, { action, fields }: SignedForm): Promise<Page> {
  return follow(fetch, formRequest(stringify(fields), new URL(action).pathname));
}

/** Presses a button of a page, by its id. */
export function press({ fetch }: Sandbox, { url, html }: Page, button: string): Promise<Page> {
  const form = [...html.matchAll(/<form method="post">(.*?)<\/form>/gs)]
    .map(([, inner = ""]) => inner)
    .find((inner) => inner.includes(`<button id="${button}"`));
  if (form === undefined) throw new Error(`the page has no button ${button}`);
  return follow(fetch, formRequest(stringify(inputsOf(form)), new URL(url).pathname));
}

/** The form that brings the shopper back to the shop. */
export function returnForm({ html }: Page): PageForm {
  const match = /<form data-return method="post" action="([^"]+)">(.*?)<\/form>/s.exec(html);
  if (!match) throw new Error("the page leads nowhere");
  return { action: unescape(match[1]!), fields: inputsOf(match[2]!) };
}

async function follow(fetch: Sandbox["fetch"], first: Request): Promise<Page> {
  let request = first;
  for (let steps = 0; steps < 5; steps++) {
    const response = await fetch(request);
    const location = response.headers.get("location");
    if (response.status !== 303 || location === null) {
      return { status: response.status, url: request.url, html: await response.text() };
    }
    request = new Request(new URL(location, request.url));
  }
  throw new Error("too many redirects");
}

function inputsOf(html: string): Fields {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return Object.fromEntries([...inputs].map(([, name = "", value = ""]) => [unescape(name), unescape(value)]));
}

function unescape(text: string): string {
  const entities: Fields = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity]!);
}
