import { InputError, shapeOf } from "../errors.ts";
import { type ApiMethod, opcardOperations, type OpcardOperationName } from "../wire/api-operations.ts";

/**
 * What is taken for granted of OPCard and disputes, and no public source states (inferred; protocol.md §7). All of it stands
 * here, and each member can be changed by `createOpcard`'s `assume`, without another version of this library.
 */
export interface OpcardAssumptions {
  /**
   * Whether a new token ends those before it. Default `"unknown"`: then tokens that die young are met with few new ones and
   * `token_contention`, never with a storm. `true` refuses stores that cannot keep isolates from ending each other's tokens.
   */
  readonly newTokenRevokesOld: boolean | "unknown";
  /**
   * The codes by which an answer gives a token: that they are those of all other calls, `"200"`, is inferred. An answer
   * without a code gives one where it holds one.
   */
  readonly tokenSuccessCodes: readonly string[];
  /** The members that may hold the token, in `data` or at the top of the answer; the first that is there counts. */
  readonly accessTokenNames: readonly string[];
  readonly refreshTokenNames: readonly string[];
  /** The members that may tell how many seconds the token lives. */
  readonly lifeSecondsNames: readonly string[];
  /** The members that may tell when it ends, in Unix seconds or milliseconds. */
  readonly endsAtNames: readonly string[];
  /** The codes by which a resource call says that its token is no good, beside HTTP status 401. */
  readonly unauthorisedCodes: readonly string[];
  /**
   * Other methods for single operations, but for those that give tokens: where parameters were a query, they become JSON
   * with `POST`.
   */
  readonly methods: Readonly<Partial<Record<OpcardOperationName, ApiMethod>>>;
  /** Two pages of the documentation name two paths for one list: `/dispute-api/v1/dispute/list` and `/dispute-api/v1/list`. */
  readonly disputeListPath: "dispute/list" | "list";
  /** How a card holder's id is written in JSON: the samples show numbers of 19 digits, without quotes. */
  readonly cardholderIdAs: "number" | "text";
  /** The form field of an uploaded file. */
  readonly fileField: string;
  /** The parameter by which a list is asked for its next page. */
  readonly cursorName: string;
}

/** The code of success of OPCard's and the disputes' calls (stated). */
export const OPCARD_SUCCESS = "200";

/** The assumptions as they are where nobody says otherwise. */
export const ASSUMED: OpcardAssumptions = Object.freeze({
  newTokenRevokesOld: "unknown",
  tokenSuccessCodes: Object.freeze([OPCARD_SUCCESS]),
  accessTokenNames: Object.freeze(["access_token", "token"]),
  refreshTokenNames: Object.freeze(["refresh_token"]),
  lifeSecondsNames: Object.freeze(["expires_in"]),
  endsAtNames: Object.freeze(["expires_at"]),
  unauthorisedCodes: Object.freeze(["401"]),
  methods: Object.freeze({}),
  disputeListPath: "dispute/list",
  cardholderIdAs: "number",
  fileField: "file",
  cursorName: "cursor",
});

/** A token lives 60 minutes (stated, protocol.md §7). */
export const TOKEN_LIFE_MS = 3_600_000;

/** What a member may be where it is one of some words. */
const WORDS: Readonly<Partial<Record<keyof OpcardAssumptions, readonly unknown[]>>> = {
  newTokenRevokesOld: [true, false, "unknown"],
  disputeListPath: ["dispute/list", "list"],
  cardholderIdAs: ["number", "text"],
};

/**
 * Returns the assumptions with a caller's own in their place.
 *
 * @throws InputError `invalid_config` for a member that is none, or of another kind.
 */
export function withAssumptions(given: Partial<OpcardAssumptions> = {}): OpcardAssumptions {
  if (typeof given !== "object" || given === null) throw misfit("assume", given);
  for (const [name, value] of Object.entries(given)) {
    const own = Object.hasOwn(ASSUMED, name) ? ASSUMED[name as keyof OpcardAssumptions] : undefined;
    if (own === undefined) throw misfit("assume", value);
    if (value !== undefined && !isLike(name, value, own)) throw misfit(`assume.${name}`, value);
  }
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.freeze({ ...ASSUMED, ...Object.fromEntries(set) });
}

function isLike(name: string, value: unknown, own: unknown): boolean {
  const words = WORDS[name as keyof OpcardAssumptions];
  if (words) return words.includes(value);
  if (Array.isArray(own)) return Array.isArray(value) && value.length > 0 && value.every(isWord);
  if (typeof own === "object") return isMethods(value);
  return isWord(value);
}

/** A token's calls travel as they are stated: by another method the secret would stand in a URL. */
function isMethods(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([name, method]) =>
      Object.hasOwn(opcardOperations, name) &&
      opcardOperations[name as OpcardOperationName].service !== "tokens" &&
      (method === undefined || method === "GET" || method === "POST"),
  );
}

function isWord(value: unknown): boolean {
  return typeof value === "string" && value !== "" && value.length <= 64;
}

function misfit(field: string, value: unknown): InputError {
  return new InputError("invalid_config", `"${field}" must be as OpcardAssumptions has it, got ${shapeOf(value)}`, {
    field,
  });
}
