import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import type { OrderReference } from "../../../src/errors.ts";

/** A gateway that has been brought to where a call can be made, and what is known about the call by hand. */
export interface Situation {
  /** Makes the call. */
  readonly act: (client: PaymentsClient) => Promise<unknown>;
  /** What it returns when nothing goes wrong. */
  readonly usual: object;
  /** What an error of it names beside account and terminal. */
  readonly about: Partial<OrderReference>;
  /** Asks by another method whether the change was made. Left out where no call of the gateway's tells, and of queries. */
  readonly ask?: (client: PaymentsClient) => Promise<unknown>;
  /** What the question answers after the change was made, and where it was not. */
  readonly answers?: { readonly done: unknown; readonly undone: unknown };
}

/** How an order stands, told by a question that is asked once. */
export function settled(orderNumber: string): NonNullable<Situation["ask"]> {
  return async ({ orders }) => {
    const { status, isFinal } = await orders.settle(orderNumber, { patienceMs: 2000, firstPauseMs: 600_000 });
    return `${status}${isFinal ? ", for good" : ""}`;
  };
}

/** The status of an order, with the code of the payment that decides. */
export function found(orderNumber: string): NonNullable<Situation["ask"]> {
  return async ({ orders }) => {
    const order = await orders.find(orderNumber);
    return order.status === "not-found" ? order.status : `${order.status} ${order.payment.gatewayCode}`;
  };
}
