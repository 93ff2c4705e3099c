import {
  type AnswerContext,
  type AnswerFields,
  ANSWERS,
  type PlainOutcome,
  readOutcome,
  readRoot,
} from "../results/plain-answer.ts";
import type { CaptureInput, VoidCardInput, VoidOfflineInput } from "../schema/authorisation-input.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";

/**
 * What a capture or a void answered: `"approved"` is done, `"declined"` is not done, `"pending"` is every answer that says
 * neither. Ask for the order then.
 */
export interface AuthorisationResult extends PlainOutcome {
  /** No source tells how this answer is signed: it is believed because it came over TLS from the gateway's host. */
  readonly verified: false;
  /** Oceanpayment's id of the payment; empty where the answer names none. */
  readonly paymentId: string;
  /** All fields of the answer by their wire names. */
  readonly fields: AnswerFields;
}

/** What `payment_authType` asks for (proved for 1 and 3 by published examples, stated for 2). */
const ACTIONS = { capture: "1", void: "2", voidOffline: "3" } as const;

/** Returns the fields of a capture by their wire names, not yet signed. */
export function buildCapture({ paymentId, amount }: CaptureInput, { account, terminal }: Merchant): WireFields {
  return { account, terminal, payment_id: paymentId, payment_authType: ACTIONS.capture, order_amount: amount };
}

/** Returns the fields of a card payment's void by their wire names, not yet signed. */
export function buildVoid({ paymentId }: VoidCardInput, { account, terminal }: Merchant): WireFields {
  return { account, terminal, payment_id: paymentId, payment_authType: ACTIONS.void };
}

/** Returns the fields of an offline payment's void by their wire names, not yet signed. */
export function buildVoidOffline({ orderNumber }: VoidOfflineInput, { account, terminal }: Merchant): WireFields {
  return { account, terminal, order_number: orderNumber, payment_authType: ACTIONS.voidOffline };
}

/** The code of an authorisation that is void (stated, protocol.md §6.3). */
const VOIDED = "80053";

/**
 * Returns what the answer of a capture or a void says. A void's answer that tells of a void authorisation is a success,
 * whichever status stands beside it (inferred).
 *
 * @throws ResponseError `gateway_refused`, `wrong_environment`, `answer_mismatch`, `malformed_xml`.
 */
export function readAuthorisationAnswer(body: string, context: AnswerContext): AuthorisationResult {
  const { fields } = readRoot(body, context);
  const outcome = readOutcome(ANSWERS.authorisation, fields, context);
  const isVoided = context.sent.payment_authType !== ACTIONS.capture && outcome.gatewayCode === VOIDED;
  return {
    ...outcome,
    status: isVoided ? "approved" : outcome.status,
    verified: false,
    paymentId: fields.payment_id ?? context.sent.payment_id ?? "",
    fields,
  };
}
