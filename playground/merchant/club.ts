import { isOceanpaymentError } from "oceanpayment/edge";
import { payOrder } from "./checkout.ts";
import { type Context, notFound, randomNumber, readStrings, toBilling, toReturns } from "./context.ts";
import type { Member } from "./members.ts";
import type { Order, Orders } from "./orders.ts";

/** A print every month. */
export const MONTHLY = { amount: "12.00", currency: "USD" };

/**
 * `service_mode` of a monthly row: the first charge is stated (protocol.md §6.5). Of renewals no source tells the code:
 * ask Oceanpayment, and change it here.
 */
const SERVICE_MODES = { first: "M1", renewal: "M2" };

/** Opens a membership: returns the signed form by which the shopper's browser stores a card on the gateway's page. */
export async function joinClub(context: Context): Promise<Response> {
  const { env, members, oceanpayment, request } = context;
  const { name = "", email = "" } = await readStrings(request);
  const customerId = randomNumber("M");
  try {
    const form = await oceanpayment.quickpay.buildCreateForm({
      customerId,
      billing: toBilling(request, name, email),
      backUrl: `${env.SHOP_ORIGIN}/club-return/${customerId}`,
    });
    await members.create({ customerId, name, email });
    return Response.json({ form });
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    const { code, field, outcome } = error;
    return Response.json({ error: code, field, outcome }, { status: 400 });
  }
}

/**
 * The shopper's return from the gateway's page names a stored payment's id, unsigned. It is not read: the gateway itself is
 * asked, by the customer's number.
 */
export async function returnToClub(context: Context): Promise<Response> {
  const { env, members, oceanpayment, name } = context;
  const member = await members.find(name);
  if (member?.state === "joining") {
    const found = await oceanpayment.quickpay.find({ customerId: name }).catch((error: unknown) => {
      if (isOceanpaymentError(error)) return undefined;
      throw error;
    });
    // Where the gateway can't be asked now, the member comes again: nothing is decided.
    if (found) {
      const isStored = found.status === "approved" && found.quickpayId !== "";
      await members.settle(name, isStored ? "stored" : "refused", isStored ? found.quickpayId : null);
    }
  }
  return new Response(null, { status: 303, headers: { location: `${env.SHOP_ORIGIN}/club/${name}` } });
}

/** Tells a member's page how the membership stands. */
export async function showMember({ members, orders, name }: Context): Promise<Response> {
  const member = await members.find(name);
  if (!member) return notFound();
  const charges = await chargesOf(orders, name);
  return Response.json(
    { member: { customerId: name, name: member.name, state: member.state }, charges, ...MONTHLY },
    { headers: { "cache-control": "no-store" } },
  );
}

/** Charges a month that is due: the first by the member's own click, the others by the merchant's daily job. */
export async function chargeMember(context: Context, customerId: string, month: "first" | "next"): Promise<Response> {
  const { env, members, orders, oceanpayment, request } = context;
  const member = await members.find(customerId);
  if (!member) return notFound();
  const { quickpayId, state } = member;
  if (state !== "stored" || !quickpayId) return Response.json({ error: "no_stored_payment" }, { status: 409 });
  const charges = await chargesOf(orders, customerId);
  const paid = charges.filter((charge) => charge.state === "paid").length;
  // A month is one order with one number: charged twice it is refused here, and by the gateway (20061).
  if (paid !== charges.length && charges.at(-1)?.state !== "declined") {
    return Response.json({ error: "last_charge_open" }, { status: 409 });
  }
  const number = paid + 1;
  if ((month === "first") !== (number === 1)) return Response.json({ error: "not_due" }, { status: 409 });
  const orderNumber = `${customerId}-${number}`;
  await orders.create({ orderNumber, flow: "club", ...MONTHLY });
  const result = await payOrder(context, orderNumber, ({ amount, currency }) =>
    oceanpayment.quickpay.charge({
      ...{ orderNumber, amount, currency, quickpayId, customerId },
      serviceMode: number === 1 ? SERVICE_MODES.first : SERVICE_MODES.renewal,
      billing: toBilling(request, member.name, member.email),
      ...toReturns(env, orderNumber),
    }),
  );
  return result instanceof Response ? result : Response.json({ status: result.status, orderNumber });
}

/** Ends a membership: the stored payment can't be charged any more. */
export async function leaveClub({ members, oceanpayment, name }: Context): Promise<Response> {
  const member = await members.find(name);
  if (!member?.quickpayId) return notFound();
  try {
    await oceanpayment.quickpay.cancel({ quickpayId: member.quickpayId });
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    return Response.json({ error: error.code, message: error.message, outcome: error.outcome }, { status: 502 });
  }
  await members.settle(name, "cancelled", null);
  return Response.json({ state: "cancelled" });
}

/** Returns a member's charges, oldest first. */
export async function chargesOf(orders: Orders, customerId: Member["customerId"]): Promise<readonly Order[]> {
  const found: Order[] = [];
  for (let month = 1; ; month++) {
    const order = await orders.find(`${customerId}-${month}`);
    if (!order) return found;
    found.push(order);
  }
}
