import type { LookedUp } from "../results/find-order.ts";
import type { NotifiedPayment } from "../results/payment-result.ts";
import type { AnswerFields } from "../results/plain-answer.ts";

/** What happened to a payment. `"payment"` is every step that is none of the others. */
export type PaymentEventKind = "payment" | "authorisation" | "capture" | "void";

/** A payment's notice, its signature checked. */
export interface PaymentNotice {
  readonly kind: "payment";
  /**
   * What happened, by what is signed: captures and voids of a pre-authorisation come as payments' notices (stated,
   * protocol.md §6.7). That success of a pre-authorisation is its capture, and code 80053 beside failure its void, is
   * inferred. Decide by `payment.status`.
   */
  readonly event: PaymentEventKind;
  readonly verified: true;
  /** What it says. A success counts only where `match` says so. */
  readonly payment: NotifiedPayment;
  /** How it meets the order that `findOrder` returned; `"unmatched"` where no `findOrder` was given: it decides nothing then. */
  readonly match: LookedUp;
}

/** What a notice of unknown signature is about, by its `notice_type`. */
export type UnverifiedKind =
  | "arn"
  | "chargeback"
  | "customs"
  | "fraud"
  | "high-risk"
  | "other"
  | "refund"
  | "representment"
  | "retrieval"
  | "retrieval-reversal";

/** What a notice of unknown signature says of itself. Anybody can have written it. */
export interface ClaimedFacts {
  readonly account: string;
  readonly terminal: string;
  readonly orderNumber: string;
  readonly paymentId: string;
  /** `push_id`: of a refund its id (stated). */
  readonly pushId: string;
  /** `push_status` (stated, protocol.md §6.7); nothing where it is none of these. */
  readonly pushStatus?: "failed" | "success" | "in-dispute";
  readonly details: string;
}

/**
 * A notice whose signature no public source tells how to check (refunds, chargebacks, customs, disputes): anybody can
 * have sent it. Take it as a hint to ask the gateway, and for nothing else.
 */
export interface UnverifiedNotice {
  readonly kind: UnverifiedKind;
  readonly verified: false;
  /** The gateway's `notice_type`, such as `partialRefund` or `chargeBack`. */
  readonly noticeType: string;
  readonly claimed: ClaimedFacts;
  /** All its fields by their wire names. */
  readonly fields: AnswerFields;
}

/** What was sent to `noticeUrl`. */
export type Notice = PaymentNotice | UnverifiedNotice;

/** `notice_type` of business and customs notices (stated, protocol.md §6.7). */
const KINDS: Readonly<Record<string, UnverifiedKind>> = {
  refund: "refund",
  partialRefund: "refund",
  chargeBack: "chargeback",
  "re-presentment": "representment",
  retrieval: "retrieval",
  "reversal-retrieval": "retrieval-reversal",
  fraud: "fraud",
  ARN: "arn",
  highRisk: "high-risk",
  identityCheck: "customs",
  customsUpload: "customs",
};

const PUSH_STATUSES: Readonly<Record<string, ClaimedFacts["pushStatus"]>> = {
  "0": "failed",
  "1": "success",
  "2": "in-dispute",
};

/** Returns a notice of unknown signature. */
export function toUnverifiedNotice(fields: AnswerFields): UnverifiedNotice {
  const text = (name: string) => fields[name] ?? "";
  const noticeType = text("notice_type");
  const pushStatus = Object.hasOwn(PUSH_STATUSES, text("push_status")) ? PUSH_STATUSES[text("push_status")] : undefined;
  return {
    kind: (Object.hasOwn(KINDS, noticeType) && KINDS[noticeType]) || "other",
    verified: false,
    noticeType,
    claimed: {
      account: text("account"),
      terminal: text("terminal"),
      orderNumber: text("order_number"),
      paymentId: text("payment_id"),
      pushId: text("push_id"),
      ...(pushStatus && { pushStatus }),
      details: text("push_details"),
    },
    fields: Object.freeze({ ...fields }),
  };
}

/** `80053`: an authorisation was voided (stated, protocol.md §6.3). */
const VOIDED = "authorisation-voided";

/** Returns what happened to a payment, by what is signed. */
export function eventOf({ status, reason, signed }: NotifiedPayment): PaymentEventKind {
  const isReserved = signed.authorisationType.endsWith("pre-authorisation");
  if (status === "authorised") return "authorisation";
  if (isReserved && status === "approved") return "capture";
  return isReserved && reason === VOIDED ? "void" : "payment";
}
