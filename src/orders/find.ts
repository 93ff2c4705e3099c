import { ResponseError } from "../errors.ts";
import { type CodeAndText, type PaymentReason, readDetails, reasonOf } from "../results/codes.ts";
import type { OrderFacts } from "../results/match-order.ts";
import { type AnswerContext, type AnswerFields, assertNotRefused, readRoot } from "../results/plain-answer.ts";
import type { FindInput } from "../schema/orders-input.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";
import { childrenByName, readXmlFields, type XmlElement } from "../wire/xml.ts";

/** A payment as the gateway tells of it when it is asked. */
export interface QueriedPayment extends OrderFacts, CodeAndText {
  /** Pending with authorisation: `"authorised"`. That `auth_status` 1 says so is inferred. */
  readonly status: "approved" | "declined" | "pending" | "authorised";
  /** No source tells how this answer is signed: it is believed because it came over TLS from the gateway's host. */
  readonly verified: false;
  readonly paymentId: string;
  readonly reason: PaymentReason;
  readonly methods: string;
  /** When it was paid, `yyyy-MM-dd HH:mm:ss` in the gateway's time zone, which no source tells. */
  readonly gatewayTime: string;
  /** Its refunds, by their wire names, as they came: their fields no source tells. */
  readonly refunds: readonly AnswerFields[];
  /** Its chargebacks, likewise. */
  readonly chargebacks: readonly AnswerFields[];
  /** All its text fields by their wire names. */
  readonly fields: AnswerFields;
}

interface OrderState {
  readonly orderNumber: string;
  /** All payments of the order, newest first. */
  readonly payments: readonly QueriedPayment[];
  /** The ids of its approved payments, whatever their amounts: `matchOrder` holds them against the stored order. */
  readonly approvals: readonly string[];
  /** Whether there is more than one approved payment. */
  readonly isDoublePayment: boolean;
}

/** An order the gateway knows. Its status is that of the payment that decides: an approved one before all others. */
export interface FoundOrder extends OrderState {
  readonly status: QueriedPayment["status"];
  /** The payment that decides, the newest of its kind. */
  readonly payment: QueriedPayment;
}

/** An order the gateway does not know, or no longer: it keeps six months. */
export interface UnknownOrder extends OrderState {
  readonly status: "not-found";
}

/** What the question about an order can answer. */
export type OrderAnswer = FoundOrder | UnknownOrder;

/** Returns the fields of a question about orders by their wire names, not yet signed. */
export function buildFind({ orderNumbers }: FindInput, { account, terminal }: Merchant): WireFields {
  return { account, terminal, order_number: orderNumbers.join(",") };
}

/**
 * Returns what the gateway knows of each order that was asked about, in the order they were asked.
 *
 * @throws ResponseError `gateway_refused`, `ip_not_registered`, `wrong_environment`, `answer_mismatch`, `malformed_xml`.
 */
export function readFindAnswer(body: string, context: AnswerContext): readonly OrderAnswer[] {
  const { sent, row } = context;
  // The order number that was sent may be several: each entry names its own.
  const { root, fields } = readRoot(body, {
    ...context,
    sent: { account: sent.account, terminal: sent.terminal },
    about: NOTHING,
  });
  // An entry without anything in it tells of no payment.
  const entries = (childrenByName(root).get("paymentInfo") ?? []).filter(({ children }) => children.length > 0);
  if (entries.length === 0) {
    assertNotRefused([fields.payment_details ?? "", fields.details ?? "", fields.results ?? ""], row);
    assertNothingElse(root.name, fields);
  }
  const payments = entries.map((entry) => readPayment(entry, context));
  return (sent.order_number ?? "").split(",").map((orderNumber) => toOrder(orderNumber, payments));
}

/** The root speaks for all that was asked about. */
const NOTHING = { account: "", terminal: "" };

/** What an answer without a payment may hold beside. */
const BESIDE: readonly string[] = ["account", "terminal", "signValue", "order_number"];

/**
 * An order counts as unknown to the gateway only where its answer says nothing else: another page in the answer's place
 * must not read as "no such payment".
 */
function assertNothingElse(root: string, fields: AnswerFields): void {
  const isAnswer = /^respon(se)?$/i.test(root);
  if (isAnswer && fields.results === "00") return;
  if (isAnswer && Object.keys(fields).every((name) => fields[name] === "" || BESIDE.includes(name))) return;
  throw new ResponseError(
    "unexpected_answer",
    "the answer tells of no payment, and of something that no source explains",
  );
}

/** Which payment decides about an order: money taken first, then money held, then what is still open. */
const RANKS = ["approved", "authorised", "pending", "declined"] as const;

function toOrder(orderNumber: string, all: readonly QueriedPayment[]): OrderAnswer {
  const payments = all.filter((payment) => payment.orderNumber === orderNumber);
  const approved = payments.filter(({ status }) => status === "approved");
  const approvals = [...new Set(approved.map(({ paymentId }) => paymentId))];
  const facts = { orderNumber, payments, approvals, isDoublePayment: approvals.length > 1 };
  for (const status of RANKS) {
    const payment = payments.find((item) => item.status === status);
    if (payment) return { status, payment, ...facts };
  }
  return { status: "not-found", ...facts };
}

function readPayment(entry: XmlElement, { sent, row }: AnswerContext): QueriedPayment {
  const fields = Object.freeze({ ...readXmlFields(entry) });
  const text = (name: string) => fields[name] ?? "";
  const isAsked = (sent.order_number ?? "").split(",").includes(text("order_number"));
  if (!isAsked || text("account") !== sent.account) {
    assertNotRefused([text("payment_details")], row);
    throw new ResponseError("answer_mismatch", "the answer tells of an order that was not asked about");
  }
  const said = readDetails(text("payment_details"));
  const lists = childrenByName(entry);
  const status = statusOf(fields);
  return {
    status,
    verified: false,
    account: text("account"),
    terminal: text("terminal"),
    orderNumber: text("order_number"),
    currency: text("order_currency"),
    amount: text("order_amount"),
    notes: text("order_notes"),
    paymentId: text("payment_id"),
    ...said,
    reason: reasonOf(said.gatewayCode, status),
    methods: text("methods"),
    gatewayTime: text("payment_dateTime"),
    refunds: readList(lists.get("refundList")),
    chargebacks: readList(lists.get("chargeBackList")),
    fields,
  };
}

/** 1 is success, -1 pending, 0 or anything else failed (stated, protocol.md §6.4); no word of it is no end. */
function statusOf(fields: AnswerFields): QueriedPayment["status"] {
  const { payment_results: results = "" } = fields;
  if (results === "1") return "approved";
  if (results === "") return "pending";
  if (results !== "-1") return "declined";
  return fields.payment_authType === "1" || fields.auth_status === "1" ? "authorised" : "pending";
}

function readList(lists: readonly XmlElement[] = []): readonly AnswerFields[] {
  return lists.flatMap(({ children }) => children.map((child) => Object.freeze({ ...readXmlFields(child) })));
}
