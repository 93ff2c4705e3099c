import { isSameAmount, type ListedBusiness, matchOrder, type OrderAnswer, type StoredOrder } from "oceanpayment/edge";
import type { Context } from "./context.ts";
import { SETTLED } from "./order-states.ts";
import type { Order } from "./orders.ts";
import type { StoredRefund } from "./refunds.ts";

/** Something in which the shop and the gateway differ, or about which somebody must do something. */
export interface Finding {
  readonly kind: "missed" | "differs" | "double" | "stranger" | "absent" | "held" | "refund" | "dispute";
  readonly orderNumber: string;
  readonly paymentId: string;
  readonly text: string;
}

/** What a comparison found. */
export interface Report {
  readonly from: string;
  readonly to: string;
  /** How many payments the gateway listed. */
  readonly listed: number;
  /** How many of their orders stand as the shop has them. */
  readonly agreeing: number;
  readonly findings: readonly Finding[];
}

interface Range {
  readonly from: Date;
  readonly to: Date;
}

type Shop = Pick<Context, "orders" | "refunds" | "oceanpayment">;

/**
 * Compares what the gateway lists of a time with the shop's own orders. Changes nothing: what was missed is settled by
 * asking about the order, what is wrong by a person.
 *
 * An entry of the list does not say how its payment ended (protocol.md §6.4): every order that it names is asked about, a
 * hundred at once.
 */
export async function reconcile(shop: Shop, range: Range): Promise<Report> {
  const { orders, oceanpayment } = shop;
  const listed = await collect(oceanpayment.orders.list(range));
  const numbers = [...new Set(listed.map(({ orderNumber }) => orderNumber))];
  const answers = numbers.length > 0 ? await oceanpayment.orders.findMany(numbers) : [];
  const { account, terminal } = oceanpayment.publicConfig();
  const refunds = (await shop.refunds.list()).filter(({ status }) => status !== "declined");
  const findings: Finding[] = [];
  for (const answer of answers) {
    const order = await orders.find(answer.orderNumber);
    const stored = order && { ...order, account, terminal };
    findings.push(...(stored ? compareOrder(stored, answer, refunds) : toStranger(answer)));
  }
  const differing = new Set(findings.map(({ orderNumber }) => orderNumber));
  const agreeing = numbers.filter((number) => !differing.has(number)).length;
  findings.push(...(await findAbsent(shop, numbers, range)));
  findings.push(...(await compareBusiness(shop, range, refunds)));
  return { from: range.from.toISOString(), to: range.to.toISOString(), listed: listed.length, agreeing, findings };
}

function compareOrder(
  order: Order & StoredOrder,
  { payments, orderNumber }: OrderAnswer,
  refunds: readonly StoredRefund[],
): readonly Finding[] {
  const findings: Finding[] = [];
  const isPaid = SETTLED.includes(order.state);
  // Without one that the shop knows rightly, the oldest approval is the one that pays the order.
  const approved = payments.filter(({ status }) => status === "approved").toReversed();
  const [first] = approved.filter((payment) => matchOrder(payment, { ...order, paymentId: null }).kind === "match");
  const known = isPaid ? approved.find(({ paymentId }) => paymentId === order.paymentId) : undefined;
  const paidBy = (known ?? first)?.paymentId;
  for (const payment of approved) {
    const { paymentId, currency, amount } = payment;
    const about = { orderNumber, paymentId };
    const match = matchOrder(payment, { ...order, paymentId: paidBy });
    if (match.kind === "other-order") {
      const wrong = match.differing.includes("amount") || match.differing.includes("currency");
      const text = wrong
        ? `${currency} ${amount} was paid, and the order is ${order.currency} ${order.amount}.`
        : `The payment differs from the order in ${match.differing.join(", ")}.`;
      findings.push({ kind: "differs", ...about, text });
    } else if (match.kind === "double-payment") {
      const isGivenBack = refunds.some((refund) => refund.paymentId === paymentId);
      const text = `Paid twice: ${paidBy} has paid this order. Refund one.`;
      if (!isGivenBack) findings.push({ kind: "double", ...about, text });
    } else if (!isPaid) {
      findings.push({ kind: "missed", ...about, text: `Paid, and here the order is "${order.state}".` });
    }
  }
  const held = payments.find(({ status }) => status === "authorised");
  if (held && order.state !== "authorised") {
    findings.push({ kind: "missed", orderNumber, paymentId: held.paymentId, text: "Reserved, and not known here." });
  } else if (held) {
    const text = "Reserved: capture it within 7 days, or the gateway gives it back.";
    findings.push({ kind: "held", orderNumber, paymentId: held.paymentId, text });
  }
  return findings;
}

function toStranger({ orderNumber, approvals }: OrderAnswer): readonly Finding[] {
  return approvals.map((paymentId) => ({
    kind: "stranger",
    ...{ orderNumber, paymentId },
    text: "Paid, and no order of this number is known here.",
  }));
}

/** Finds what the shop has as paid and the gateway does not list. */
async function findAbsent({ orders }: Shop, listed: readonly string[], range: Range): Promise<readonly Finding[]> {
  const created = await orders.listCreatedBetween(range.from.getTime(), range.to.getTime());
  return created
    .filter(({ state, orderNumber }) => SETTLED.includes(state) && !listed.includes(orderNumber))
    .map(({ orderNumber, paymentId }) => ({
      kind: "absent",
      ...{ orderNumber, paymentId: paymentId ?? "" },
      text: "Paid here, and the gateway lists no such payment in this time.",
    }));
}

/** Compares the refunds that the gateway lists with the shop's own, and tells of every dispute. */
async function compareBusiness(
  { oceanpayment }: Shop,
  range: Range,
  refunds: readonly StoredRefund[],
): Promise<readonly Finding[]> {
  const business = await collect(oceanpayment.orders.listBusiness(range));
  const disputes = await collect(oceanpayment.orders.listDisputes(range));
  // Each of the shop's refunds stands for one of the gateway's: an entry names no refund, only its payment and amount.
  const left = [...refunds];
  const strange = business.filter(isRefund).filter(({ paymentId, businessAmount }) => {
    const at = left.findIndex((own) => own.paymentId === paymentId && isSameAmount(own.amount, businessAmount));
    return at === -1 || left.splice(at, 1).length === 0;
  });
  return [
    ...strange.map((entry) => toFinding("refund", entry, "A refund that is not known here")),
    ...disputes.map((entry) => toFinding("dispute", entry, `A dispute (${entry.type}), ${entry.details}`)),
  ];
}

function isRefund({ type }: ListedBusiness): boolean {
  return type === "refund" || type === "partialRefund";
}

function toFinding(kind: Finding["kind"], entry: ListedBusiness, text: string): Finding {
  const { orderNumber, paymentId, currency, businessAmount } = entry;
  return { kind, orderNumber, paymentId, text: `${text}: ${currency} ${businessAmount}.` };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
