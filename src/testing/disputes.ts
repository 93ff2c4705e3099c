import { keepDispute } from "./api/dispute-records.ts";
import { notifyDispute } from "./business-notices.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { createNumberId } from "./ids.ts";
import { paidAmount, type SandboxDispute } from "./sandbox-payment.ts";

/** A dispute to be raised, or to be closed. */
export interface DisputeOptions {
  /** Default `"chargeback"`. */
  readonly kind?: SandboxDispute["kind"] | undefined;
  /** What is disputed. Default the whole amount. */
  readonly amount?: string | undefined;
  /** Closes the payment's open dispute of this kind, for the merchant or against it. Default raises a new one. */
  readonly won?: boolean | undefined;
}

/** Raises or closes a dispute of a payment that succeeded, and notifies. Returns its id, or nothing where none is. */
export async function changeDispute(
  paymentId: string,
  options: DisputeOptions,
  context: GatewayContext,
): Promise<string | undefined> {
  const payment = await context.state.payment(paymentId);
  if (payment?.status !== "1") return undefined;
  const { kind = "chargeback", amount = paidAmount(payment), won } = options;
  const open = payment.disputes.find((item) => item.kind === kind && item.status === "open");
  if (won !== undefined && !open) return undefined;
  const dispute: SandboxDispute =
    won !== undefined && open
      ? { ...open, status: won ? "won" : "lost" }
      : { disputeId: await createNumberId(context), kind, amount, status: "open", createdAtMs: context.now() };
  const others = payment.disputes.filter((item) => item.disputeId !== dispute.disputeId);
  await context.state.savePayment({ ...payment, disputes: [...others, dispute] });
  const { orderNumber, currency } = payment;
  const about = { type: "dispute", reason: kind, paymentId, orderNumber, currency } as const;
  const { disputeId, status, createdAtMs } = dispute;
  await keepDispute({ disputeId, ...about, amount: dispute.amount, status, createdAtMs }, context.api);
  await notifyDispute(payment, dispute, context);
  return dispute.disputeId;
}
