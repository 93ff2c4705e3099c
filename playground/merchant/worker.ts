import { fromEnv } from "oceanpayment/cloudflare";
import { isOceanpaymentError, type Oceanpayment, orderMismatches, type PaymentResult } from "oceanpayment/edge";
import { createOrders, type Database, type OrderState, type Orders } from "./orders.ts";
import { createTracedFetch, readRows } from "./trace.ts";

/** The bindings of the merchant's Worker. */
interface MerchantEnv {
  readonly DB: Database;
  readonly ASSETS: Readonly<Record<string, string>>;
  /** Where shoppers and the gateway reach this Worker. */
  readonly SHOP_ORIGIN: string;
  /** `"1"` where the gateway can reach `noticeUrl`. */
  readonly NOTICES: string;
  /** The simulated gateway's origin; empty with a real one. */
  readonly SIMULATED_GATEWAY: string;
}

interface Context {
  readonly env: MerchantEnv;
  readonly orders: Orders;
  readonly oceanpayment: Oceanpayment;
  readonly request: Request;
  /** What the route's path holds in place of `*`. */
  readonly name: string;
}

type Handler = (context: Context) => Promise<Response>;

/** The price is the server's own: a page never names an amount. */
const PRODUCT = { amount: "48.00", currency: "USD" };

const routes: Readonly<Record<string, Handler>> = {
  "GET /": (context) => asset(context, "checkout.html"),
  "GET /orders/*": (context) => asset(context, "order.html"),
  "GET /assets/*": (context) => asset(context, context.name),
  "GET /api/config": async ({ oceanpayment, env }) =>
    Response.json({ config: oceanpayment.publicConfig(), simulated: env.SIMULATED_GATEWAY !== "", ...PRODUCT }),
  "POST /api/orders": createOrder,
  "GET /api/orders/*": showOrder,
  "POST /api/pay": pay,
  "POST /return/*": comeBack,
  "GET /return/*": comeBack,
  "POST /notice": takeNotice,
};

export default {
  async fetch(request: Request, env: MerchantEnv): Promise<Response> {
    const { pathname } = new URL(request.url);
    const [, first = "", second = "", third] = pathname.split("/");
    const wildcard = third === undefined ? `/${first}/*` : `/${first}/${second}/*`;
    const exact = routes[`${request.method} ${pathname}`];
    const handler = exact ?? routes[`${request.method} ${wildcard}`];
    if (!handler) return new Response("Not Found", { status: 404 });
    const orders = createOrders(env.DB);
    try {
      const oceanpayment = await fromEnv(env, { fetch: createTracedFetch(orders) });
      return await handler({ env, orders, oceanpayment, request, name: third ?? second });
    } catch (error) {
      // Messages of the library hold no secret: whoever runs the playground reads which variable is wrong.
      if (!isOceanpaymentError(error)) throw error;
      return Response.json({ error: error.code, message: error.message }, { status: 500 });
    }
  },
};

async function createOrder({ orders }: Context): Promise<Response> {
  const random = crypto.getRandomValues(new Uint8Array(8));
  const orderNumber = `P-${[...random].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  await orders.create({ orderNumber, ...PRODUCT });
  return Response.json({ orderNumber, ...PRODUCT }, { status: 201 });
}

async function showOrder({ orders, name, env }: Context): Promise<Response> {
  const order = await orders.find(name);
  if (!order) return Response.json({ error: "not_found" }, { status: 404 });
  const headers = { "cache-control": "no-store" };
  return Response.json({ order, steps: await orders.steps(name), notices: env.NOTICES === "1" }, { headers });
}

/** Takes the ciphertext and who pays; what is to be paid comes from the stored order. */
async function pay(context: Context): Promise<Response> {
  const { env, orders, oceanpayment, request } = context;
  const { orderNumber = "", cardData = "", cardName = "", email = "" } = await readStrings(request);
  const order = await orders.find(orderNumber);
  if (!order) return Response.json({ error: "not_found" }, { status: 404 });
  if (!(await orders.move(orderNumber, ["created", "declined"], "paying"))) {
    return Response.json({ error: "already_paying" }, { status: 409 });
  }
  await orders.record(orderNumber, {
    kind: "browser",
    title: "The page encrypted the card",
    text: "This is all that left the browser about the card. Neither the page's server nor this Worker can open it.",
    rows: [["card_data", cardData]],
  });
  try {
    const [firstName = "", ...rest] = cardName.trim().split(/\s+/);
    const result = await oceanpayment.payments.pay({
      orderNumber,
      amount: order.amount,
      currency: order.currency,
      cardData,
      cardName,
      billing: { firstName, lastName: rest.join(" ") || firstName, email, country: "US", state: "CA", ip: "0.0.0.0" },
      backUrl: `${env.SHOP_ORIGIN}/return/${orderNumber}`,
      ...(env.NOTICES === "1" && { noticeUrl: `${env.SHOP_ORIGIN}/notice` }),
    });
    await settle(context, result);
    return Response.json({
      status: result.status,
      ...(result.status === "redirect" && { redirectUrl: result.redirectUrl }),
    });
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    // Unknown means that money may have moved: the order waits for its notification and is not paid again.
    const moved: OrderState = error.outcome === "unknown" ? "unknown" : "created";
    await orders.move(orderNumber, ["paying"], moved);
    await recordState(orders, orderNumber, `${error.code}: ${error.message}`);
    return Response.json({ error: error.code, field: error.field, outcome: error.outcome }, { status: 400 });
  }
}

/** The shopper's return is unconfirmed whatever it says: the page waits for what the notification decides. */
async function comeBack({ env, orders, name }: Context): Promise<Response> {
  if (await orders.find(name)) {
    await orders.record(name, {
      kind: "return",
      title: "The shopper came back from the bank",
      text: "By a form POST through the browser, which the shopper could change: nothing is decided by it.",
      rows: [],
    });
  }
  return new Response(null, {
    status: 303,
    headers: { location: `${env.SHOP_ORIGIN}/orders/${encodeURIComponent(name)}` },
  });
}

async function takeNotice(context: Context): Promise<Response> {
  const { orders, oceanpayment, request } = context;
  try {
    const raw = await request.clone().text();
    const notice = await oceanpayment.notifications.read(request);
    if (notice.kind === "payment") {
      const { orderNumber } = notice.payment.signed;
      await orders.record(orderNumber, {
        kind: "notification",
        title: `The gateway notified: ${notice.payment.status}`,
        text: "The signature is right: everything that decides is signed, and was checked with the terminal's secureCode.",
        rows: readRows(raw),
      });
      await settle(context, notice.payment);
    }
  } catch (error) {
    // Signed but odd: not acknowledged, so that it comes again until somebody has asked the gateway.
    if (!isOceanpaymentError(error)) throw error;
    if (error.code === "unexpected_shape" || error.code === "ambiguous_outcome")
      return new Response("", { status: 500 });
  }
  // A forged notice changes nothing and is acknowledged all the same, as the gateway asks.
  return new Response("receive-ok", { headers: { "content-type": "text/plain" } });
}

const NEXT: Readonly<Record<PaymentResult["status"], OrderState>> = {
  approved: "paid",
  authorised: "pending",
  pending: "pending",
  declined: "declined",
  redirect: "awaiting-3ds",
};

const MEANING: Readonly<Record<OrderState, string>> = {
  created: "Not paid",
  paying: "Paying",
  unknown: "Unknown",
  pending: "Pending",
  "awaiting-3ds": "Waiting for the shopper's bank",
  declined: "Declined",
  paid: "Paid",
};

/** What an order may move on from: a paid order never goes back, and a late "pending" undoes no decision. */
const MOVABLE: Readonly<Record<OrderState, readonly OrderState[]>> = {
  created: [],
  paying: ["created", "declined"],
  unknown: ["paying"],
  pending: ["paying", "unknown"],
  "awaiting-3ds": ["paying", "unknown"],
  declined: ["paying", "unknown", "pending", "awaiting-3ds"],
  paid: ["created", "paying", "unknown", "pending", "awaiting-3ds", "declined"],
};

/** Moves the order by what a verified message says, if it speaks of that order with that amount. */
async function settle({ orders, oceanpayment }: Context, { signed, ...result }: PaymentResult): Promise<void> {
  const order = await orders.find(signed.orderNumber);
  if (!order) return;
  const { account, terminal } = oceanpayment.publicConfig();
  const differing = orderMismatches(signed, { ...order, account, terminal });
  if (differing.length > 0) {
    await recordState(
      orders,
      order.orderNumber,
      `Ignored: it differs from the stored order in ${differing.join(", ")}`,
    );
    return;
  }
  const next = NEXT[result.status];
  if (await orders.move(order.orderNumber, MOVABLE[next], next, signed.paymentId)) {
    await recordState(orders, order.orderNumber, `${MEANING[next]} (${result.gatewayCode} ${result.gatewayText})`);
  }
}

function recordState(orders: Orders, orderNumber: string, text: string): Promise<void> {
  return orders.record(orderNumber, { kind: "state", title: "The order moved", text, rows: [] });
}

async function readStrings(request: Request): Promise<Readonly<Record<string, string>>> {
  const body: unknown = await request.json().catch(() => undefined);
  const entries = Object.entries(typeof body === "object" && body !== null ? body : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
};

async function asset({ env }: Context, name: string): Promise<Response> {
  const body = Object.hasOwn(env.ASSETS, name) ? env.ASSETS[name] : undefined;
  if (body === undefined) return new Response("Not Found", { status: 404 });
  return new Response(body, {
    headers: {
      "content-type": `${TYPES[name.split(".").at(-1) ?? ""] ?? "text/plain"}; charset=utf-8`,
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}
