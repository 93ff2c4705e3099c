import { ResponseError } from "../errors.ts";
import type { ApiAnswer } from "../results/api-answer.ts";
import { type JsonObject, objectOf, textOf } from "../results/json-answer.ts";
import type { CreateCardholderInput, UpdateCardholderInput } from "../schema/opcard-input.ts";
import type { ApiQuestion } from "../wire/api-question.ts";
import type { JsonValue } from "../wire/json.ts";
import { type CursorPage, readCursor } from "../results/walk-cursor.ts";

/** A card holder. */
export interface Cardholder {
  /** `card_holder_id`, 19 digits in the samples: as text, exact. */
  readonly cardholderId: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly phoneAreaCode?: string;
  /** All that the gateway said, by its own names; integers beyond 2^53 as text. */
  readonly fields: JsonObject;
}

/** The members of a holder with their wire names (stated, protocol.md §7). */
const NAMES = {
  firstName: "first_name",
  lastName: "last_name",
  email: "email",
  phone: "phone",
  phoneAreaCode: "phone_area_code",
} as const satisfies Record<keyof CreateCardholderInput, string>;

/** The members that may name a holder: the first is stated for requests; for answers both are inferred. */
const ID_NAMES = ["card_holder_id", "id"] as const;

/** Returns the question that makes a holder. */
export function buildCreateCardholder(input: CreateCardholderInput): ApiQuestion {
  return { parameters: toWire(input) };
}

/** Returns the question that changes a holder. */
export function buildUpdateCardholder({ cardholderId, ...changes }: UpdateCardholderInput): ApiQuestion {
  return { path: { id: cardholderId }, parameters: toWire(changes) };
}

/** Returns the question for one holder. */
export function buildGetCardholder(cardholderId: string): ApiQuestion {
  return { path: { id: cardholderId } };
}

/** Returns the holder of an answer. @throws ResponseError `unexpected_answer` where it names none. */
export function readCardholder({ data }: ApiAnswer): Cardholder {
  return toCardholder(data);
}

/** Returns a page of holders. @throws ResponseError `unexpected_answer`. */
export function readCardholderPage({ data }: ApiAnswer): CursorPage<Cardholder> {
  const page = objectOf(data);
  if (!Array.isArray(page.data)) throw new ResponseError("unexpected_answer", "the answer must hold a list");
  return { items: (page.data as readonly JsonValue[]).map(toCardholder), ...readCursor(page) };
}

function toCardholder(value: JsonValue): Cardholder {
  const fields = objectOf(value);
  const cardholderId = ID_NAMES.map((name) => textOf(fields[name])).find((text) => text !== "");
  if (cardholderId === undefined) {
    throw new ResponseError("unexpected_answer", "the answer must name the card holder");
  }
  const members = Object.entries(NAMES).map(([name, wire]) => [name, textOf(fields[wire])] as const);
  return { cardholderId, ...Object.fromEntries(members.filter(([, text]) => text !== "")), fields };
}

function toWire(holder: Omit<UpdateCardholderInput, "cardholderId">): NonNullable<ApiQuestion["parameters"]> {
  return Object.fromEntries(Object.entries(NAMES).map(([name, wire]) => [wire, holder[name as keyof typeof NAMES]]));
}
