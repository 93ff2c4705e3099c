import { isOceanpaymentError } from "oceanpayment/edge";
import { ask } from "./ask.ts";
import { answerError } from "./checkout.ts";
import { chargeMember, chargesOf } from "./club.ts";
import { type Context, createClient, type Handler, notFound, randomNumber, readStrings } from "./context.ts";
import { reconcile } from "./reconcile.ts";
import { toCents } from "./refunds.ts";
import { toShown } from "./orders.ts";
import { recordState } from "./settle.ts";

const MOST_ORDERS = 40;

/** Tells the merchant's own page all it shows. */
export async function showOffice({ env, orders, refunds, members }: Context): Promise<Response> {
  const allRefunds = await refunds.list();
  const found = (await orders.list(MOST_ORDERS)).map((order) => ({
    ...toShown(order),
    refunds: allRefunds.filter(({ orderNumber }) => orderNumber === order.orderNumber),
  }));
  const club = await Promise.all(
    (await members.list()).map(async ({ customerId, name, state }) => ({
      ...{ customerId, name, state },
      charges: (await chargesOf(orders, customerId)).map((charge) => charge.state),
    })),
  );
  return Response.json(
    { orders: found, members: club, simulated: env.SIMULATED_GATEWAY !== "" },
    { headers: { "cache-control": "no-store" } },
  );
}

/** Takes the money that an order has reserved. */
export function capture(context: Context): Promise<Response> {
  return endAuthorisation(context, "capture");
}

/** Gives the money back that an order has reserved. */
export function voidOrder(context: Context): Promise<Response> {
  return endAuthorisation(context, "void");
}

async function endAuthorisation(context: Context, how: "capture" | "void"): Promise<Response> {
  const { orders, oceanpayment, request } = context;
  const { orderNumber = "" } = await readStrings(request);
  const order = await orders.find(orderNumber);
  const doing = how === "capture" ? "capturing" : "voiding";
  if (!order?.paymentId || !(await orders.move(orderNumber, ["authorised"], doing))) {
    return Response.json({ error: "not_authorised", message: "This order has no money reserved." }, { status: 409 });
  }
  try {
    const { status, gatewayCode, gatewayText } = await oceanpayment.payments[how]({
      paymentId: order.paymentId,
      orderNumber,
    });
    // The answer is unsigned, and "pending" is every answer that says neither yes nor no: the order itself tells.
    if (status === "approved") {
      await orders.move(orderNumber, [doing], how === "capture" ? "paid" : "voided");
      await recordState(orders, orderNumber, `${how}: ${gatewayCode ?? ""} ${gatewayText}`);
    } else {
      await orders.move(orderNumber, [doing], "unknown");
      await ask(context, orderNumber);
    }
    return Response.json({ status });
  } catch (error) {
    return answerError(context, orderNumber, error, doing);
  }
}

/**
 * Begins a refund, of a part or of all, of the payment that has paid the order or of a second one that was written down. It is stored first, under a number of the shop's own: one whose outcome
 * is unknown counts as done until the gateway tells otherwise.
 */
export async function refund(context: Context): Promise<Response> {
  const { orders, refunds, oceanpayment, request } = context;
  const { orderNumber = "", ...asked } = await readStrings(request);
  const order = await orders.find(orderNumber);
  if (order?.state !== "paid" || !order.paymentId) {
    return Response.json({ error: "not_paid", message: "Only a paid order can be refunded." }, { status: 409 });
  }
  const { currency } = order;
  const { paymentId = order.paymentId, amount = order.amount } = asked;
  if (paymentId !== order.paymentId && !(await isSecond(context, orderNumber, paymentId))) {
    return Response.json(
      { error: "not_double", message: "The gateway knows no such second payment." },
      { status: 409 },
    );
  }
  const cents = toCents(amount);
  const mostCents = toCents(order.amount) ?? 0;
  if (!cents) return Response.json({ error: "invalid_amount", message: "Please give an amount." }, { status: 400 });
  const refundNumber = randomNumber("R");
  if (!(await refunds.begin({ refundNumber, orderNumber, paymentId, amount, cents, mostCents }))) {
    return Response.json({ error: "too_much", message: "That is more than is left to refund." }, { status: 409 });
  }
  const type = cents === mostCents ? "full" : "partial";
  try {
    const result = await oceanpayment.refunds.create({
      ...{ paymentId, orderNumber, type, amount, currency, refundNumber },
      description: "Refunded by the shop",
    });
    await refunds.settle(refundNumber, result.status, result.refundId || null);
    return Response.json({ status: result.status, refundNumber, message: result.gatewayText });
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    const { code, message, outcome = "unknown" } = error;
    if (outcome !== "unknown") await refunds.settle(refundNumber, "declined", null);
    return Response.json({ error: code, message, outcome }, { status: 502 });
  }
}

/** Tells whether the gateway, asked, has a payment as a second approved one of an order. */
async function isSecond(context: Context, orderNumber: string, paymentId: string): Promise<boolean> {
  try {
    const { approvals } = await ask(context, orderNumber);
    const order = await context.orders.find(orderNumber);
    return (
      approvals.includes(paymentId) && approvals.includes(order?.paymentId ?? "") && order?.paymentId !== paymentId
    );
  } catch (error) {
    if (isOceanpaymentError(error)) return false;
    throw error;
  }
}

/** Asks the gateway about an order, through the relay or, to show what is answered then, past it. */
export async function askFromOffice(context: Context): Promise<Response> {
  const { env, orders, request } = context;
  const { orderNumber = "", past } = await readStrings(request);
  if (!(await orders.find(orderNumber))) return notFound();
  const isPast = past === "yes" && env.SIMULATED_GATEWAY !== "";
  const direct = isPast && (await createClient(env, orders, { OCEANPAYMENT_QUERY_HOST: env.SIMULATED_GATEWAY }));
  try {
    const answer = direct ? await direct.orders.find(orderNumber) : await ask(context, orderNumber);
    const { status, approvals } = answer;
    return Response.json({ status, approvals });
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    return Response.json({ error: error.code, message: error.message, outcome: error.outcome }, { status: 502 });
  }
}

/** Charges a member's next month, as the daily job would. */
export async function renew(context: Context): Promise<Response> {
  const { customerId = "" } = await readStrings(context.request);
  return chargeMember(context, customerId, "next");
}

/** Compares the last hours with what the gateway lists. */
export async function compare(context: Context): Promise<Response> {
  const hours = Number((await readStrings(context.request)).hours ?? "24");
  if (!Number.isInteger(hours) || hours < 1 || hours > 24 * 31) return notFound();
  const to = new Date();
  try {
    return Response.json(await reconcile(context, { from: new Date(to.getTime() - hours * 3_600_000), to }));
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    return Response.json({ error: error.code, message: error.message }, { status: 502 });
  }
}

/**
 * Opens a route of the merchant's own only where the office is open, and to no page of another origin: it has no lock, for
 * the demonstration. Put yours behind a login.
 */
export function inOffice(handler: Handler): Handler {
  return async (context) => {
    const { env, request } = context;
    if (env.OFFICE !== "1") return notFound();
    const from = request.headers.get("origin");
    const isOwn = from === null || from === new URL(request.url).origin || from === env.SHOP_ORIGIN;
    return isOwn ? handler(context) : Response.json({ error: "other_origin" }, { status: 403 });
  };
}
