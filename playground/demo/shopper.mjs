import { encryptCard } from "oceanpayment";

export const ADA = { name: "Ada Lovelace", email: "ada@example.com" };
const PATIENCE_MS = 15_000;

/** Returns what a shopper and a clerk do with a shop, without a browser. */
export function createShopper(origin) {
  async function json(path, body, headers = {}) {
    const init = body && {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    };
    return (await fetch(origin + path, init ?? { headers })).json();
  }

  const view = (orderNumber) => json(`/api/orders/${orderNumber}`);

  /** Opens an order and pays it with a card that the page encrypts. */
  async function payByCard(number, flow = "card") {
    const { config } = await json("/api/config");
    const { orderNumber } = await json("/api/orders", { flow });
    const cardData = await encryptTestCard(number, config.publicKey);
    const answer = await json("/api/pay", { orderNumber, cardData, cardName: ADA.name, email: ADA.email });
    return { orderNumber, answer };
  }

  /** Waits until something holds of an order, and returns the order as it is then. */
  async function waitFor(orderNumber, holds) {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await view(orderNumber);
      if (holds(found)) return found;
      if (Date.now() > until) throw new Error(`the order stayed ${found.order.state}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  return {
    json,
    view,
    payByCard,
    waitFor,
    waitForState: (orderNumber, state) => waitFor(orderNumber, ({ order }) => order.state === state),
    office: (what, body) => json(`/api/office/${what}`, body),
  };
}

export function encryptTestCard(number, publicKey) {
  return encryptCard({ number, expiryMonth: "12", expiryYear: "2030", securityCode: "123" }, publicKey);
}

/** Answers a page of the simulated gateway, and every page that it leads to, until one brings the shopper back. */
export async function answerPages(address, ...answers) {
  let page = address;
  let html = "";
  for (const answer of answers) {
    const response = await fetch(page, { method: "POST", body: new URLSearchParams({ answer }) });
    page = response.url;
    html = await response.text();
  }
  const action = /action="([^"]+)"/.exec(html)[1].replaceAll("&amp;", "&");
  const fields = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const back = await fetch(action, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  if (back.status !== 303) throw new Error(`the return to the shop answered ${back.status}`);
  return back.headers.get("location");
}

/** Carries a signed form to the gateway as the browser would, and returns the address of the page it leads to. */
export async function carryForm({ action, fields }) {
  const response = await fetch(action, { method: "POST", body: new URLSearchParams(fields) });
  await response.text();
  if (!response.ok) throw new Error(`the gateway refused the form with ${response.status}`);
  return response.url;
}
