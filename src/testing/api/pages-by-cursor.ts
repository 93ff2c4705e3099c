import { toBase64Url } from "../../bytes/base64.ts";
import { utf8 } from "../../bytes/utf8.ts";
import type { JsonInput } from "../../wire/json.ts";
import type { Answer } from "../answers.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { INFERRED } from "../inferred.ts";
import { opcardAnswer, wrongParameter } from "./api-answers.ts";
import type { ApiRequest } from "./api-request.ts";
import { isText, optional, wrongMember } from "./member-checks.ts";

const { cursorName, lastCursor } = INFERRED.opcard;

/** How entries are listed. */
interface Listing<Item> {
  /** Oldest first. */
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly toJson: (item: Item) => JsonInput;
}

/** Answers a list: one page of it, and the cursor of the next (stated, protocol.md §7). */
export function answerPage<Item>(
  request: ApiRequest,
  { items, idOf, toJson }: Listing<Item>,
  { api }: GatewayContext,
): Answer {
  const wrong = wrongMember(request, { [cursorName]: optional(isText) });
  if (wrong) return wrongParameter(wrong);
  const cursor = request.parameters[cursorName];
  const last = items.findIndex((item) => cursorOf(idOf(item)) === cursor);
  if (cursor !== undefined && last === -1) return wrongParameter(`${cursorName} is wrong`);
  const { pageSize } = api.opcard;
  const shown = items.slice(last + 1, last + 1 + pageSize);
  const end = shown.at(-1);
  const hasMore = last + 1 + shown.length < items.length;
  return opcardAnswer({
    data: shown.map(toJson),
    next_cursor: hasMore && end !== undefined ? cursorOf(idOf(end)) : lastCursor,
    has_more: hasMore,
  });
}

/** A cursor names the last entry that was shown: what is added later does not shift the pages. */
function cursorOf(id: string): string {
  return toBase64Url(utf8(`after:${id}`));
}
