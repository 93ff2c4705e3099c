import { toHex } from "../bytes/hex.ts";
import { isHeaderText } from "../bytes/plain-text.ts";
import { randomBytes } from "../bytes/random.ts";
import { ResponseError } from "../errors.ts";
import { readApiAnswer } from "../results/api-answer.ts";
import { type JsonObject, objectOf, readJsonObject, textOf } from "../results/json-answer.ts";
import { type OpcardAssumptions, TOKEN_LIFE_MS } from "./assumptions.ts";
import type { TokenRecord } from "./token.ts";

const MOST_LENGTH = 8192;
/** A token that is said to live for less is renewed no sooner: an end that comes before that is met by its refusal. */
const LEAST_LIFE_MS = 60_000;

/**
 * Returns the token of an answer to `token/create` or `token/refresh`. The answer's shape no source shows: its names are
 * assumptions (inferred, protocol.md §7).
 *
 * @throws ResponseError `malformed_json`, `unexpected_answer`; `unauthorised`, `wrong_environment`, `gateway_refused`.
 */
export function readToken(
  body: string,
  { askedAtMs, assumptions }: { readonly askedAtMs: number; readonly assumptions: OpcardAssumptions },
): TokenRecord {
  const answer = readJsonObject(body);
  const places = [objectOf(answer.data), answer];
  const find = (names: readonly string[]) =>
    places.map((place) => tokenIn(place, names)).find((text) => text !== "") ?? "";
  // An answer without a code is one of success where it holds a token.
  if (answer.code !== undefined || find(assumptions.accessTokenNames) === "") {
    readApiAnswer(body, { success: assumptions.tokenSuccessCodes, unauthorised: assumptions.unauthorisedCodes });
  }
  const accessToken = find(assumptions.accessTokenNames);
  const refreshToken = find(assumptions.refreshTokenNames);
  if (!isToken(accessToken)) throw new ResponseError("unexpected_answer", "the answer must hold a token");
  const lifeMs = lifeOf(find(assumptions.lifeSecondsNames), find(assumptions.endsAtNames), askedAtMs);
  return {
    accessToken,
    ...(isToken(refreshToken) && { refreshToken }),
    generation: toHex(randomBytes(12)),
    obtainedAtMs: askedAtMs,
    endsAtMs: askedAtMs + lifeMs,
  };
}

function tokenIn(place: JsonObject, names: readonly string[]): string {
  return names.map((name) => textOf(place[name])).find((text) => text !== "") ?? "";
}

/** A token becomes a header's value as it is. */
function isToken(text: string): boolean {
  return text.length <= MOST_LENGTH && isHeaderText(text);
}

/**
 * How long a token lives from when it was asked for: never longer than is stated, and never for so short that each call would
 * buy one of its own. A time of end is held against this host's
 * clock, which may be wrong: one that is past, or later than is stated, tells nothing.
 */
function lifeOf(lifeSeconds: string, endsAt: string, askedAtMs: number): number {
  const seconds = Number(lifeSeconds);
  if (lifeSeconds !== "" && seconds > 0) return bounded(seconds * 1000);
  const at = Number(endsAt);
  const leftMs = (at > 1e11 ? at : at * 1000) - askedAtMs;
  return endsAt !== "" && leftMs > 0 ? bounded(leftMs) : TOKEN_LIFE_MS;
}

function bounded(lifeMs: number): number {
  return Math.max(LEAST_LIFE_MS, Math.min(TOKEN_LIFE_MS, lifeMs));
}
