/** Shown in place of a value that is nobody's to see: always the same, so that not even a length shows. */
const MASK = "•••";

/**
 * The fields that whoever watches may see: what names an order, a payment or a page of a list, and amounts. All others are
 * masked, those included that a later version adds: secrets, signatures, cards, tokens, people, addresses and notes.
 */
const SHOWN: ReadonlySet<string> = new Set([
  "account",
  "terminal",
  "methods",
  "order_number",
  "order_currency",
  "order_amount",
  "order_beginDate",
  "order_endDate",
  "pages",
  "count",
  "date_type",
  "notice_type",
  "payment_id",
  "payment_authType",
  "refund_id",
  "refund_number",
  "refund_type",
  "refund_amount",
  "service_mode",
  "ET_NOTES",
  "type",
  "customs",
  "order.currency",
  "order.amount",
  "order.methods",
  "order.referenceId",
  "merchant.referenceId",
]);

/** The same for OPCard, disputes and OPCCOUNT, whose parameters may be the caller's own: pages, dates and amounts alone. */
const SHOWN_OF_API: ReadonlySet<string> = new Set([
  "page",
  "limit",
  "pageNum",
  "pageSize",
  "startDate",
  "endDate",
  "from_created_at",
  "to_created_at",
  "billCurrency",
  "billAmount",
  "paymentCurrency",
  "paymentAmount",
]);

/** Returns fields as they may be shown. */
export function maskFields(
  fields: Readonly<Record<string, string | undefined>>,
  shown: ReadonlySet<string> = SHOWN,
): Readonly<Record<string, string>> {
  const given = Object.entries(fields).filter((pair): pair is [string, string] => (pair[1] ?? "") !== "");
  return Object.freeze(Object.fromEntries(given.map(([name, value]) => [name, shown.has(name) ? value : MASK])));
}

/** Returns the parameters of an API call as they may be shown, by dotted names. */
export function maskParameters(parameters: object): Readonly<Record<string, string>> {
  return maskFields(flattenJson(parameters), SHOWN_OF_API);
}

/** Returns the values of a JSON body by dotted names, such as `order.amount`. */
export function flattenJson(body: object, prefix = ""): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [key, value] of Object.entries(body)) {
    const name = prefix + key;
    if (typeof value === "object" && value !== null) Object.assign(flat, flattenJson(value as object, `${name}.`));
    else if (value !== undefined && value !== null) flat[name] = String(value);
  }
  return flat;
}
