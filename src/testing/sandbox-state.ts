import { asOf, type SandboxPayment } from "./sandbox-payment.ts";
import type { SandboxQuickpay } from "./sandbox-quickpay.ts";
import type { SandboxStore } from "./sandbox-store.ts";

/** A notification waiting to be delivered. */
export interface QueuedNotice {
  readonly paymentId: string;
  readonly url: string;
  readonly body: string;
  readonly attempt: number;
  readonly dueAtMs: number;
}

/** The simulated gateway's memory. Payments are as of the clock's time. */
export interface SandboxState {
  readonly payment: (paymentId: string) => Promise<SandboxPayment | undefined>;
  /** Returns the payments of an order, oldest first. */
  readonly paymentsOf: (terminal: string, orderNumber: string) => Promise<readonly SandboxPayment[]>;
  /** Returns the payments of a terminal, oldest first. */
  readonly paymentsOn: (terminal: string) => Promise<readonly SandboxPayment[]>;
  readonly savePayment: (payment: SandboxPayment) => Promise<void>;
  readonly challenged: (challenge: string) => Promise<SandboxPayment | undefined>;
  readonly hosted: (token: string) => Promise<SandboxPayment | undefined>;
  /** Returns the payment that a refund is of. */
  readonly refunded: (refundId: string) => Promise<SandboxPayment | undefined>;
  readonly quickpay: (id: string) => Promise<SandboxQuickpay | undefined>;
  readonly quickpayPage: (token: string) => Promise<SandboxQuickpay | undefined>;
  /** Returns the stored means of payment of a terminal, oldest first. */
  readonly quickpaysOn: (terminal: string) => Promise<readonly SandboxQuickpay[]>;
  readonly saveQuickpay: (quickpay: SandboxQuickpay) => Promise<void>;
  readonly notices: () => Promise<ReadonlyMap<string, QueuedNotice>>;
  readonly queueNotice: (notice: QueuedNotice) => Promise<void>;
  readonly dropNotice: (key: string) => Promise<void>;
  /** Returns the next number of a row that never repeats. */
  readonly nextNumber: () => Promise<number>;
}

/** Returns the simulated gateway's memory over a store. */
export function createSandboxState(store: SandboxStore, now: () => number): SandboxState {
  const payment = async (paymentId: string) => {
    const found = (await store.get(`payment/${paymentId}`)) as SandboxPayment | undefined;
    return found && asOf(found, now());
  };
  const quickpay = async (id: string) => (await store.get(`quickpay/${id}`)) as SandboxQuickpay | undefined;
  /** Follows a key that holds the key of something. */
  const follow = async <Found>(key: string, read: (id: string) => Promise<Found | undefined>) => {
    const id = await store.get(key);
    return typeof id === "string" ? read(id) : undefined;
  };
  const nextNumber = async () => {
    const next = (((await store.get("counter")) as number | undefined) ?? 0) + 1;
    await store.put("counter", next);
    return next;
  };
  return {
    payment,
    quickpay,
    nextNumber,
    paymentsOf: async (terminal, orderNumber) => {
      const found = await store.list({ prefix: orderKey(terminal, orderNumber) });
      const payments = await Promise.all([...found.values()].map((id) => payment(id as string)));
      return payments.filter((item) => item !== undefined);
    },
    paymentsOn: async (terminal) => {
      const found = await store.list({ prefix: "payment/" });
      const payments = oldestFirst([...found.values()] as SandboxPayment[], terminal, (item) => item.paymentId);
      return payments.map((item) => asOf(item, now()));
    },
    savePayment: async (item) => {
      await store.put(`payment/${item.paymentId}`, item);
      await store.put(orderKey(item.terminal, item.orderNumber) + item.paymentId, item.paymentId);
      if (item.challenge) await store.put(`challenge/${item.challenge}`, item.paymentId);
      if (item.hosted) await store.put(`hosted/${item.hosted.token}`, item.paymentId);
      for (const { refundId } of item.refunds) await store.put(`refund/${refundId}`, item.paymentId);
    },
    challenged: (challenge) => follow(`challenge/${challenge}`, payment),
    hosted: (token) => follow(`hosted/${token}`, payment),
    refunded: (refundId) => follow(`refund/${refundId}`, payment),
    quickpayPage: (token) => follow(`quickpay-page/${token}`, quickpay),
    quickpaysOn: async (terminal) => {
      const found = await store.list({ prefix: "quickpay/" });
      return oldestFirst([...found.values()] as SandboxQuickpay[], terminal, (item) => item.referenceId);
    },
    saveQuickpay: async (item) => {
      await store.put(`quickpay/${item.id}`, item);
      await store.put(`quickpay-page/${item.token}`, item.id);
    },
    notices: async () => (await store.list({ prefix: "notice/" })) as ReadonlyMap<string, QueuedNotice>,
    queueNotice: async (notice) => {
      const order = `${notice.dueAtMs}`.padStart(16, "0");
      await store.put(`notice/${order}/${`${await nextNumber()}`.padStart(9, "0")}`, notice);
    },
    dropNotice: async (key) => void (await store.delete(key)),
  };
}

/** Of two that were made in one millisecond the number tells: it counts up within a second. */
function oldestFirst<Item extends { readonly terminal: string; readonly createdAtMs: number }>(
  items: readonly Item[],
  terminal: string,
  numberOf: (item: Item) => string,
): readonly Item[] {
  return items
    .filter((item) => item.terminal === terminal)
    .sort((a, b) => a.createdAtMs - b.createdAtMs || (numberOf(a) < numberOf(b) ? -1 : 1));
}

/** Lengths keep the parts apart: an order number may hold a slash. */
function orderKey(terminal: string, orderNumber: string): string {
  return `order/${terminal}/${orderNumber.length}/${orderNumber}/`;
}
