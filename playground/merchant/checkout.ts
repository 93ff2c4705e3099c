import { isOceanpaymentError, type PaymentResult } from "oceanpayment/edge";
import { askUntilKnown } from "./ask.ts";
import { type Context, notFound, randomNumber, readStrings, toBilling, toReturns } from "./context.ts";
import { OPEN, PAYABLE, UNCERTAIN } from "./order-states.ts";
import { type Flow, type Order, toShown } from "./orders.ts";
import { recordState, settle } from "./settle.ts";

/** The price is the server's own: a page never names an amount. */
export const PRODUCT = { amount: "48.00", currency: "USD" };

/** The flows that a page may open an order for. */
const FLOWS: readonly Flow[] = ["card", "reserve", "hosted", "embedded"];

/** The browser's last order, so that a checkout opened again goes on with it. No page's script reads it. */
const COOKIE = "last-order";

/** Tells a page what is sold, under which key, and whether the browser's last order has not ended. */
export async function showConfig(context: Context): Promise<Response> {
  const { oceanpayment, env } = context;
  const last = await findLast(context);
  const open = last && OPEN.includes(last.state) ? { orderNumber: last.orderNumber, state: last.state } : undefined;
  const { amount, currency } = PRODUCT;
  const simulated = env.SIMULATED_GATEWAY !== "";
  return Response.json({ config: oceanpayment.publicConfig(), simulated, amount, currency, open }, NO_STORE);
}

const NO_STORE = { headers: { "cache-control": "no-store" } };

/**
 * Opens an order, or goes on with the browser's last one. While that one may have been paid there is no other: whoever
 * opens the checkout again must not pay twice. One that waits elsewhere is left by the shopper's own word (`fresh`).
 */
export async function createOrder(context: Context): Promise<Response> {
  const { orders, request } = context;
  const { flow: wanted = "card", fresh } = await readStrings(request);
  const flow = FLOWS.find((name) => name === wanted);
  if (!flow) return notFound();
  const last = await findLast(context);
  if (last && OPEN.includes(last.state) && (UNCERTAIN.includes(last.state) || fresh !== "yes")) {
    const { orderNumber, state } = last;
    return Response.json({ error: "last_order_open", orderNumber, state }, { status: 409 });
  }
  if (last && PAYABLE.includes(last.state) && last.flow === flow) {
    return Response.json({ orderNumber: last.orderNumber, ...PRODUCT });
  }
  const orderNumber = randomNumber("P");
  await orders.create({ orderNumber, flow, ...PRODUCT });
  const cookie = `${COOKIE}=${orderNumber}; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax`;
  return Response.json({ orderNumber, ...PRODUCT }, { status: 201, headers: { "set-cookie": cookie } });
}

async function findLast({ orders, request }: Context): Promise<Order | null> {
  const found = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(request.headers.get("cookie") ?? "");
  return found?.[1] ? orders.find(found[1]) : null;
}

/** Tells how an order stands. */
export async function showOrder({ orders, refunds, name, env }: Context): Promise<Response> {
  const order = await orders.find(name);
  if (!order) return notFound();
  const [steps, refunded] = [await orders.steps(name), await refunds.of(name)];
  return Response.json({ order: toShown(order), steps, refunds: refunded, notices: env.NOTICE_URL !== "" }, NO_STORE);
}

/** Takes the ciphertext and who pays; what is to be paid comes from the stored order. */
export async function pay(context: Context): Promise<Response> {
  const { env, orders, oceanpayment, request } = context;
  const { orderNumber = "", cardData = "", cardName = "", email = "" } = await readStrings(request);
  return payOrder(context, orderNumber, (order) =>
    oceanpayment.payments.pay({
      orderNumber,
      amount: order.amount,
      currency: order.currency,
      cardData,
      cardName,
      billing: toBilling(request, cardName, email),
      // Reserved now, taken when the print leaves: the merchant's own pages capture it.
      ...(order.flow === "reserve" && { intent: "pre-authorisation" as const }),
      ...toReturns(env, orderNumber),
    }),
  ).then(async (result) => {
    if (result instanceof Response) return result;
    const redirectUrl = result.status === "redirect" ? result.redirectUrl : undefined;
    if (redirectUrl !== undefined) await orders.continueAt(orderNumber, redirectUrl);
    return Response.json({ status: result.status, redirectUrl });
  });
}

/**
 * Pays an order by one call, once however often it is clicked, and moves it by the result. Returns the result, or the
 * answer to a page that gets none.
 */
export async function payOrder(
  context: Context,
  orderNumber: string,
  call: (order: Order) => Promise<PaymentResult>,
): Promise<PaymentResult | Response> {
  const { orders } = context;
  const order = await orders.find(orderNumber);
  if (!order) return notFound();
  if (!(await orders.move(orderNumber, PAYABLE, "paying"))) {
    return Response.json({ error: "already_paying" }, { status: 409 });
  }
  try {
    const result = await call(order);
    await settle(context, result);
    return result;
  } catch (error) {
    return answerError(context, orderNumber, error);
  }
}

/** What an order is after a call that did nothing. */
const UNDONE = { paying: "created", capturing: "authorised", voiding: "authorised" } as const;

/**
 * Puts an order where an error leaves it. Unless the error says that nothing was done, money may have moved: the order is
 * unknown, is not paid again, and the gateway is asked about it after the answer to the page.
 */
export async function answerError(
  context: Context,
  orderNumber: string,
  error: unknown,
  from: keyof typeof UNDONE = "paying",
): Promise<Response> {
  const { orders } = context;
  const outcome = (isOceanpaymentError(error) ? error.outcome : undefined) ?? "unknown";
  const isUndone = outcome === "nothing-sent" || outcome === "refused";
  await orders.move(orderNumber, [from], isUndone ? UNDONE[from] : "unknown");
  if (!isUndone) context.later(askUntilKnown(context, orderNumber));
  if (!isOceanpaymentError(error)) throw error;
  await recordState(orders, orderNumber, `${error.code}: ${error.message}`);
  return Response.json({ error: error.code, message: error.message, field: error.field, outcome }, { status: 400 });
}
