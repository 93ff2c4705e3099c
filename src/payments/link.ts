import { isNavigable } from "../environment.ts";
import { ResponseError } from "../errors.ts";
import type { CodeAndText, PaymentReason } from "../results/codes.ts";
import { type AnswerContext, type AnswerFields, ANSWERS, readOutcome, readRoot } from "../results/plain-answer.ts";

interface LinkFacts extends CodeAndText {
  /** No source tells how this answer is signed: it is believed because it came over TLS from the gateway's host. */
  readonly verified: false;
  readonly orderNumber: string;
  readonly reason: PaymentReason;
  /** All fields of the answer by their wire names. */
  readonly fields: AnswerFields;
}

/** A page on which the shopper can pay. Nothing is paid yet. */
export interface CreatedLink extends LinkFacts {
  readonly status: "redirect";
  /** https on a known host of the gateway: for a mail or a message. Valid for 48 hours by default (stated). */
  readonly redirectUrl: string;
}

/** The gateway made no link. */
export interface DeclinedLink extends LinkFacts {
  readonly status: "declined";
}

/** What the call for a payment link can answer. */
export type LinkResult = CreatedLink | DeclinedLink;

/**
 * Returns what the answer of a payment link's call says (`MOTO_url`, `MOTO_results`, `MOTO_details`: stated, §6.2; that
 * `1` is success is inferred). An outcome of another kind with an address counts as a link.
 *
 * @throws ResponseError `gateway_refused`, `duplicate_order`, `wrong_environment`, `answer_mismatch`,
 * `untrusted_redirect`, `unexpected_answer`, `malformed_xml`.
 */
export function readLinkAnswer(body: string, context: AnswerContext): LinkResult {
  const { fields } = readRoot(body, context);
  const { status, ...said } = readOutcome(ANSWERS.link, fields, context);
  const facts = { verified: false, orderNumber: context.sent.order_number ?? "", ...said, fields } as const;
  const { MOTO_url: url = "" } = fields;
  if (status === "declined") return { status, ...facts };
  if (url === "") throw new ResponseError("unexpected_answer", "the answer must hold the payment link, got none");
  if (!isNavigable(url, context.environment)) {
    throw new ResponseError("untrusted_redirect", "the payment link is on a host that is none of the gateway's");
  }
  return { status: "redirect", redirectUrl: new URL(url).href, ...facts, reason: "not-finished" };
}
