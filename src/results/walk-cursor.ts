import { ResponseError } from "../errors.ts";

/** One page of a list that is walked by cursors: `data{ data[], next_cursor, has_more }` (stated, protocol.md §7). */
export interface CursorPage<Item> {
  readonly items: readonly Item[];
  /** Empty where there is none. */
  readonly nextCursor: string;
  readonly hasMore: boolean;
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
