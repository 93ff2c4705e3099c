import { type OperationName, operations } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";
import { type Answer, xmlAnswer } from "./answers.ts";
import { fromDateText } from "./calendar.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { INFERRED } from "./inferred.ts";
import { businessEntries, type ListEntry, orderEntries } from "./list-entries.ts";
import { refusedQuery } from "./query-refusals.ts";
import { otherRefusal, type Refusal } from "./refusals.ts";
import { checkSigned } from "./signed-request.ts";

/** What a list holds, how it is narrowed, and how long its pages are. */
interface ListRow {
  /** Fields that must have one of some values where they are sent. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly pageSize: (fields: WireFields) => number;
  readonly entries: (fields: WireFields, context: GatewayContext) => Promise<readonly ListEntry[]>;
}

/** The three lists of §6.4: one row each. */
const LISTS: Partial<Readonly<Record<OperationName, ListRow>>> = {
  "orders.list": {
    values: {},
    pageSize: () => INFERRED.pageSize,
    entries: ({ terminal = "" }, context) => orderEntries(terminal, context),
  },
  "orders.listBusiness": {
    values: { count: ["10", "50", "100"], date_type: ["0", "1", "2"] },
    pageSize: ({ count }) => Number(count || INFERRED.pageSize),
    entries: async ({ terminal = "", date_type }, context) => {
      const entries = await businessEntries(terminal, context);
      // Which dates 0 and 2 mean no source tells; 1 is the transaction's (inferred from its name).
      return date_type === "1" ? entries.map((entry) => ({ ...entry, atMs: entry.paidAtMs })) : entries;
    },
  },
  "orders.listDisputes": {
    values: { notice_type: ["dispute", "disputes-period"] },
    pageSize: () => INFERRED.pageSize,
    entries: async ({ terminal = "", payment_id, order_number }, context) =>
      (await businessEntries(terminal, context)).filter(
        ({ isDispute, fields }) =>
          isDispute &&
          (!payment_id || fields.payment_id === payment_id) &&
          (!order_number || fields.order_number === order_number),
      ),
  },
};

/** Answers a list: the entries between two dates, both included, oldest first and page by page. */
export async function answerList(
  fields: WireFields,
  context: GatewayContext,
  operation: OperationName,
): Promise<Answer> {
  const row = LISTS[operation] as ListRow;
  const refusal = (await checkSigned(operations[operation], fields, context)) ?? checkList(fields, row, context);
  if (refusal) return refusedQuery(fields, refusal);
  const [beginMs = 0, endMs = 0] = readDates(fields, context);
  // A date names a whole second.
  const found = (await row.entries(fields, context)).filter(({ atMs }) => atMs >= beginMs && atMs < endMs + 1000);
  const size = row.pageSize(fields);
  const page = Number(fields.pages || 1);
  const shown = [...found].sort((a, b) => a.atMs - b.atMs).slice((page - 1) * size, page * size);
  return xmlAnswer({
    results: "00",
    details: "Success",
    count: `${found.length}`,
    totalpages: `${Math.ceil(found.length / size)}`,
    pages: `${page}`,
    orderInfo: shown.map((entry) => entry.fields),
  });
}

function checkList(fields: WireFields, { values }: ListRow, context: GatewayContext): Refusal | undefined {
  const [beginMs, endMs] = readDates(fields, context);
  if (beginMs === undefined) return otherRefusal("order_beginDate is wrong");
  if (endMs === undefined || endMs < beginMs) return otherRefusal("order_endDate is wrong");
  if (fields.pages && !/^[1-9]\d{0,5}$/.test(fields.pages)) return otherRefusal("pages is wrong");
  const wrong = Object.keys(values).find((name) => fields[name] && !values[name]?.includes(fields[name]));
  return wrong === undefined ? undefined : otherRefusal(`${wrong} is wrong`);
}

function readDates(
  { order_beginDate = "", order_endDate = "" }: WireFields,
  { zoneMs }: GatewayContext,
): readonly [beginMs: number | undefined, endMs: number | undefined] {
  return [fromDateText(order_beginDate, zoneMs), fromDateText(order_endDate, zoneMs)];
}
