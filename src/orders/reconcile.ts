import type { FindOrder, OrderName } from "../results/find-order.ts";
import { type OrderField, orderMismatches, type StoredOrder } from "../results/match-order.ts";
import type { OrderAnswer, QueriedPayment } from "./find.ts";
import type { ListedBusiness, ListedOrder } from "./list.ts";

/** Something in which the merchant's records and the gateway's differ: an order to ask about, by `notices.ask(finding)`. */
export type ReconcileFinding<Order extends StoredOrder = StoredOrder> = OrderName &
  (
    | {
        /** The gateway has an approved payment of an order that is not paid here: its notice was lost. */
        readonly kind: "missed-payment";
        readonly order: Order;
        readonly payment: QueriedPayment;
      }
    | {
        /** More than one approved payment of an order: `payment` is too much. */
        readonly kind: "duplicate-payment";
        readonly order: Order;
        readonly payment: QueriedPayment;
        readonly paidBy: string;
      }
    | {
        /** An approved payment that is not about the order as it is stored. */
        readonly kind: "mismatch";
        readonly order: Order;
        readonly payment: QueriedPayment;
        readonly differing: readonly OrderField[];
      }
    | {
        /** An approved payment of an order that is not known here. */
        readonly kind: "unknown-order";
        readonly payment: QueriedPayment;
      }
    | {
        /** Paid here, by a payment that the gateway does not have as approved. */
        readonly kind: "unconfirmed-payment";
        readonly order: Order;
        /** What the gateway has as approved instead. */
        readonly approvals: readonly string[];
      }
    | {
        /** An entry of the list whose order number the gateway takes in no question: it was not compared. */
        readonly kind: "unaskable";
        readonly listed: ListedOrder;
      }
    | {
        /** A refund, a chargeback or another business order that is not known here. */
        readonly kind: "business";
        readonly order: Order | undefined;
        readonly entry: ListedBusiness;
      }
  );

/** What the gateway's records are compared with. */
export interface ReconcileInput<Order extends StoredOrder = StoredOrder> {
  /** The beginning of the time that is looked at. The gateway keeps six months. */
  readonly from: Date;
  readonly to: Date;
  /** Looks up the merchant's own order. */
  readonly findOrder: FindOrder<Order>;
  /** Tells whether a refund, chargeback or other business order is known here. Default: none is, and each is reported. */
  readonly isKnown?: ((entry: ListedBusiness) => boolean | Promise<boolean>) | undefined;
  /** The terminals whose orders are compared. Default all that are configured. */
  readonly terminals?: readonly string[] | undefined;
  /** The gateway's time zone. Default the client's `gatewayTimeZone`. */
  readonly timeZone?: string | undefined;
}

/** What the gateway is asked for one terminal. */
export interface Ledger {
  readonly orders: () => AsyncIterable<ListedOrder>;
  readonly business: () => AsyncIterable<ListedBusiness>;
  readonly disputes: () => AsyncIterable<ListedBusiness>;
  readonly find: (orderNumbers: readonly string[]) => Promise<readonly OrderAnswer[]>;
  /** Tells whether a question may name an order number. */
  readonly isAskable: (orderNumber: string) => boolean;
}

/** Orders are asked about by so many: the gateway takes no more in one question (stated, protocol.md §6.4). */
const BATCH = 100;

/** Compares what the gateway has of one terminal with the merchant's records. Changes nothing. */
export async function* reconcileTerminal<Order extends StoredOrder>(
  { findOrder, isKnown = () => false }: Pick<ReconcileInput<Order>, "findOrder" | "isKnown">,
  merchant: Pick<OrderName, "account" | "terminal">,
  ledger: Ledger,
): AsyncGenerator<ReconcileFinding<Order>, void, undefined> {
  const look = async (orderNumber: string) => (await findOrder({ ...merchant, orderNumber })) ?? undefined;
  const unaskable: ListedOrder[] = [];
  const askable = filter(ledger.orders(), (listed) => {
    if (ledger.isAskable(listed.orderNumber)) return true;
    unaskable.push(listed);
    return false;
  });
  for await (const numbers of inBatches(orderNumbersOf(askable))) {
    for (const answer of await ledger.find(numbers)) {
      const { orderNumber } = answer;
      yield* compare(answer, await look(orderNumber), { ...merchant, orderNumber });
    }
  }
  for (const listed of unaskable) {
    yield { kind: "unaskable", ...merchant, orderNumber: listed.orderNumber, listed };
  }
  for (const list of [ledger.business, ledger.disputes]) {
    for await (const entry of list()) {
      if (await isKnown(entry)) continue;
      const { orderNumber } = entry;
      yield {
        kind: "business",
        ...merchant,
        orderNumber,
        order: orderNumber ? await look(orderNumber) : undefined,
        entry,
      };
    }
  }
}

/** An entry of the list does not say how its payment ended (protocol.md §6.4): every order it names is asked about, once. */
async function* orderNumbersOf(orders: AsyncIterable<ListedOrder>): AsyncGenerator<string, void, undefined> {
  const seen = new Set<string>();
  for await (const { orderNumber } of orders) {
    if (!seen.has(orderNumber)) yield orderNumber;
    seen.add(orderNumber);
  }
}

async function* filter<Item>(
  items: AsyncIterable<Item>,
  isMeant: (item: Item) => boolean,
): AsyncGenerator<Item, void, undefined> {
  for await (const item of items) if (isMeant(item)) yield item;
}

async function* inBatches(numbers: AsyncIterable<string>): AsyncGenerator<readonly string[], void, undefined> {
  let batch: string[] = [];
  for await (const number of numbers) {
    batch.push(number);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function* compare<Order extends StoredOrder>(
  { payments }: OrderAnswer,
  order: Order | undefined,
  about: OrderName,
): Generator<ReconcileFinding<Order>, void, undefined> {
  // Newest first: the oldest approval is the one that pays an order.
  const approved = payments.filter(({ status }) => status === "approved").reverse();
  if (!order) {
    for (const payment of approved) yield { kind: "unknown-order", ...about, payment };
    return;
  }
  const own: QueriedPayment[] = [];
  for (const payment of approved) {
    const differing = orderMismatches(payment, order);
    if (differing.length > 0) yield { kind: "mismatch", ...about, order, payment, differing };
    else if (own.every(({ paymentId }) => paymentId !== payment.paymentId)) own.push(payment);
  }
  const { paymentId: stored } = order;
  const known = own.find(({ paymentId }) => paymentId === stored);
  const approvals = own.map(({ paymentId }) => paymentId);
  if (stored && !known) yield { kind: "unconfirmed-payment", ...about, order, approvals };
  const payer = known ?? own[0];
  if (!payer) return;
  if (!stored) yield { kind: "missed-payment", ...about, order, payment: payer };
  for (const payment of own) {
    if (payment !== payer) yield { kind: "duplicate-payment", ...about, order, payment, paidBy: payer.paymentId };
  }
}
