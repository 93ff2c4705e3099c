import * as v from "valibot";
import type { PublicKeyInput } from "../crypto/rsa-public-key.ts";
import * as field from "./fields.ts";
import { expects, parse } from "./parse.ts";
import * as text from "./text.ts";

/** Which credentials are checked. */
export interface CheckAccountInput {
  /** The shop's site, at most 500. */
  readonly site: string;
  /** The public key to check. Default the terminal's configured one. */
  readonly publicKey?: PublicKeyInput | undefined;
  /** The terminal to check. Default the first. */
  readonly terminal?: string | undefined;
}

/** Which card numbers' beginnings are checked. */
export interface CheckCardBinsInput {
  /** The first 6 to 8 digits of card numbers, each as text; 1 to 100 of them (inferred). */
  readonly bins: readonly string[];
  /** The terminal to use. Default the first. */
  readonly terminal?: string | undefined;
}

const accountInput = v.strictObject({
  site: v.pipe(
    text.personText(500, 1),
    v.check((value) => !/\s/.test(value), expects("invalid_field", "must be a web address or a host")),
  ),
  publicKey: v.optional(field.publicKey),
  terminal: v.optional(field.terminalName),
});

const cardBinsInput = v.strictObject({
  bins: v.pipe(
    v.array(
      v.pipe(
        v.string(expects("invalid_field", "must be the first 6 to 8 digits of a card number")),
        v.check(
          (value) => value.length >= 6 && value.length <= 8 && value[0] !== "0" && [...value].every(isDigit),
          expects("invalid_field", "must be the first 6 to 8 digits of a card number"),
        ),
      ),
      expects("invalid_field", "must be a list"),
    ),
    v.minLength(1, expects("missing_field", "must hold the beginning of a card number")),
    v.maxLength(100, expects("invalid_field", "must hold at most 100")),
  ),
  terminal: v.optional(field.terminalName),
});

/** Returns an account check's input, checked. @throws InputError with the field and the shape of what came. */
export function parseCheckAccountInput(input: unknown): CheckAccountInput {
  return parse(accountInput, input, "input");
}

/** Returns a card check's input, checked. @throws InputError with the field and the shape of what came. */
export function parseCheckCardBinsInput(input: unknown): CheckCardBinsInput {
  return parse(cardBinsInput, input, "input");
}

/** By hand: a regular expression would leave a part of a card number in RegExp.lastMatch. */
function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}
