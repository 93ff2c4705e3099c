import { ResponseError } from "../errors.ts";
import type { JsonValue } from "../wire/json.ts";
import { type JsonObject, textOf } from "./json-answer.ts";

/** One page of a list that is walked by cursors: `data{ data[], next_cursor, has_more }` (stated, protocol.md §7). */
export interface CursorPage<Item> {
  readonly items: readonly Item[];
  /** Empty where there is none. */
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

/**
 * Returns where a page leads. It ends the list where `has_more` says so, in whatever spelling, and where it says nothing and
 * there is no next cursor: a page with one is not the last (inferred).
 */
export function readCursor({ next_cursor: next, has_more: more }: JsonObject): Omit<CursorPage<never>, "items"> {
  const nextCursor = textOf(next);
  return { nextCursor, hasMore: truthOf(more) ?? nextCursor !== "" };
}

const TRUTHS: Readonly<Record<string, boolean>> = {
  ...{ true: true, "1": true, yes: true, y: true },
  ...{ false: false, "0": false, no: false, n: false },
};

/** Returns what a member says is so: a truth, or a spelling of one; nothing where it says neither. */
export function truthOf(value: JsonValue | undefined): boolean | undefined {
  if (typeof value === "boolean") return value;
  const word = textOf(value).toLowerCase();
  return Object.hasOwn(TRUTHS, word) ? TRUTHS[word] : undefined;
}

/**
 * Returns the items of all pages, page after page as they are wanted.
 *
 * @throws ResponseError `unexpected_answer` where a page leads to one that was there before, or does not tell to which.
 */
export async function* walkCursor<Item>(
  ask: (cursor: string | undefined) => Promise<CursorPage<Item>>,
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<string>();
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor, hasMore } = await ask(cursor);
    yield* items;
    if (!hasMore) return;
    // Ending here would pass a part off as all.
    if (nextCursor === "") throw new ResponseError("unexpected_answer", "the list goes on, and does not tell where");
    if (seen.has(nextCursor)) {
      throw new ResponseError("unexpected_answer", "the list's next page is one that was there before");
    }
    seen.add(nextCursor);
    cursor = nextCursor;
  }
}
