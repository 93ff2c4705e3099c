import type { JsonValue } from "../../wire/json.ts";
import { fromDateText, toDateText } from "../calendar.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { INFERRED, STATED } from "../inferred.ts";
import { opccountAnswer, opccountRefusal } from "./api-answers.ts";
import { type FundMovement, movementsOf } from "./fund-records.ts";
import { type MemberCheck, needed, optional, scalarLike, wrongMember } from "./member-checks.ts";
import { asMerchant } from "./opccount-auth.ts";

const { codes, pageSize: sizes, movementTypes } = INFERRED.opccount;

/** Answers the query of an account's movements between two dates, both included, newest first and page by page. */
export const listFunds = asMerchant(async (request, context) => {
  const { zoneMs, api } = context;
  const isDate: MemberCheck = (value) => fromDateText(String(value), zoneMs) !== undefined;
  const wrong = wrongMember(request, {
    pageNum: optional(scalarLike(/^[1-9]\d{0,4}$/)),
    pageSize: optional((value) => /^[1-9]\d{0,3}$/.test(String(value)) && Number(value) <= sizes.most),
    startDate: needed(isDate),
    endDate: needed(isDate),
    billCurrency: optional((value) => currenciesOf(value).length > 0 && currenciesOf(value).every(isCurrency)),
  });
  if (wrong) return opccountRefusal(codes.other, wrong);
  const { pageNum = 1, pageSize = sizes.usual, startDate, endDate, billCurrency } = request.parameters;
  const startMs = fromDateText(String(startDate), zoneMs) ?? 0;
  const endMs = fromDateText(String(endDate), zoneMs) ?? 0;
  if (endMs < startMs) return opccountRefusal(codes.other, "endDate is wrong");
  if (endMs > aYearAfter(startMs, zoneMs)) return opccountRefusal(codes.other, "more than a year is asked for");
  const currencies = billCurrency === undefined ? STATED.currencies : currenciesOf(billCurrency);
  const found = (await movementsOf(api)).filter(
    ({ createdAtMs, currency }) =>
      // A date names a whole second.
      createdAtMs >= startMs && createdAtMs < endMs + 1000 && currencies.includes(currency),
  );
  const [page, size] = [Number(pageNum), Number(pageSize)];
  const shown = [...found].reverse().slice((page - 1) * size, page * size);
  return opccountAnswer({
    pageNum: page,
    pageSize: size,
    total: found.length,
    pages: Math.ceil(found.length / size),
    list: shown.map((movement) => toJson(movement, context)),
  });
});

/** `billCurrency` is a list in the documentation's sample; one currency's text is taken too, since the table has no type. */
function currenciesOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}

function isCurrency(value: JsonValue): boolean {
  return STATED.currencies.includes(String(value));
}

/** The same date and time of the next year: the most that is stated (protocol.md §8). */
function aYearAfter(timeMs: number, zoneMs: number): number {
  const end = new Date(timeMs + zoneMs);
  return end.setUTCFullYear(end.getUTCFullYear() + 1) - zoneMs;
}

/** How an answer shows a movement: the names are those of the documentation's sample, what they mean is inferred. */
function toJson({ kind, currency, amount, balance, createdAtMs }: FundMovement, { api, zoneMs }: GatewayContext) {
  return {
    opccountNo: api.opccount.opccountNo,
    operateTime: toDateText(createdAtMs, zoneMs),
    movingAccountType: amount.startsWith("-") ? movementTypes.out : movementTypes.in,
    movingAccountAmount: Number(amount.replace("-", "")),
    movingAccountCurrency: currency,
    fundType: kind,
    applicationType: null,
    senderPartyName: null,
    billCurrency: currency,
    amount: Number(balance),
    withdrawalAmount: Number(balance),
    congealAmount: 0,
  };
}
