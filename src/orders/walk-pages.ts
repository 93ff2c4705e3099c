import { ResponseError } from "../errors.ts";
import type { ListPage } from "./list.ts";

/**
 * Returns the items of all pages, page after page as they are wanted. Ends with the last page the gateway names, or with
 * an empty one.
 *
 * @throws ResponseError `unexpected_answer` where a page comes twice: the gateway then does not count pages from 1.
 */
export async function* walkPages<Item extends { readonly fields: object }>(
  ask: (page: number) => Promise<ListPage<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let before = "";
  for (let page = 1; ; page++) {
    const { items, totalPages } = await ask(page);
    const shown = JSON.stringify(items.map(({ fields }) => fields));
    if (items.length > 0 && shown === before) {
      throw new ResponseError("unexpected_answer", "the list's next page is the same as the one before");
    }
    yield* items;
    if (items.length === 0 || (totalPages !== undefined && page >= totalPages)) return;
    before = shown;
  }
}
