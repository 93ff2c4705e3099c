import type { JsonValue } from "../../wire/json.ts";
import { createLongId } from "../ids.ts";
import { memberOf } from "../json-calls.ts";
import { notFound, opcardAnswer, wrongParameter } from "./api-answers.ts";
import type { ApiSide } from "./api-context.ts";
import { findCardholder } from "./cardholders.ts";
import { listKept } from "./kept.ts";
import {
  isAnyText,
  isLongNumber,
  isText,
  type MemberCheck,
  needed,
  optional,
  scalarLike,
  textLike,
  wrongMember,
} from "./member-checks.ts";
import { asApp } from "./tokens.ts";

/** A card as the simulated gateway keeps it. */
export interface SandboxCard {
  /** 19 digits. */
  readonly cardId: string;
  readonly appKey: string;
  readonly name: string;
  readonly description: string;
  /** Nothing where the card has the default holder. */
  readonly cardholderId?: string | undefined;
  /** The month it is good until, `yyyyMM`. */
  readonly validityTime: string;
  readonly programValue: string;
  readonly risks: readonly { readonly name: string; readonly value: string }[];
  readonly createdAtMs: number;
}

const PREFIX = "opcard/card/";

/** What may be said of each kind of risk, by its name: counts and amounts, and lists of countries (§7; the shapes are inferred). */
const RISK_VALUES: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/_count_\d+d$/, /^\d{1,9}$/],
  [/^purchase_\d+d$/, /^\d{1,12}(\.\d{1,2})?$/],
  [/_countries$/, /^[A-Z]{2,3}([,;| ][A-Z]{2,3})*$/],
];

const MEMBERS = {
  card_name: needed(isText),
  card_holder_id: optional(isLongNumber),
  card_desc: optional(isAnyText),
  // The sample's `202805` stands without quotes, and beside it "01" with them: either is taken.
  card_validity_time: needed(scalarLike(/^20\d{2}(0[1-9]|1[0-2])$/)),
  program_value: needed(textLike(/^\d{2}$/)),
  risk_list: optional((value, text) => isRiskList(value, text)),
};

/** Answers the call that makes a card. */
export const createCard = asApp(async (request, context) => {
  const { parameters, texts, appKey } = request;
  const wrong = wrongMember(request, MEMBERS);
  if (wrong) return wrongParameter(wrong);
  const validityTime = String(parameters.card_validity_time);
  // A card is good until its month's end.
  if (validityTime < monthOf(context.now() + context.zoneMs)) return wrongParameter("card_validity_time is over");
  const cardholderId = texts.get("card_holder_id");
  if (cardholderId === undefined && !context.api.opcard.hasDefaultHolder) {
    return wrongParameter("card_holder_id is missing");
  }
  if (cardholderId !== undefined && !(await findCardholder(cardholderId, request, context))) {
    return notFound("card_holder_id");
  }
  const card: SandboxCard = {
    cardId: `${await createLongId(context)}`,
    appKey,
    name: String(parameters.card_name),
    description: String(parameters.card_desc ?? ""),
    ...(cardholderId !== undefined && { cardholderId }),
    validityTime,
    programValue: String(parameters.program_value),
    risks: risksOf(parameters.risk_list).map(([name, value]) => ({ name, value })),
    createdAtMs: context.now(),
  };
  await context.api.store.put(PREFIX + card.cardId, card);
  return opcardAnswer({ card_id: BigInt(card.cardId) });
});

/** Returns all cards, oldest first. */
export function cardsOf({ store }: ApiSide): Promise<readonly SandboxCard[]> {
  return listKept(store, PREFIX);
}

/** Each has its name and its value and nothing else, and no name stands twice. */
const isRiskList: MemberCheck = (value) => {
  if (!Array.isArray(value)) return false;
  const names = risksOf(value).map(([name]) => name);
  return value.every(isRisk) && new Set(names).size === names.length;
};

function isRisk(risk: JsonValue): boolean {
  const [[name, value] = ["", ""]] = risksOf([risk]);
  const kind = RISK_VALUES.find(([names]) => names.test(name));
  const members = typeof risk === "object" && risk !== null ? Object.keys(risk).length : 0;
  // There are more names than sources show: of those the value may be anything.
  return members === 2 && /^[a-z][a-z\d_]*$/.test(name) && (kind ? kind[1].test(value) : value !== "");
}

function risksOf(list: JsonValue | undefined): readonly (readonly [name: string, value: string])[] {
  const text = (risk: JsonValue, name: string) => scalarText(memberOf(risk, name));
  return (Array.isArray(list) ? (list as readonly JsonValue[]) : []).map(
    (risk) => [text(risk, "trade_risk_name"), text(risk, "trade_risk_value")] as const,
  );
}

function scalarText(value: JsonValue | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function monthOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 7).replace("-", "");
}
