import { stringify } from "node:querystring";
import { Window } from "happy-dom";
import type { XmlElement } from "../../../src/wire/xml.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { readBySaxes } from "../xml-oracle.ts";
import { ACCOUNT, CARDS, type Fields, formRequest, TERMINALS, type World } from "./shopper.ts";

const ORIGIN = "https://sandbox.test";

/** What every request of a merchant says first. */
export const MERCHANT: Fields = { account: ACCOUNT, terminal: "90000101" };

/** A payment without its means, as every call that makes one takes it. */
export const ORDER: Fields = {
  ...MERCHANT,
  methods: "Credit Card",
  order_number: "A-1",
  order_currency: "USD",
  order_amount: "10.00",
  order_notes: "notes & more",
  backUrl: "https://shop.example/back",
  noticeUrl: "https://notify.example/in",
  billing_firstName: "Ada",
  billing_lastName: "Lovelace",
  billing_email: "ada@example.com",
  billing_country: "GB",
};

/** The path of a call, from the hand-made table. */
export function pathOf(call: string): string {
  const path = SIGNED_ORDERS[call]?.path;
  if (path === undefined) throw new Error(`${call} has no path`);
  return path;
}

/** The fields with the signature that the hand-made table asks for. */
export function signFor(call: string, fields: Fields): Fields {
  const orders = SIGNED_ORDERS[call]?.orders ?? [];
  // The longest list whose fields are all there; a missing one adds nothing to the text.
  const fitting = orders.filter((order) => order.every((name) => name in fields));
  const order = [...fitting].sort((a, b) => b.length - a.length)[0] ?? orders[0];
  if (!order) throw new Error(`${call} has no signed order`);
  const secret = TERMINALS.find((item) => item.terminal === fields.terminal)?.secureCode ?? "";
  const { signValue: _old, ...rest } = fields;
  return { ...rest, signValue: expectedSignValue(order, rest, secret) };
}

/** Sends a call's fields as they are. */
export function sendForm(world: World, call: string, fields: Fields, init: RequestInit = {}): Promise<Response> {
  return world.sandbox.fetch(formRequest(stringify(fields), pathOf(call), init));
}

/** Signs and sends a call, and reads its answer by saxes. */
export async function send(world: World, call: string, fields: Fields): Promise<XmlElement> {
  return sendSigned(world, call, signFor(call, { ...MERCHANT, ...fields }));
}

/** The same with a signature of the test's own. */
export async function sendSigned(world: World, call: string, fields: Fields): Promise<XmlElement> {
  const response = await sendForm(world, call, fields);
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return readBySaxes(await response.text());
}

/** Sends a JSON call under the right headers, but for those that are changed. */
export async function sendJson(world: World, call: string, body: unknown, headers: Fields = {}): Promise<unknown> {
  const response = await world.sandbox.fetch(jsonRequest(call, body, headers));
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return response.json();
}

export function jsonRequest(call: string, body: unknown, headers: Fields = {}): Request {
  return new Request(ORIGIN + pathOf(call), {
    method: "POST",
    headers: { ...MERCHANT, secureCode: TERMINALS[0].secureCode, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** The text fields of an element; a name that stands twice is an error of the test. */
export function fieldsOf(element: XmlElement | undefined): Fields {
  if (!element) throw new Error("no such element");
  const flat = element.children.filter((child) => child.children.length === 0);
  const names = flat.map((child) => child.name);
  if (new Set(names).size !== names.length) throw new Error("a field stands twice");
  return Object.fromEntries(flat.map((child) => [child.name, child.text]));
}

/** The elements of one name, each with its fields. */
export function entriesOf(root: XmlElement | undefined, name: string): readonly XmlElement[] {
  return (root?.children ?? []).filter((child) => child.name === name);
}

/** The one payment of an order as check/normal tells of it. */
export async function findOrder(world: World, order_number = "A-1", terminal = "90000101"): Promise<XmlElement> {
  const root = await send(world, "orders.find", { terminal, order_number });
  const [info] = entriesOf(root, "paymentInfo");
  if (!info) throw new Error("no such order");
  return info;
}

/** Pays with the card that is approved, and gives the payment's id. */
export async function payApproved(world: World, changes: Fields = {}): Promise<string> {
  const answer = await world.pay(CARDS.approve, changes);
  if (answer.payment_status === "0") throw new Error(answer.payment_details);
  return answer.payment_id ?? "";
}

/** Pays with a method that is no card, on the hosted page, and gives the payment's id. */
export async function payHosted(world: World, answer: string, changes: Fields = {}): Promise<string> {
  const { pay_url = "", payment_id = "" } = fieldsOf(
    await send(world, "payments.createHosted", { ...ORDER, methods: "WeChatPay_Web", ...changes }),
  );
  if (answer !== "") await choose(world, new URL(pay_url).pathname, answer);
  return payment_id;
}

/** The page at a path, parsed by a browser's rules and not run. */
export async function openPage(world: World, path: string, init: RequestInit = {}) {
  const response = await world.sandbox.fetch(new Request(new URL(path, ORIGIN), init));
  const html = await response.text();
  const window = new Window({ settings: { disableJavaScriptEvaluation: true, disableJavaScriptFileLoading: true } });
  return { response, html, document: new window.DOMParser().parseFromString(html, "text/html") };
}

/** Presses a button of a page. */
export async function choose(world: World, path: string, answer: string) {
  return openPage(world, path, formRequest(stringify({ answer }), path));
}

/** The answers that a page's buttons give, in their order. */
export function buttonsOf({ document }: Awaited<ReturnType<typeof openPage>>): readonly string[] {
  return [...document.querySelectorAll("form")].map(
    (form) => form.querySelector("input[name=answer]")?.getAttribute("value") ?? "",
  );
}

/** The form that brings a result back to the shop. */
export function returnOf({ document }: Awaited<ReturnType<typeof openPage>>): {
  action: string | null;
  fields: Fields;
} {
  const form = document.querySelector("form[data-return]");
  if (!form) throw new Error("no way back");
  const inputs = [...form.querySelectorAll("input")];
  const fields = inputs.map((input) => [input.getAttribute("name"), input.getAttribute("value")]);
  return { action: form.getAttribute("action"), fields: Object.fromEntries(fields) as Fields };
}

/** Delivers what waits, and gives the fields of what came since the last time. */
export async function takeNotices(world: World): Promise<readonly Fields[]> {
  await world.sandbox.deliver();
  return world.notices.splice(0).map((notice) => fieldsOf(readBySaxes(notice.body)));
}

/** A right signature over the hand-made order of a message of the gateway's. */
export function isSignedAs(message: string, fields: Fields): boolean {
  const secret = TERMINALS.find((item) => item.terminal === fields.terminal)?.secureCode ?? "";
  const order = SIGNED_ORDERS[message]?.orders[0] ?? [];
  return secret !== "" && fields.signValue === expectedSignValue(order, fields, secret).toUpperCase();
}
