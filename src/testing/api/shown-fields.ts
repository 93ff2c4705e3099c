import type { JsonValue } from "../../wire/json.ts";
import type { WireFields } from "../../wire/signing.ts";
import { flattenJson } from "../received.ts";

/**
 * The parameters that a record of requests may show: what pages through lists, and what is asked of cards, money and disputes.
 * All others are left out: secrets, tokens, keys, people, bank accounts, evidence and notes.
 */
const SHOWN: ReadonlySet<string> = new Set([
  ...["card_holder_id", "card_validity_time", "program_value"],
  ...["cursor", "from_created_at", "to_created_at", "type", "page", "limit"],
  ...["pageNum", "pageSize", "startDate", "endDate", "billCurrency", "billAmount", "transactionFeesBearingMethods"],
  ...["currency", "paymentAmount", "paymentCurrency", "applicationType", "transactionType", "accountType"],
]);

const SHOWN_LIST = /^risk_list\.\d+\.trade_risk_(name|value)$/;

/** Returns the parameters that may be shown, members of objects and lists by paths. */
export function shownFields(parameters: Readonly<Record<string, JsonValue>>): WireFields {
  const flat = Object.entries(flattenJson(parameters));
  return Object.fromEntries(flat.filter(([name]) => SHOWN.has(name) || SHOWN_LIST.test(name)));
}
