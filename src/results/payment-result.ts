import type { ValueForm } from "../wire/clean.ts";
import { type PaymentReason, reasonOf } from "./codes.ts";
import type { SignedPayment, VerifiedPayment } from "./signed-payment.ts";

/** What every result of a payment says. */
export interface PaymentFacts {
  /** The signature of what decided this result was checked. */
  readonly verified: true;
  /** Oceanpayment's id of the payment, 18 to 21 digits. */
  readonly paymentId: string;
  /** The gateway's five-digit code. Decide by `status`, never by it: one code appears beside success and failure. */
  readonly gatewayCode: string;
  /** The gateway's text beside the code. */
  readonly gatewayText: string;
  /** What the code means, by one table of stated codes (protocol.md §6.3); `"other"` for all others. */
  readonly reason: PaymentReason;
  readonly signed: SignedPayment;
  /** Fields outside the signature, by wire names: whoever holds a signed message can change them. */
  readonly unsigned: Readonly<Record<string, string>>;
  /** The same for every copy and every cut of one message: the key to tell duplicates by. */
  readonly signature: string;
  /** The form the values were signed in, which differs from `"received"` where a sender changed them (§4.2). */
  readonly signedForm: ValueForm;
}

/** The money is taken. */
export interface ApprovedPayment extends PaymentFacts {
  readonly status: "approved";
}
/** The payment failed or the shopper cancelled it. */
export interface DeclinedPayment extends PaymentFacts {
  readonly status: "declined";
}
/** The outcome is not known yet: a notification tells it, or a query. */
export interface PendingPayment extends PaymentFacts {
  readonly status: "pending";
}
/** The money is reserved and waits for its capture. */
export interface AuthorisedPayment extends PaymentFacts {
  readonly status: "authorised";
}
/** The shopper must go to `redirectUrl` first, for 3-D Secure. */
export interface RedirectPayment extends PaymentFacts {
  readonly status: "redirect";
  /** https on a known host of the gateway. */
  readonly redirectUrl: string;
}

/** What a message about a payment can say. */
export type NotifiedPayment = ApprovedPayment | DeclinedPayment | PendingPayment | AuthorisedPayment;

/** What a payment's own answer can say. */
export type PaymentResult = NotifiedPayment | RedirectPayment;

/** Returns what a verified payment message says. */
export function toNotifiedPayment(payment: VerifiedPayment): NotifiedPayment {
  const status = statusOf(payment.signed);
  return { status, ...toPaymentFacts(payment, status) };
}

/** Returns the facts of a verified payment message beside what it means. */
export function toPaymentFacts(
  { signed, unsigned, signature, form }: VerifiedPayment,
  status: PaymentResult["status"],
): PaymentFacts {
  return {
    verified: true,
    paymentId: signed.paymentId,
    gatewayCode: gatewayCode(signed.details),
    gatewayText: signed.details.slice(6),
    reason: reasonOf(gatewayCode(signed.details), status),
    signed,
    unsigned,
    signature,
    signedForm: form,
  };
}

/** Returns the five digits before the colon of `payment_details`. */
export function gatewayCode(details: string): string {
  return details.slice(0, 5);
}

/**
 * Pending with authorisation type 1 is an authorisation to be captured (stated, protocol.md §6.3). Of type 3 no source
 * says it, and the 3-D Secure step may still be due: it stays pending.
 */
function statusOf({ status, authorisationType }: SignedPayment): NotifiedPayment["status"] {
  if (status === "success") return "approved";
  if (status === "failure") return "declined";
  return authorisationType === "pre-authorisation" ? "authorised" : "pending";
}
