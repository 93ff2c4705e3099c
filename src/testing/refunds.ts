import { type OperationName, operations } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";
import { isAmount, sumHundredths, toHundredths } from "./amounts.ts";
import { type Answer, xmlAnswer } from "./answers.ts";
import { notifyRefund } from "./business-notices.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { createNumberId } from "./ids.ts";
import { INFERRED } from "./inferred.ts";
import { refusedQuery } from "./query-refusals.ts";
import { isRefusal, otherRefusal, REFUSED, type Refusal, toDetails } from "./refusals.ts";
import { echoOf } from "./result-message.ts";
import { paidAmount, type SandboxPayment, type SandboxRefund } from "./sandbox-payment.ts";
import { checkSigned } from "./signed-request.ts";

/** `refund_type`: 1 full, 2 partial (stated, protocol.md §6.4). */
const KINDS: Readonly<Record<string, SandboxRefund["kind"]>> = { "1": "full", "2": "partial" };

const AMOUNT_REFUSAL: Refusal = [REFUSED.amount[0], "refund_amount is invalid"];
const DUPLICATE_REFUSAL: Refusal = [REFUSED.duplicate[0], "Duplicate refund_number"];

/** Answers `applyRefund`, which only starts a refund (stated, §6.4). */
export async function answerRefund(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const signature = await checkSigned(operations[operation], fields, context);
  const payment = signature ? undefined : await findPaid(fields, context);
  const refund = signature ?? (payment ? await startRefund(fields, payment, context) : notFound());
  const first = isRefusal(refund) && payment && refund === DUPLICATE_REFUSAL ? sameNumber(fields, payment) : undefined;
  return xmlAnswer({
    ...echoOf(fields, ["account", "terminal"]),
    signValue: "",
    ...echoOf(fields, ["payment_id"]),
    order_number: payment?.orderNumber ?? "",
    refund_id: (isRefusal(refund) ? first?.refundId : refund.refundId) ?? "",
    ...echoOf(fields, ["refund_number"]),
    refund_results: isRefusal(refund) ? INFERRED.refundRefused : "00",
    ...echoOf(fields, ["refund_amount"]),
    refund_description: isRefusal(refund) ? toDetails(refund) : refund.description,
  });
}

/** Answers `queryRefund`. The fields of its answer are inferred (§6.4 knows none). */
export async function answerRefundQuery(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const { terminal, refund_id = "" } = fields;
  const signature = await checkSigned(operations[operation], fields, context);
  if (signature) return refusedQuery(fields, signature);
  const payment = await context.state.refunded(refund_id);
  const refund = payment?.refunds.find((item) => item.refundId === refund_id);
  if (!payment || !refund || payment.terminal !== terminal) {
    return refusedQuery(fields, otherRefusal("refund_id is not found"));
  }
  return xmlAnswer({
    account: payment.account,
    terminal: payment.terminal,
    signValue: "",
    refund_id: refund.refundId,
    refund_number: refund.refundNumber,
    payment_id: payment.paymentId,
    order_number: payment.orderNumber,
    refund_amount: refund.amount,
    refund_status: INFERRED.refundStatus[refund.status],
    refund_description: refund.description,
  });
}

/** Ends a refund that is in process, and notifies. A failed one gives its amount back. */
export async function endRefund(refundId: string, status: "complete" | "fail", context: GatewayContext): Promise<void> {
  const payment = await context.state.refunded(refundId);
  const refund = payment?.refunds.find((item) => item.refundId === refundId);
  if (!payment || refund?.status !== "pending") return;
  const ended: SandboxRefund = { ...refund, status, endedAtMs: context.now() };
  const refunds = payment.refunds.map((item) => (item === refund ? ended : item));
  await context.state.savePayment({ ...payment, refunds });
  await notifyRefund(payment, ended, context);
}

async function findPaid(
  { terminal, payment_id = "" }: WireFields,
  { state }: GatewayContext,
): Promise<SandboxPayment | undefined> {
  const payment = await state.payment(payment_id);
  return payment?.terminal === terminal && payment?.status === "1" ? payment : undefined;
}

async function startRefund(
  fields: WireFields,
  payment: SandboxPayment,
  context: GatewayContext,
): Promise<SandboxRefund | Refusal> {
  const { refund_type = "", refund_amount = "", refund_number = "", refund_description = "" } = fields;
  const kind = Object.hasOwn(KINDS, refund_type) ? KINDS[refund_type] : undefined;
  if (!kind) return otherRefusal("refund_type is wrong");
  if (refund_description === "") return otherRefusal("refund_description is missing");
  if (sameNumber(fields, payment)) return DUPLICATE_REFUSAL;
  if (!isAmount(refund_amount) || !isLeft(refund_amount, kind, payment)) return AMOUNT_REFUSAL;
  const refund: SandboxRefund = {
    refundId: await createNumberId(context),
    refundNumber: refund_number,
    kind,
    amount: refund_amount,
    description: refund_description,
    status: "pending",
    createdAtMs: context.now(),
  };
  await context.state.savePayment({ ...payment, refunds: [...payment.refunds, refund] });
  return refund;
}

/** Tells whether an amount is still there to be refunded: in full only where nothing was before. */
function isLeft(amount: string, kind: SandboxRefund["kind"], payment: SandboxPayment): boolean {
  const paid = toHundredths(paidAmount(payment));
  const before = sumHundredths(payment.refunds.filter((item) => item.status !== "fail").map((item) => item.amount));
  const asked = toHundredths(amount);
  return kind === "full" ? before === 0n && asked === paid : before + asked <= paid;
}

/** The refund of the merchant's same number: refunding it again is never meant. */
function sameNumber({ refund_number }: WireFields, payment: SandboxPayment): SandboxRefund | undefined {
  return refund_number ? payment.refunds.find((item) => item.refundNumber === refund_number) : undefined;
}

function notFound(): Refusal {
  return otherRefusal("payment_id is not found or not paid");
}
