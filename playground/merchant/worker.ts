import { fromEnv, senderAddress } from "oceanpayment/cloudflare";
import {
  isForgery,
  isOceanpaymentError,
  type Oceanpayment,
  orderMismatches,
  type PaymentResult,
} from "oceanpayment/edge";
import { createOrders, type Database, type OrderState, type Orders, type TraceStep } from "./orders.ts";
import { createTracedFetch } from "./trace.ts";

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

/** What goes with every response. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** A payment's body has about a kilobyte. */
const MOST_BODY = 16_384;

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
    const response = await route(request, env);
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    return response;
  },
};

async function route(request: Request, env: MerchantEnv): Promise<Response> {
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
}

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
  try {
    const [firstName = "", ...rest] = cardName.trim().split(/\s+/);
    const lastName = rest.join(" ") || firstName;
    const ip = senderAddress(request) ?? "0.0.0.0";
    const result = await oceanpayment.payments.pay({
      orderNumber,
      amount: order.amount,
      currency: order.currency,
      cardData,
      cardName,
      billing: { firstName, lastName, email, country: "US", state: "CA", ip },
      backUrl: `${env.SHOP_ORIGIN}/return/${orderNumber}`,
      ...(env.NOTICES === "1" && { noticeUrl: `${env.SHOP_ORIGIN}/notice` }),
    });
    await settle(context, result);
    const redirectUrl = result.status === "redirect" ? result.redirectUrl : undefined;
    return Response.json({ status: result.status, redirectUrl });
  } catch (error) {
    const outcome = isOceanpaymentError(error) ? error.outcome : "unknown";
    // Unknown means that money may have moved: the order waits for its notification and is not paid again.
    await orders.move(orderNumber, ["paying"], outcome === "unknown" ? "unknown" : "created");
    if (!isOceanpaymentError(error)) throw error;
    await recordState(orders, orderNumber, `${error.code}: ${error.message}`);
    return Response.json({ error: error.code, field: error.field, outcome }, { status: 400 });
  }
}

/** The shopper's return is unconfirmed whatever it says: the page waits for what the notification decides. */
async function comeBack({ env, orders, name }: Context): Promise<Response> {
  const steps = await orders.steps(name);
  if (steps.length > 0 && steps.every((step) => step.kind !== "return")) {
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
  try {
    const notice = await context.oceanpayment.notifications.read(context.request);
    if (notice.kind === "payment") await settle(context, notice.payment, { isNotice: true });
  } catch (error) {
    // Not acknowledged, so that it comes again: it may be genuine, and only its way here was bad.
    if (!isForgery(error)) return new Response("", { status: 500 });
    // A forged notice changes nothing and is acknowledged all the same, as the gateway asks.
  }
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

/** Moves the order by what a verified message says, if it is new and speaks of that order with that amount. */
async function settle(context: Context, result: PaymentResult, { isNotice = false } = {}): Promise<void> {
  const { orders, oceanpayment } = context;
  const { signed, signature, paymentId } = result;
  const order = await orders.find(signed.orderNumber);
  if (!order) return;
  const { account, terminal } = oceanpayment.publicConfig();
  const differing = orderMismatches(signed, { ...order, account, terminal });
  if (differing.length > 0) {
    const what = `Ignored: it differs from the stored order in ${differing.join(", ")}`;
    return recordState(orders, order.orderNumber, what);
  }
  if (isNotice) await recordNotice(orders, result);
  const to = NEXT[result.status];
  const { isMoved, isNew } = await orders.settle(order.orderNumber, { from: MOVABLE[to], to, paymentId, signature });
  if (isMoved) {
    await recordState(orders, order.orderNumber, `${MEANING[to]} (${result.gatewayCode} ${result.gatewayText})`);
  } else if (isNew && to === "paid" && order.paymentId !== paymentId) {
    await orders.record(order.orderNumber, {
      kind: "double",
      title: "Paid twice: refund one",
      text: "A second payment of this order was approved.",
      rows: [["payment_id", paymentId]],
    });
  }
}

/** Writes down a notice, each once however often it comes. What it does to the order is `orders.settle`'s to decide. */
async function recordNotice(orders: Orders, { status, signed, signature }: PaymentResult): Promise<void> {
  const known = await orders.steps(signed.orderNumber);
  const mark = ["signature", `${signature.slice(0, 12)}…`] as const;
  const isKnown = ({ kind, rows }: TraceStep) => kind === "notification" && rows.at(-1)?.[1] === mark[1];
  if (known.some(isKnown)) return;
  await orders.record(signed.orderNumber, {
    kind: "notification",
    title: `The gateway notified: ${status}`,
    text: "The signature is right: everything that decides is signed, and was checked with the terminal's secureCode.",
    rows: [...Object.entries(signed).filter(([, value]) => value !== ""), mark],
  });
}

function recordState(orders: Orders, orderNumber: string, text: string): Promise<void> {
  return orders.record(orderNumber, { kind: "state", title: "The order moved", text, rows: [] });
}

/** Returns the text members of a JSON body, which is small: anything longer is not read. */
async function readStrings(request: Request): Promise<Readonly<Record<string, string>>> {
  const declared = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  const body: unknown = declared <= MOST_BODY ? await request.json().catch(() => undefined) : undefined;
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
    },
  });
}
