import { ResponseError } from "../errors.ts";
import { type AnswerContext, type AnswerFields, ANSWERS, readOutcome, readRoot } from "../results/plain-answer.ts";
import type { BusinessListInput, DisputeListInput, ListInput, Paged } from "../schema/orders-input.ts";
import { toGatewayTime } from "../wire/gateway-time.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";
import { childrenByName, readXmlFields, type XmlElement } from "../wire/xml.ts";

/** An order as a list tells of it. */
export interface ListedOrder {
  /** No source tells how this answer is signed: it is believed because it came over TLS from the gateway's host. */
  readonly verified: false;
  readonly account: string;
  readonly terminal: string;
  readonly orderNumber: string;
  readonly paymentId: string;
  readonly currency: string;
  readonly amount: string;
  readonly methods: string;
  /** When it was paid, `yyyy-MM-dd HH:mm:ss` in the gateway's time zone, which no source tells. */
  readonly gatewayTime: string;
  /** All its fields by their wire names. */
  readonly fields: AnswerFields;
}

/** A refund, a chargeback or another business order as a list tells of it. */
export interface ListedBusiness extends ListedOrder {
  /** The gateway's word, such as `refund` or `chargeback`. */
  readonly type: string;
  /** How much the business order is about: decimal text. */
  readonly businessAmount: string;
  /** The gateway's `status`; samples hold `1`. Its values no source tells. */
  readonly businessStatus: string;
  readonly details: string;
}

/** One page of a list. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  /** How many pages there are; nothing where the answer does not say. */
  readonly totalPages: number | undefined;
}

/** Returns the fields of a list's question. The first page is asked for without a number, the form that is proved. */
export function buildList({ from, to, timeZone, page }: Paged<ListInput>, merchant: Merchant): WireFields {
  return { ...toRange({ from, to, timeZone }, merchant), pages: page === 1 ? undefined : `${page}` };
}

/** Returns the fields of a business list's question. */
export function buildBusinessList(input: Paged<BusinessListInput>, merchant: Merchant): WireFields {
  const { page, pageSize = 100, dateType } = input;
  return {
    ...toRange(input, merchant),
    pages: `${page}`,
    count: `${pageSize}`,
    date_type: dateType && { review: "0", transaction: "1", exception: "2" }[dateType],
  };
}

/** Returns the fields of a dispute list's question. */
export function buildDisputeList(input: Paged<DisputeListInput>, merchant: Merchant): WireFields {
  const { page, noticeType, paymentId, orderNumber } = input;
  return {
    ...toRange(input, merchant),
    pages: `${page}`,
    notice_type: noticeType,
    payment_id: paymentId,
    order_number: orderNumber,
  };
}

/** Returns a page of orders. @throws ResponseError as {@link readPage}. */
export function readListAnswer(body: string, context: AnswerContext): ListPage<ListedOrder> {
  return readPage(body, context, toListed);
}

/** Returns a page of business orders or disputes. @throws ResponseError as {@link readPage}. */
export function readBusinessAnswer(body: string, context: AnswerContext): ListPage<ListedBusiness> {
  return readPage(body, context, (fields) => ({
    ...toListed(fields),
    type: fields.type ?? "",
    businessAmount: fields.amount ?? "",
    businessStatus: fields.status ?? "",
    details: fields.details ?? "",
  }));
}

/**
 * Returns one page of a list.
 *
 * @throws ResponseError `gateway_refused`, `ip_not_registered`, `wrong_environment`, `answer_mismatch`, `malformed_xml`,
 * `unexpected_answer` where the page is none.
 */
function readPage<Item>(body: string, context: AnswerContext, toItem: (fields: AnswerFields) => Item): ListPage<Item> {
  const { sent } = context;
  // Filters that were sent are no facts about the page.
  const { account = "", terminal = "" } = sent;
  const { root, fields } = readRoot(body, { ...context, sent: { account, terminal }, about: { account, terminal } });
  const { status } = readOutcome(ANSWERS.list, fields, context);
  if (status !== "approved") {
    throw new ResponseError("unexpected_answer", "the answer must be a page of the list, and its results are not 00");
  }
  const { totalpages = "" } = fields;
  const items = (childrenByName(root).get("orderInfo") ?? []).map((entry) => toItem(readEntry(entry, sent)));
  return { items, totalPages: /^\d{1,6}$/.test(totalpages) ? Number(totalpages) : undefined };
}

function readEntry(entry: XmlElement, sent: WireFields): AnswerFields {
  const fields = Object.freeze({ ...readXmlFields(entry) });
  if (fields.account !== undefined && fields.account !== sent.account) {
    throw new ResponseError("answer_mismatch", "the list tells of another account's order");
  }
  return fields;
}

function toListed(fields: AnswerFields): ListedOrder {
  const text = (name: string) => fields[name] ?? "";
  return {
    verified: false,
    account: text("account"),
    terminal: text("terminal"),
    orderNumber: text("order_number"),
    paymentId: text("payment_id"),
    currency: text("order_currency"),
    amount: text("order_amount"),
    methods: text("methods"),
    gatewayTime: text("payment_dateTime"),
    fields,
  };
}

function toRange(
  { from, to, timeZone }: Pick<Paged<ListInput>, "from" | "to" | "timeZone">,
  { account, terminal }: Merchant,
): WireFields {
  return {
    account,
    terminal,
    order_beginDate: toGatewayTime(from, timeZone),
    order_endDate: toGatewayTime(to, timeZone),
  };
}
