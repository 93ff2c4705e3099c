import { createPayments } from "../../../src/edge/create-payments.ts";
import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import { createNoticeStore, type NoticeStore } from "../../../src/inbox/notice-store.ts";
import { nextDueAtMs, type OrderRecord } from "../../../src/inbox/order-record.ts";
import type { EffectContext } from "../../../src/notifications/notice-events.ts";
import type {
  NoticeHandler,
  NoticeHandlerOptions,
  NoticeRequestInfo,
} from "../../../src/notifications/handler-options.ts";
import type { StoredOrder } from "../../../src/results/match-order.ts";
import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import { ACCOUNT, CONFIG, type Fields, INPUT, resultFields, signed, TERMINAL, xmlOf } from "../edge/merchant.ts";

/** A merchant's own order: what the merchant's callbacks change stands here. */
export type Order = { -readonly [Member in keyof StoredOrder]: StoredOrder[Member] };

export const ORDER: StoredOrder = {
  account: ACCOUNT,
  terminal: TERMINAL,
  orderNumber: INPUT.orderNumber,
  currency: INPUT.currency,
  amount: INPUT.amount,
};

export const START_MS = Date.UTC(2030, 5, 15, 12);

/** What a callback was given. */
export interface Told {
  readonly name: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly context: EffectContext | undefined;
}

/** A merchant with a handler, before a gateway that answers questions from a list the test owns. */
export interface NoticeShop {
  readonly clock: { nowMs: number };
  readonly client: PaymentsClient;
  readonly handler: NoticeHandler;
  readonly store: NoticeStore;
  readonly orders: Map<string, Order>;
  /** What the gateway says of an order when it is asked: entries, newest first; or an answer of another kind. */
  gateway: readonly string[] | (() => Response | Promise<Response>);
  /** The order numbers the gateway was asked about. */
  readonly asked: string[];
  /** What the callbacks were told, in order, errors aside. */
  readonly told: Told[];
  readonly errors: unknown[];
  /** Runs before a callback notes what it was told; what it throws, the callback throws. */
  onEffect: (told: Told) => unknown;
  /** All that the store holds, as text. */
  readonly texts: () => string;
  /** Sends a body to the handler. */
  readonly send: (body: string | Fields, info?: NoticeRequestInfo) => Promise<Response>;
  /** Sends a body, and returns `ok` for an acknowledgement, else the status. */
  readonly answer: (body: string | Fields, info?: NoticeRequestInfo) => Promise<"ok" | number>;
  /** The names of what was told, with what tells them apart. */
  readonly names: () => readonly string[];
}

/** The options of a handler with a callback for everything. */
export type ShopOptions = Partial<NoticeHandlerOptions<Order>> & {
  readonly config?: Partial<PaymentsConfig>;
  /** Replaces steps of the shop's own store. */
  readonly changeStore?: (store: NoticeStore) => Partial<NoticeStore>;
};

export const NOTICE_URL = "https://notify.example/in";

/** Returns a request that brings a notice. */
export function noticeRequest(
  body: BodyInit | null,
  type = "application/xml; charset=UTF-8",
  url = NOTICE_URL,
): Request {
  // Streams need "half": nothing is answered before they end.
  return new Request(url, { method: "POST", headers: { "content-type": type }, body, duplex: "half" } as RequestInit);
}

/** Opens the shop. Its records are JSON texts: whatever does not survive that is lost here too. */
export function openNoticeShop({ config = {}, changeStore, ...options }: ShopOptions = {}): NoticeShop {
  const clock = { nowMs: START_MS };
  const records = new Map<string, string>();
  const parse = (text: string | undefined) => (text === undefined ? undefined : (JSON.parse(text) as OrderRecord));
  const own = createNoticeStore(
    {
      update: async (order, change) => {
        const { record, answer } = change(parse(records.get(order)));
        if (record) records.set(order, JSON.stringify(record));
        return answer;
      },
      due: async (nowMs, limit) => {
        const all = [...records].map(([order, text]) => ({ order, record: parse(text) as OrderRecord }));
        const dueAt = (record: OrderRecord) => nextDueAtMs(record) ?? Infinity;
        const due = all.filter(({ record }) => dueAt(record) <= nowMs);
        return due.sort((one, other) => dueAt(one.record) - dueAt(other.record)).slice(0, limit);
      },
    },
    () => clock.nowMs,
  );
  const asked: string[] = [];
  const told: Told[] = [];
  const errors: unknown[] = [];
  const orders = new Map<string, Order>([[ORDER.orderNumber, { ...ORDER }]]);
  const client = createPayments({
    ...CONFIG,
    fetch: async (_url, init) => {
      asked.push(new URLSearchParams(String(init?.body)).get("order_number") ?? "");
      if (typeof shop.gateway === "function") return shop.gateway();
      return new Response(`<response>${shop.gateway.join("")}</response>`, { headers: XML });
    },
    ...config,
  });
  const note =
    (name: string) =>
    async (event: object, context?: EffectContext): Promise<void> => {
      const one = { name, event: event as Told["event"], context };
      await shop.onEffect(one);
      told.push(one);
    };
  const store = options.store ?? { ...own, ...changeStore?.(own) };
  const handler = client.notifications.createHandler<Order>({
    store,
    findOrder: ({ account, terminal, orderNumber }) => {
      const found = orders.get(orderNumber);
      return found?.account === account && found.terminal === terminal ? found : undefined;
    },
    onPayment: note("payment"),
    onDuplicatePayment: note("duplicate"),
    onRefund: note("refund"),
    onChargeback: note("chargeback"),
    onMismatch: note("mismatch"),
    onUnverified: note("unverified"),
    onForged: note("forged"),
    onError: (error) => void errors.push(error),
    // What the handler does about a signed notice; what it asks about before, trust.test.ts holds.
    trust: "signed",
    ...options,
  });
  const send: NoticeShop["send"] = (body, info) =>
    handler(noticeRequest(typeof body === "string" ? body : xmlOf(body)), info);
  const shop: NoticeShop = {
    ...{ clock, client, handler, store, orders, asked, told, errors, send },
    gateway: [],
    onEffect: () => {},
    texts: () => [...records].flat().join("\n"),
    answer: async (body, info) => {
      const response = await send(body, info);
      return response.status === 200 && (await response.text()) === "receive-ok" ? "ok" : response.status;
    },
    names: () => told.map(nameOf),
  };
  return shop;
}

const XML = { "content-type": "application/xml;charset=UTF-8" };

function nameOf({ name, event }: Told): string {
  const { status, paymentId, refundId, chargebackId, kind, code, differing } = event;
  const detail: Readonly<Record<string, readonly unknown[]>> = {
    payment: [status, paymentId],
    duplicate: [paymentId],
    refund: [status, refundId],
    chargeback: [chargebackId],
    mismatch: [(differing as readonly string[] | undefined)?.join("+")],
    unverified: [kind],
    forged: [code],
  };
  return [name, ...(detail[name] ?? [])].join(" ");
}

/** An id of a payment, by a number of one to three digits. */
export function paymentId(number: number): string {
  return `230101120000123456${String(number).padStart(3, "0")}`;
}

/** What a notice says of each state, by hand from protocol.md §6.3. */
export const STATES = {
  pending: { payment_status: "-1", payment_authType: "0", payment_details: "80100:Processing" },
  authorised: { payment_status: "-1", payment_authType: "1", payment_details: "80000:Authorised" },
  declined: { payment_status: "0", payment_authType: "0", payment_details: "80012:Transaction Declined" },
  voided: { payment_status: "0", payment_authType: "1", payment_details: "80053:Authorisation void" },
  approved: { payment_status: "1", payment_authType: "0", payment_details: "80000:Transaction Approved" },
  captured: { payment_status: "1", payment_authType: "1", payment_details: "80000:Transaction Approved" },
} as const satisfies Readonly<Record<string, Fields>>;

/** A genuine notice of a payment's state, signed by OpenSSL. */
export function noticeOf(state: keyof typeof STATES, number = 1, changes: Fields = {}): Fields {
  const own = { notice_type: "transaction", response_type: "1", payment_id: paymentId(number), ...STATES[state] };
  return signed(resultFields({ ...own, ...changes }));
}

/** A business notice, whose signature nobody knows. */
export function businessNotice(type: string, changes: Fields = {}): Fields {
  return {
    response_type: "1",
    notice_type: type,
    account: ACCOUNT,
    terminal: TERMINAL,
    signValue: "",
    order_number: ORDER.orderNumber,
    order_currency: ORDER.currency,
    order_amount: ORDER.amount,
    payment_id: paymentId(1),
    push_status: "1",
    push_id: "700000000000000001",
    push_details: "Success",
    ...changes,
  };
}

/** What the gateway tells of a payment of the order when it is asked (protocol.md §6.4). */
export function entryOf(
  state: keyof typeof STATES,
  number = 1,
  { fields = {}, nested = "" }: EntryOptions = {},
): string {
  const { payment_status, payment_details, payment_authType } = STATES[state];
  const all: Fields = {
    account: ACCOUNT,
    terminal: TERMINAL,
    order_number: ORDER.orderNumber,
    order_currency: ORDER.currency,
    order_amount: ORDER.amount,
    order_notes: "",
    methods: "Credit Card",
    payment_id: paymentId(number),
    payment_results: payment_status,
    payment_authType,
    payment_details,
    payment_dateTime: "2030-06-15 20:00:00",
    ...fields,
  };
  const inside = Object.entries(all).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<paymentInfo>${inside.join("")}${nested}</paymentInfo>`;
}

interface EntryOptions {
  readonly fields?: Fields;
  readonly nested?: string;
}

/** A payment's refunds as its entry holds them: that the list is there is stated, its names are inferred. */
export function refundList(...refunds: readonly { readonly id: string; readonly status: string }[]): string {
  const each = ({ id, status }: { readonly id: string; readonly status: string }) =>
    `<refund><refund_id>${id}</refund_id><refund_amount>4.00</refund_amount><refund_status>${status}</refund_status><refund_number>R-1</refund_number></refund>`;
  return `<refundList>${refunds.map(each).join("")}</refundList>`;
}

/** A payment's chargebacks, likewise. */
export function chargebackList(...ids: readonly string[]): string {
  const each = (id: string) =>
    `<chargeBack><chargeBack_id>${id}</chargeBack_id><chargeBack_amount>10.00</chargeBack_amount></chargeBack>`;
  return `<chargeBackList>${ids.map(each).join("")}</chargeBackList>`;
}

/** An answer by which a question fails, and is not repeated within the call. */
export function noAnswer(): Response {
  return new Response("<html><body>Service unavailable", { headers: { "content-type": "text/html" } });
}

/** Every order of a list. */
export function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}
