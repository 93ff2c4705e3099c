import { PRODUCT } from "./checkout.ts";
import { type Context, notFound, randomNumber, readStrings, toBilling, toReturns } from "./context.ts";

/** What can be made to go wrong at the simulated gateway, for the reconciliation to find. */
const REHEARSALS: Readonly<Record<string, (context: Context, orderNumber: string) => Promise<string>>> = {
  /** A payment that was made, and of which no notice came. */
  missed: async (context) => {
    const orderNumber = await openOrder(context);
    await payAtGateway(context, await openPage(context, orderNumber));
    return orderNumber;
  },
  /** A payment of another amount: a till that was not told of a changed price, say. */
  differs: async (context) => {
    const orderNumber = await openOrder(context);
    await payAtGateway(context, await openPage(context, orderNumber, { amount: "40.00" }));
    return orderNumber;
  },
  /** Two pages of one order, each paid: the gateway refuses a second request, and not a page that is open already. */
  double: async (context) => {
    const orderNumber = await openOrder(context);
    const pages = [await openPage(context, orderNumber), await openPage(context, orderNumber)];
    for (const page of pages) await payAtGateway(context, page);
    return orderNumber;
  },
  /** A chargeback of a paid order. */
  dispute: async (context, orderNumber) => {
    const order = await context.orders.find(orderNumber);
    await tellGateway(context, "dispute", { paymentId: order?.paymentId ?? "" });
    return orderNumber;
  },
  /** The next card payment's answer breaks off, its notice gets lost, and the first questions find no answer. */
  lost: async (context) => {
    await tellGateway(context, "faults", [
      { kind: "truncated-answer", times: 1, operation: "payments.pay" },
      { kind: "notice-lost", times: 1 },
      { kind: "http-500", times: 2, operation: "orders.find" },
    ]);
    return "";
  },
  /** A pending payment ends well, or not. */
  approve: (context, orderNumber) => endPending(context, orderNumber, "approve"),
  decline: (context, orderNumber) => endPending(context, orderNumber, "decline"),
};

/** Makes one thing happen at the simulated gateway. There is none of this with a real one. */
export async function rehearse(context: Context): Promise<Response> {
  const { what = "", orderNumber = "" } = await readStrings(context.request);
  const rehearsal = Object.hasOwn(REHEARSALS, what) ? REHEARSALS[what] : undefined;
  if (!rehearsal || context.env.SIMULATED_GATEWAY === "") return notFound();
  return Response.json({ orderNumber: await rehearsal(context, orderNumber) });
}

async function openOrder({ orders }: Context): Promise<string> {
  const orderNumber = randomNumber("P");
  await orders.create({ orderNumber, flow: "hosted", ...PRODUCT });
  return orderNumber;
}

/** Opens a payment page that no notice will tell of. */
async function openPage(
  { env, oceanpayment, request }: Context,
  orderNumber: string,
  { amount } = PRODUCT as { readonly amount: string },
): Promise<string> {
  const { backUrl } = toReturns(env, orderNumber);
  const { currency } = PRODUCT;
  const billing = toBilling(request, "Ada Lovelace", "ada@example.com");
  const page = await oceanpayment.payments.createHosted({ orderNumber, amount, currency, billing, backUrl });
  return page.status === "redirect" ? page.redirectUrl : "";
}

/** Pays on a page as its shopper would, who then never comes back. */
async function payAtGateway({ env }: Context, page: string): Promise<void> {
  if (!page.startsWith(env.SIMULATED_GATEWAY)) return;
  await fetch(page, { method: "POST", body: new URLSearchParams({ answer: "approve" }) });
}

async function endPending(context: Context, orderNumber: string, decision: string): Promise<string> {
  const order = await context.orders.find(orderNumber);
  await tellGateway(context, "settle", { paymentId: order?.paymentId ?? "", decision });
  return orderNumber;
}

async function tellGateway({ env }: Context, what: string, body: object): Promise<void> {
  await fetch(`${env.SIMULATED_GATEWAY}/simulated/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
