import { type JsonObject, readJsonObject } from "../results/json-answer.ts";
import type { CheckAccountInput, CheckCardBinsInput } from "../schema/checks-input.ts";
import { toGatewayKey } from "../wire/gateway-key.ts";
import type { Merchant } from "../wire/merchant.ts";

/** What a check answered. No source tells its fields: all of it is here as it came, integers beyond 2^53 as text. */
export interface CheckResult {
  readonly verified: false;
  readonly answer: JsonObject;
}

/** Returns the JSON that checks an account's credentials (stated, protocol.md §9). */
export function buildCheckAccount({ site, publicKey }: CheckAccountInput, merchant: Merchant): object {
  const { account, terminal } = merchant;
  return { account, terminal, site, key: toGatewayKey(publicKey ?? merchant.publicKey) };
}

/** Returns the JSON that checks the beginnings of card numbers: as numbers, as the published collection has them. */
export function buildCheckCardBins({ bins }: CheckCardBinsInput, { account, terminal }: Merchant): object {
  return { account, terminal, card_bin: bins.map(Number) };
}

/** Returns what a check answered. @throws ResponseError `malformed_json`, `unexpected_answer`. */
export function readCheckAnswer(body: string): CheckResult {
  return { verified: false, answer: readJsonObject(body) };
}
