import * as v from "valibot";
import * as field from "./fields.ts";
import { expects, parse } from "./parse.ts";
import { opcardText } from "./opcard-text.ts";
import { digits } from "./text.ts";

/** A rule for a card's payments. */
export interface CardRisk {
  /**
   * `trade_risk_name`: `purchase_count_1d`, `purchase_count_7d`, `purchase_count_30d`, `purchase_1d`, `allowed_countries`,
   * `blocked_countries` are stated; there are others.
   */
  readonly name: CardRiskName;
  /** `trade_risk_value`, as text. */
  readonly value: string;
}

/** The names of rules that are stated, and any other. */
export type CardRiskName =
  | "purchase_count_1d"
  | "purchase_count_7d"
  | "purchase_count_30d"
  | "purchase_1d"
  | "allowed_countries"
  | "blocked_countries"
  | (string & {});

/** A card to be made. */
export interface CreateCardInput {
  /** `card_name`, 1 to 100 characters (inferred). */
  readonly name: string;
  /** `card_holder_id`, digits as text. Left out, the account's default holder is taken (stated). */
  readonly cardholderId?: string | undefined;
  /** `card_desc`, at most 500 characters (inferred). */
  readonly description?: string | undefined;
  /** The last month the card is good: `card_validity_time`, such as `202805` (stated). */
  readonly validUntil: { readonly year: number; readonly month: number };
  /** `program_value`: the samples show `"01"`. */
  readonly programValue: string;
  /** `risk_list`. */
  readonly risks?: readonly CardRisk[] | undefined;
}

/** A card holder to be made. */
export interface CreateCardholderInput {
  /** 1 to 100 characters, as all of these (inferred). */
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  /** The country's calling code, such as `86`. */
  readonly phoneAreaCode: string;
}

/** What changes of a card holder: what is left out stays. */
export type UpdateCardholderInput = { readonly cardholderId: string } & {
  readonly [Name in keyof CreateCardholderInput]?: CreateCardholderInput[Name] | undefined;
};

/** An id of OPCard's: 19 digits in the samples, as text, since a number does not hold so many exactly. */
const id = digits(1, 24, "id of OPCard");

const risk = v.strictObject({ name: opcardText(100, 1), value: opcardText(1000, 1) });

const createCard = v.strictObject({
  name: opcardText(100, 1),
  cardholderId: v.optional(id),
  description: v.optional(opcardText(500)),
  validUntil: v.strictObject({ year: field.wholeNumber(2000, 2999), month: field.wholeNumber(1, 12) }),
  programValue: opcardText(20, 1),
  risks: v.optional(v.array(risk, expects("invalid_field", "must be a list of rules"))),
});

const holder = {
  firstName: opcardText(100, 1),
  lastName: opcardText(100, 1),
  email: v.pipe(
    opcardText(100, 1),
    v.check((value) => /^[^\s@]+@[^\s@]+$/.test(value), expects("invalid_field", "must be an email address")),
  ),
  phone: opcardText(30, 1),
  phoneAreaCode: v.pipe(
    opcardText(8, 1),
    v.check((value) => /^\+?\d{1,4}$/.test(value), expects("invalid_field", "must be a calling code such as 86")),
  ),
};

const createCardholder = v.strictObject(holder);

const updateCardholder = v.pipe(
  v.strictObject({
    cardholderId: id,
    firstName: v.optional(holder.firstName),
    lastName: v.optional(holder.lastName),
    email: v.optional(holder.email),
    phone: v.optional(holder.phone),
    phoneAreaCode: v.optional(holder.phoneAreaCode),
  }),
  v.check(
    ({ cardholderId: _id, ...changes }) => Object.values(changes).some((value) => value !== undefined),
    expects("missing_field", "must change something"),
  ),
);

/** The gateway's own text goes back as it came. */
const cursorPage = v.strictObject({ cursor: v.optional(v.string()) });

/** Returns a card's input, checked. @throws InputError with the field and the shape of what came. */
export function parseCreateCard(input: unknown): CreateCardInput {
  return parse(createCard, input, "input");
}

/** Returns a card holder's input, checked. @throws InputError with the field and the shape of what came. */
export function parseCreateCardholder(input: unknown): CreateCardholderInput {
  return parse(createCardholder, input, "input");
}

/** Returns a card holder's changes, checked. @throws InputError with the field and the shape of what came. */
export function parseUpdateCardholder(input: unknown): UpdateCardholderInput {
  return parse(updateCardholder, input, "input");
}

/** Returns a card holder's id, checked. @throws InputError `invalid_field`. */
export function parseCardholderId(input: unknown): string {
  return parse(id, input, "cardholderId");
}

/** Returns which page of a list is wanted, checked. @throws InputError with the field. */
export function parseCursorPage(input: unknown): { readonly cursor?: string | undefined } {
  return parse(cursorPage, input, "input");
}
