import { ResponseError } from "../errors.ts";
import type { ApiAnswer } from "../results/api-answer.ts";
import { type JsonObject, objectOf } from "../results/json-answer.ts";
import type { FundsPageInput } from "../schema/opccount-input.ts";
import type { ApiQuestion } from "../wire/api-question.ts";
import { toGatewayTime } from "../wire/gateway-time.ts";
import type { JsonValue } from "../wire/json.ts";
import { decimalIn, textIn } from "./answer-values.ts";

/**
 * A movement of money. Its names are those of a sample of the documentation; what they mean is inferred from the words,
 * and what the gateway does not send is `undefined`.
 */
export interface FundMovement {
  /** When it was, `yyyy-MM-dd HH:mm:ss` in the gateway's time zone, which no source tells (`operateTime`). */
  readonly gatewayTime: string | undefined;
  /** The account it was of. */
  readonly opccountNo: string | undefined;
  /** How much moved: decimal text (`movingAccountAmount`). */
  readonly movedAmount: string | undefined;
  /** The currency of what moved. */
  readonly movedCurrency: string | undefined;
  /** The gateway's code for the way it moved (`movingAccountType`); its values no source tells. */
  readonly movementType: string | undefined;
  /** The gateway's code for what it was (`fundType`); its values no source tells. */
  readonly fundType: string | undefined;
  /** The gateway's code of an application (`applicationType`); a sample has none. */
  readonly applicationType: string | undefined;
  /** Who sent it (`senderPartyName`); a sample has nobody. */
  readonly senderName: string | undefined;
  /** The currency of the three balances (`billCurrency`). */
  readonly currency: string | undefined;
  /** What is there in all: the other two together, in the sample (`amount`). */
  readonly balance: string | undefined;
  /** What can be withdrawn (`withdrawalAmount`). */
  readonly withdrawableBalance: string | undefined;
  /** What is held back (`congealAmount`). */
  readonly frozenBalance: string | undefined;
  /** All its members by their wire names. */
  readonly fields: JsonObject;
}

/** One page of the list. */
export interface FundsPage {
  readonly items: readonly FundMovement[];
  /** How many pages there are; nothing where the answer does not say. */
  readonly totalPages: number | undefined;
}

const DEFAULT_PAGE_SIZE = 100;

/** Returns the question for a page of movements. Numbers are numbers and currencies a list, as the sample that is signed has them. */
export function buildFundsPage(input: FundsPageInput): ApiQuestion {
  const { from, to, timeZone, currencies, pageSize = DEFAULT_PAGE_SIZE, page } = input;
  return {
    parameters: {
      pageNum: page,
      pageSize,
      startDate: toGatewayTime(from, timeZone),
      endDate: toGatewayTime(to, timeZone),
      billCurrency: currencies && Object.freeze([...currencies]),
    },
  };
}

/** Returns a page of movements. @throws ResponseError `unexpected_answer` where the answer holds no list. */
export function readFundsPage({ data }: ApiAnswer): FundsPage {
  const { list, pages, total } = objectOf(data);
  const isEmpty = (list === undefined || list === null) && textIn(total) === "0";
  if (!isEmpty && !Array.isArray(list)) throw new ResponseError("unexpected_answer", "the answer must hold a list");
  const items = isEmpty ? [] : (list as readonly JsonValue[]).map(toMovement);
  const shown = textIn(pages) ?? "";
  const totalPages = /^\d{1,6}$/.test(shown) ? Number(shown) : undefined;
  // No pages beside items: the gateway has not counted them.
  return { items, totalPages: totalPages === 0 && items.length > 0 ? undefined : totalPages };
}

function toMovement(value: JsonValue): FundMovement {
  const fields = objectOf(value);
  if (fields !== value) throw new ResponseError("unexpected_answer", "the list must hold objects");
  return {
    gatewayTime: textIn(fields.operateTime),
    opccountNo: textIn(fields.opccountNo),
    movedAmount: decimalIn(fields.movingAccountAmount),
    movedCurrency: textIn(fields.movingAccountCurrency),
    movementType: textIn(fields.movingAccountType),
    fundType: textIn(fields.fundType),
    applicationType: textIn(fields.applicationType),
    senderName: textIn(fields.senderPartyName),
    currency: textIn(fields.billCurrency),
    balance: decimalIn(fields.amount),
    withdrawableBalance: decimalIn(fields.withdrawalAmount),
    frozenBalance: decimalIn(fields.congealAmount),
    fields,
  };
}
