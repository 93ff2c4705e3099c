import type { QueriedPayment } from "../orders/find.ts";
import type { NotifiedPayment } from "../results/payment-result.ts";
import type { AnswerFields } from "../results/plain-answer.ts";
import type { UnverifiedNotice } from "./notice.ts";
import type { ConfirmedChargeback, ConfirmedRefund } from "./confirmed-facts.ts";
import type { OrderName } from "../results/find-order.ts";

/** What a notice says that the gateway will confirm. It only decides whether to ask again. */
export interface Expectation {
  readonly kind: "payment" | "refund" | "chargeback";
  readonly id: string;
  /** How a refund is said to have ended. */
  readonly end?: ConfirmedRefund["status"] | undefined;
}

/** Work as it is stored: all that is needed to run it after a crash. */
export type NoticeItem =
  | { readonly kind: "payment"; readonly payment: NotifiedPayment | QueriedPayment }
  | { readonly kind: "refund"; readonly paymentId: string; readonly refund: ConfirmedRefund }
  | { readonly kind: "chargeback"; readonly paymentId: string; readonly chargeback: ConfirmedChargeback }
  | { readonly kind: "question"; readonly expects?: Expectation | undefined };

/** Unsigned fields that let somebody charge, or send a shopper somewhere: never stored, never handed on. */
const NOT_KEPT: readonly string[] = ["quickpay_id", "pay_url"];

/** Returns work as text. */
export function toItemText(item: NoticeItem): string {
  return JSON.stringify(item);
}

/** Returns the work that a text of {@link toItemText} stands for. */
export function fromItemText(text: string): NoticeItem {
  return JSON.parse(text) as NoticeItem;
}

/** Returns a payment as it is kept. */
export function withoutTokens<Payment extends NotifiedPayment | QueriedPayment>(payment: Payment): Payment {
  return payment.verified
    ? { ...payment, unsigned: withoutNames(payment.unsigned) }
    : { ...payment, fields: withoutNames(payment.fields) };
}

/** Returns a notice of unknown signature without what nobody should follow or keep. */
export function withoutTokenFields(notice: UnverifiedNotice): UnverifiedNotice {
  return { ...notice, fields: withoutNames(notice.fields) };
}

function withoutNames(fields: AnswerFields): AnswerFields {
  return Object.freeze(Object.fromEntries(Object.entries(fields).filter(([name]) => !NOT_KEPT.includes(name))));
}

/** Returns the name an order has in a store. Account and terminal are letters and digits. */
export function toOrderKey({ account, terminal, orderNumber }: OrderName): string {
  return `${account}/${terminal}/${orderNumber}`;
}

/** Returns the order that a name of {@link toOrderKey} stands for. */
export function fromOrderKey(order: string): OrderName {
  const [account = "", terminal = "", ...rest] = order.split("/");
  return { account, terminal, orderNumber: rest.join("/") };
}

/** Returns the key of the work that tells of a refund's end. */
export function refundKey({ refundId, status }: Pick<ConfirmedRefund, "refundId" | "status">): string {
  return `refund/${refundId}/${status}`;
}
