import type { WireFields } from "../wire/signing.ts";
import { CARD_METHODS, ENDINGS, type Outcome } from "./decisions.ts";
import { type GatewayContext, secureCodeOf } from "./gateway-context.ts";
import { toXml } from "./gateway-xml.ts";
import { createNumberId } from "./ids.ts";
import { STATED } from "./inferred.ts";
import { queueNotice } from "./notices.ts";
import { REFUSED, type Refusal } from "./refusals.ts";
import { toResultFields } from "./result-message.ts";
import { hasSucceededWithin, isChallenged, isOpen, type SandboxPayment } from "./sandbox-payment.ts";

/** The path of the simulated bank's 3-D Secure pages. */
export const CHALLENGE_PATH = "/sandbox/3ds/";

/** Tells whether an order that succeeded lately stands in a payment's way: same terminal and method (stated, §6.3). */
export async function checkDuplicate(fields: WireFields, context: GatewayContext): Promise<Refusal | undefined> {
  const { terminal = "", order_number = "", methods } = fields;
  const earlier = await context.state.paymentsOf(terminal, order_number);
  const isDuplicate = earlier.some(
    (item) => item.methods === methods && hasSucceededWithin(item, context.now(), STATED.duplicateMs),
  );
  return isDuplicate ? REFUSED.duplicate : undefined;
}

/** Returns a payment as a request asks for it, not yet decided. */
export async function toNewPayment(
  fields: WireFields,
  outcome: Outcome,
  context: GatewayContext,
): Promise<SandboxPayment> {
  const isCard = CARD_METHODS.includes(fields.methods ?? "") || Boolean(fields.card_data);
  return {
    paymentId: await createNumberId(context),
    account: context.account,
    terminal: fields.terminal ?? "",
    orderNumber: fields.order_number ?? "",
    currency: fields.order_currency ?? "",
    amount: fields.order_amount ?? "",
    notes: fields.order_notes ?? "",
    methods: fields.methods ?? "",
    cardNumber: "",
    email: fields.billing_email ?? "",
    backUrl: fields.backUrl ?? "",
    noticeUrl: fields.noticeUrl ?? "",
    createdAtMs: context.now(),
    authType: "0",
    ...outcome,
    isPreAuthorisation: isCard && fields.ET_NOTES === "pre",
    customerId: fields.customer_id ?? "",
    quickpayId: fields.quickpay_id ?? "",
    serviceMode: fields.service_mode ?? "",
    refunds: [],
    disputes: [],
    tracking: [],
    customs: [],
  };
}

/** Returns a payment with an outcome. The success of a pre-authorisation reserves the money and takes none. */
export function withOutcome(payment: SandboxPayment, outcome: Outcome, nowMs: number): SandboxPayment {
  if (outcome.status === "-1") return { ...payment, ...outcome };
  if (outcome.status === "0" || !payment.isPreAuthorisation) return { ...payment, ...outcome, endedAtMs: nowMs };
  // 2 and 3 stand for payments by 3-D Secure, 0 and 1 for others (stated, §6.3).
  const authType = payment.challenge ? "3" : "1";
  return { ...payment, ...outcome, status: "-1", authType, authorisedAtMs: nowMs };
}

/** Ends a payment that is still open, and notifies. */
export async function endPayment(
  paymentId: string,
  how: keyof typeof ENDINGS,
  context: GatewayContext,
): Promise<SandboxPayment | undefined> {
  const payment = await context.state.payment(paymentId);
  if (!payment || !isOpen(payment)) return payment;
  return changePayment(withOutcome(payment, ENDINGS[how], context.now()), context);
}

/** Keeps a payment's new state, and notifies of it. */
export async function changePayment(payment: SandboxPayment, context: GatewayContext): Promise<SandboxPayment> {
  await context.state.savePayment(payment);
  const secureCode = secureCodeOf(context, payment.terminal);
  const fields = await toResultFields(payment, { responseType: "1", secureCode });
  const { paymentId, noticeUrl } = payment;
  await queueNotice({ paymentId, url: noticeUrl, body: toXml(fields) }, context.noticeContext);
  return payment;
}

/** Returns a payment's result for its answer, or for the shopper's way back. */
export function toAnsweredResult(payment: SandboxPayment, context: GatewayContext): Promise<WireFields> {
  const secureCode = secureCodeOf(context, payment.terminal);
  const payUrl = isChallenged(payment) ? challengeUrl(payment, context) : undefined;
  return toResultFields(payment, { responseType: "0", secureCode, payUrl });
}

/** Returns where a payment's 3-D Secure page is. */
export function challengeUrl({ challenge }: SandboxPayment, { origin }: GatewayContext): string {
  return `${origin}${CHALLENGE_PATH}${challenge}`;
}
