import type { Environment } from "../environment.ts";
import { type OrderReference, ResponseError } from "../errors.ts";
import type { Operation } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";
import { readXml, readXmlFields, type XmlElement } from "../wire/xml.ts";
import { type CodeAndText, type PaymentReason, readDetails, reasonOf } from "./codes.ts";
import { isAddressRefusal, toRefusal } from "./refusal.ts";
import type { SecureCodesOf } from "./signed-payment.ts";

/** What an answer is read with. */
export interface AnswerContext {
  /** The request's row of the operations table. */
  readonly row: Operation;
  /** The fields that were sent, account and terminal among them. */
  readonly sent: WireFields;
  /** What the call is about, values that are not sent included. */
  readonly about: OrderReference;
  readonly environment: Environment;
  readonly secureCodesOf: SecureCodesOf;
}

/** Fields by their wire names. */
export type AnswerFields = Readonly<Record<string, string>>;

/** Where an answer says what became of the request: one row of {@link ANSWERS}. */
interface AnswerShape {
  /** The fields that may hold the outcome; the first that is there counts. */
  readonly outcome: readonly string[];
  readonly approved: readonly string[];
  readonly declined: readonly string[];
  /** The fields that may hold `code:text`. */
  readonly details: readonly string[];
}

/**
 * The answers whose signature no public source tells, and where each says what it says. Stated are `refund_results`,
 * `tracking_results`, `results` and `MOTO_results` with their values for success (protocol.md §6.2, §6.4); all else is
 * inferred: the names from the payment result's, and that an outcome other than these is none yet.
 */
export const ANSWERS = {
  authorisation: {
    outcome: ["payment_status", "payment_results", "auth_results"],
    approved: ["1"],
    declined: ["0"],
    details: ["payment_details", "auth_details", "details"],
  },
  customs: { outcome: ["status"], approved: ["1"], declined: ["0"], details: ["details"] },
  link: { outcome: ["MOTO_results"], approved: ["1"], declined: ["0"], details: ["MOTO_details"] },
  list: { outcome: ["results"], approved: ["00"], declined: [], details: ["details"] },
  refund: { outcome: ["refund_results"], approved: ["00", "1"], declined: ["0"], details: ["refund_description"] },
  refundState: {
    outcome: ["refund_status"],
    approved: ["1"],
    declined: ["0"],
    details: ["refund_details", "details"],
  },
} as const satisfies Record<string, AnswerShape>;

/** What a plain answer says. `"pending"` is every outcome that is not known to be one. */
export interface PlainOutcome extends CodeAndText {
  readonly status: "approved" | "declined" | "pending";
  /** What the code means, by one table of stated codes (protocol.md §6.3); `"other"` for all others, and for none. */
  readonly reason: PaymentReason;
}

/**
 * Returns the root of an answer's XML, if it is about what was asked.
 *
 * @throws ResponseError `malformed_xml`; `answer_mismatch` where it names another account, terminal, order or payment.
 */
export function readRoot(body: string, { sent, about }: AnswerContext): { root: XmlElement; fields: AnswerFields } {
  const root = readXml(body);
  const fields = readXmlFields(root);
  const asked: WireFields = { ...sent, order_number: sent.order_number ?? about.orderNumber };
  const differing = ["account", "terminal", "order_number", "payment_id", "refund_id"].filter(
    (name) => fields[name] && asked[name] && fields[name] !== asked[name],
  );
  if (differing.length > 0) {
    throw new ResponseError(
      "answer_mismatch",
      `the answer is about something else: it differs in ${differing.join(", ")}`,
    );
  }
  return { root, fields: Object.freeze({ ...fields }) };
}

/**
 * Returns the outcome in an answer's fields.
 *
 * @throws ResponseError `unexpected_answer` where it names neither what it is about nor an outcome; `gateway_refused`, `ip_not_registered`, `duplicate_order`, `wrong_environment` where the gateway
 * refused the request itself.
 */
export function readOutcome(shape: AnswerShape, fields: AnswerFields, { row }: AnswerContext): PlainOutcome {
  const found = shape.outcome.map((name) => fields[name]).find((value) => value !== undefined);
  const outcome = found ?? "";
  const details = shape.details.map((name) => fields[name]).find((value) => value !== undefined) ?? "";
  const said = readDetails(details);
  const says = (status: PlainOutcome["status"]) => ({ status, ...said, reason: reasonOf(said.gatewayCode, status) });
  if (shape.approved.includes(outcome)) return says("approved");
  assertNotRefused([details, outcome], row);
  if (found === undefined && !fields.account && !fields.payment_id && !fields.order_number) {
    throw new ResponseError("unexpected_answer", "the answer must say what became of the request");
  }
  return says(shape.declined.includes(outcome) ? "declined" : "pending");
}

/** Throws where one of some texts of an answer says that the gateway refused the request itself. */
export function assertNotRefused(texts: readonly string[], row: Operation): void {
  if (row.host === "query" && texts.some(isAddressRefusal)) throw addressRefused();
  for (const text of texts) {
    const refusal = toRefusal(text, { verified: false });
    if (refusal) throw refusal;
  }
}

/** The error for a caller whose address Oceanpayment does not know. */
export function addressRefused(gatewayCode?: string): ResponseError {
  return new ResponseError(
    "ip_not_registered",
    "the gateway does not know this caller's IP address: register it with Oceanpayment, or send queries through a relay whose address is (environment.hosts.query)",
    { gatewayCode, outcome: "unknown" },
  );
}
