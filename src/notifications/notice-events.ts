import type { OceanpaymentError } from "../errors.ts";
import type { PaymentState } from "../inbox/payment-states.ts";
import type { QueriedPayment } from "../orders/find.ts";
import type { OrderField } from "../results/match-order.ts";
import type { NotifiedPayment } from "../results/payment-result.ts";
import type { AnswerFields } from "../results/plain-answer.ts";
import type { OrderName } from "../results/find-order.ts";
import type { ConfirmedChargeback, ConfirmedRefund } from "./confirmed-facts.ts";

/** What an effect is run with. */
export interface EffectContext {
  /**
   * The same for every run of one effect, and for no other. An effect runs at least once: after a crash between its end and
   * the store's note of it, again. Write this key in the same transaction as the effect, and skip what has it already.
   */
  readonly idempotencyKey: string;
  /** 1 for the first run. */
  readonly attempt: number;
}

/** A payment of an order moved it. */
export interface PaymentEvent<Order> {
  /**
   * What `findOrder` returned just now: the payment matches it in account, terminal, number, currency, amount and notes.
   * Don't let an order change any more that somebody may be paying.
   */
  readonly order: Order;
  /** `"approved"` once in an order's life: a second approval is a double payment. No other comes after it. */
  readonly status: PaymentState;
  /** Whether the order has this very payment as the one that paid it: by the answer to `pay`, say. */
  readonly isRecorded: boolean;
  /** Store it as the order's `paymentId` where `status` is `"approved"`. */
  readonly paymentId: string;
  /** The notice's signature, to be stored beside; nothing where the gateway was asked. */
  readonly signature?: string | undefined;
  /**
   * The notice, verified; or what the gateway answered, over TLS. A notice's `unsigned` leaves out `quickpay_id` and
   * `pay_url`: whoever holds a signed message can change them (protocol.md §4.3). Ask `quickpay.find`.
   */
  readonly payment: NotifiedPayment | QueriedPayment;
  /**
   * The refunds of this payment that have ended, by the answer that confirmed it: `onRefund` is told of each as well. A
   * payment can be confirmed late, when its money has already gone back: look before you ship. Empty where a notice's
   * signature was enough and nobody was asked; and they are as they stood when the gateway answered.
   */
  readonly refunds: readonly ConfirmedRefund[];
  /** Its chargebacks, likewise. */
  readonly chargebacks: readonly ConfirmedChargeback[];
}

/** A second payment of a paid order was approved: money to be given back. */
export interface DuplicatePaymentEvent<Order> {
  readonly order: Order;
  /** The payment that is too much. */
  readonly paymentId: string;
  /** The payment that has paid the order. */
  readonly paidBy: string;
  /** Whether the gateway's own list shows both. `false` after several questions did not show it: look before refunding. */
  readonly isConfirmed: boolean;
}

/** A refund that has ended, by the gateway's own answer. */
export interface RefundEvent<Order> {
  readonly order: Order;
  readonly paymentId: string;
  readonly refundId: string;
  /** `"complete"`: the money is back. `"failed"`: it is not. */
  readonly status: "complete" | "failed";
  /** Decimal text; empty where the answer does not say. */
  readonly amount: string;
  /** The merchant's number of the refund; empty where it has none. */
  readonly refundNumber: string;
  /** The entry of the gateway's list, by wire names. */
  readonly fields: AnswerFields;
}

/** A chargeback, by the gateway's own answer. */
export interface ChargebackEvent<Order> {
  readonly order: Order;
  readonly paymentId: string;
  readonly chargebackId: string;
  /** Decimal text; empty where the answer does not say. */
  readonly amount: string;
  /** The entry of the gateway's list, by wire names. */
  readonly fields: AnswerFields;
}

/** A genuine payment that is not about the order as it is stored: it pays nothing. */
export interface MismatchEvent<Order> {
  readonly about: OrderName;
  /** Nothing where `findOrder` knows no such order. */
  readonly order: Order | undefined;
  readonly differing: readonly OrderField[];
  readonly payment: NotifiedPayment | QueriedPayment;
}

/** A notice that is not the gateway's, or that is signed with another secret than the one configured. */
export interface ForgedEvent {
  readonly code: OceanpaymentError["code"];
  /** The configured terminal it names; nothing where it names another. */
  readonly terminal: string | undefined;
  /** How many forged and how many genuine notices this handler has seen in the last ten minutes. */
  readonly lastTenMinutes: { readonly forged: number; readonly genuine: number };
  /**
   * What to look at first. `"secure-code"`: the terminal's notices are all wrong of late: its configured secureCode is not the
   * one Oceanpayment has, and genuine notices are being discarded.
   */
  readonly suspect: "secure-code" | "forgery" | "sender";
}

/** Where work stands that failed and will be run again. */
export interface FailedEffect {
  readonly about: OrderName;
  /** The store's name for it: a notice's signature, or what the gateway was asked for. */
  readonly workKey: string;
  readonly attempt: number;
}
