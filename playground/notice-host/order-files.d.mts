import type { StoredOrder } from "oceanpayment/edge";

/** An order of the shop, as its file holds it. */
export interface FiledOrder extends StoredOrder {
  readonly state: string;
  /** The keys of what has happened to it. */
  readonly effects?: readonly string[];
}

export interface OrderFiles {
  find(orderNumber: string): Promise<FiledOrder | undefined>;
  create(order: FiledOrder): Promise<void>;
  change(orderNumber: string, change: Partial<FiledOrder>, idempotencyKey: string): Promise<void>;
}

export function createOrderFiles(folder: string): OrderFiles;
