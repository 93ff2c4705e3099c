import type { JsonValue } from "../wire/json.ts";
import { type JsonHandler, type JsonRequest, memberOf, textAt } from "./json-calls.ts";

/** Answers the account check. What the live gateway answers no source tells (protocol.md §9): inferred. */
export const checkAccount: JsonHandler = async (request) => {
  const site = textAt(request.body, "site");
  if (!isOwn(request) || site === "" || textAt(request.body, "key") === "") return undefined;
  return { account: request.account, terminal: request.terminal, site };
};

/** Answers the check of card BINs. What the live gateway answers no source tells (protocol.md §9): inferred. */
export const checkCardBins: JsonHandler = async (request) => {
  const bins = memberOf(request.body, "card_bin");
  if (!isOwn(request) || !isListOfBins(bins)) return undefined;
  return { account: request.account, terminal: request.terminal, card_bin: bins };
};

/** The body repeats what the headers say. */
function isOwn({ account, terminal, body }: JsonRequest): boolean {
  return textAt(body, "account") === account && textAt(body, "terminal") === terminal;
}

/** A BIN has six to eight digits (ISO/IEC 7812-1). */
function isListOfBins(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((bin) => /^\d{6,8}$/.test(String(bin)));
}
