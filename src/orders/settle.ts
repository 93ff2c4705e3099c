import { type ErrorCode, OceanpaymentError } from "../errors.ts";
import { growingPauseMs, pause } from "../http/pause.ts";
import type { AskOptions } from "../schema/call-options.ts";
import type { OrderAnswer } from "./find.ts";

/** How an order is asked about until its state is final. */
export interface SettleOptions extends AskOptions<OrderAnswer> {}

/** How an order stands after it was asked about. */
export type SettledOrder = OrderAnswer & {
  /** Whether this is the end; else the patience ended first, and the order may still be paid. */
  readonly isFinal: boolean;
};

const PATIENCE_MS = 120_000;
const FIRST_PAUSE_MS = 1000;
const MOST_PAUSE_MS = 30_000;

/** What a question may end in and the next one not: no answer, or a broken one. */
const MAY_PASS: readonly ErrorCode[] = [
  "connection_failed",
  "timeout",
  "http_status",
  "redirected",
  "body_too_large",
  "malformed_text",
  "malformed_xml",
  "unexpected_content_type",
  "unexpected_answer",
];

/**
 * Asks for an order until its state is final or the patience ends, with growing pauses. An order the gateway does not know
 * is no end: a payment that was sent may still arrive. An answer that did not come, or came broken, is none either.
 *
 * @param ask asks once, within a time.
 * @throws TransportError `aborted`; what a question ended in that will not pass by itself; and, where the patience ended
 * without any answer, what the last one ended in.
 */
export async function settleOrder(
  ask: (leftMs: number) => Promise<OrderAnswer>,
  {
    patienceMs = PATIENCE_MS,
    firstPauseMs = FIRST_PAUSE_MS,
    knownPaymentIds = [],
    until = (order) => isFinal(order, knownPaymentIds),
    signal,
  }: SettleOptions,
): Promise<SettledOrder> {
  const endMs = performance.now() + patienceMs;
  let last: { readonly order: OrderAnswer } | { readonly error: unknown } | undefined;
  for (let number = 1; ; number++) {
    try {
      const order = await ask(Math.max(1, Math.ceil(endMs - performance.now())));
      if (until(order)) return { ...order, isFinal: true };
      last = { order };
    } catch (error) {
      if (!(error instanceof OceanpaymentError) || !MAY_PASS.includes(error.code)) throw error;
      if (!last || "error" in last) last = { error };
    }
    const pauseMs = growingPauseMs(number, { firstMs: firstPauseMs, mostMs: MOST_PAUSE_MS });
    const leftMs = endMs - performance.now();
    if (leftMs > 0) await pause(Math.min(pauseMs, leftMs), signal);
    if (pauseMs < leftMs) continue;
    if ("order" in last) return { ...last.order, isFinal: false };
    throw last.error;
  }
}

/** Taken or held money is an end; a decline is one where it is not an earlier attempt's. */
function isFinal(order: OrderAnswer, known: readonly string[]): boolean {
  if (order.status === "approved" || order.status === "authorised") return true;
  return order.status === "declined" && order.payments.some(({ paymentId }) => !known.includes(paymentId));
}
