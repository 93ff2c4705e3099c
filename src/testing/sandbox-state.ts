import type { SandboxStore } from "./sandbox-store.ts";

/** A payment as the simulated gateway keeps it. */
export interface SandboxPayment {
  readonly paymentId: string;
  readonly account: string;
  readonly terminal: string;
  readonly orderNumber: string;
  readonly currency: string;
  readonly amount: string;
  readonly notes: string;
  readonly methods: string;
  /** First six and last four digits. */
  readonly cardNumber: string;
  readonly email: string;
  readonly backUrl: string;
  readonly noticeUrl: string;
  readonly createdAtMs: number;
  /** When it succeeded or failed. */
  readonly endedAtMs?: number | undefined;
  readonly authType: "0" | "1" | "2" | "3";
  readonly status: "1" | "0" | "-1";
  readonly details: string;
  /** The part of `pay_url` that names the 3-D Secure step still due. */
  readonly challenge?: string | undefined;
}

/** A notification waiting to be delivered. */
export interface QueuedNotice {
  readonly paymentId: string;
  readonly url: string;
  readonly body: string;
  readonly attempt: number;
  readonly dueAtMs: number;
}

/** The simulated gateway's memory. */
export interface SandboxState {
  readonly payment: (paymentId: string) => Promise<SandboxPayment | undefined>;
  readonly paymentsOf: (terminal: string, orderNumber: string) => Promise<readonly SandboxPayment[]>;
  readonly savePayment: (payment: SandboxPayment) => Promise<void>;
  readonly challenged: (challenge: string) => Promise<SandboxPayment | undefined>;
  readonly notices: () => Promise<ReadonlyMap<string, QueuedNotice>>;
  readonly queueNotice: (notice: QueuedNotice) => Promise<void>;
  readonly dropNotice: (key: string) => Promise<void>;
  /** Returns the next number of a row that never repeats. */
  readonly nextNumber: () => Promise<number>;
}

/** Returns the simulated gateway's memory over a store. */
export function createSandboxState(store: SandboxStore): SandboxState {
  const payment = async (paymentId: string) => (await store.get(`payment/${paymentId}`)) as SandboxPayment | undefined;
  const nextNumber = async () => {
    const next = (((await store.get("counter")) as number | undefined) ?? 0) + 1;
    await store.put("counter", next);
    return next;
  };
  return {
    payment,
    nextNumber,
    paymentsOf: async (terminal, orderNumber) => {
      const found = await store.list({ prefix: orderKey(terminal, orderNumber) });
      const payments = await Promise.all([...found.values()].map((id) => payment(id as string)));
      return payments.filter((item) => item !== undefined);
    },
    savePayment: async (item) => {
      await store.put(`payment/${item.paymentId}`, item);
      await store.put(orderKey(item.terminal, item.orderNumber) + item.paymentId, item.paymentId);
      if (item.challenge) await store.put(`challenge/${item.challenge}`, item.paymentId);
    },
    challenged: async (challenge) => {
      const id = await store.get(`challenge/${challenge}`);
      return typeof id === "string" ? payment(id) : undefined;
    },
    notices: async () => (await store.list({ prefix: "notice/" })) as ReadonlyMap<string, QueuedNotice>,
    queueNotice: async (notice) => {
      const order = `${notice.dueAtMs}`.padStart(16, "0");
      await store.put(`notice/${order}/${`${await nextNumber()}`.padStart(9, "0")}`, notice);
    },
    dropNotice: async (key) => void (await store.delete(key)),
  };
}

/** Lengths keep the parts apart: an order number may hold a slash. */
function orderKey(terminal: string, orderNumber: string): string {
  return `order/${terminal}/${orderNumber.length}/${orderNumber}/`;
}
