import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { all, HOLDER_ID, openSandbox, openShop, success } from "./opcard-shop.ts";

/** A list as pages of items, by cursors of any text that a gateway may think of. */
const byCursor = fc
  .uniqueArray(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 20 }), { minLength: 0, maxLength: 6 })
  .chain((cursors) =>
    fc.record({
      cursors: fc.constant(cursors),
      sizes: fc.array(fc.nat(4), { minLength: cursors.length + 1, maxLength: cursors.length + 1 }),
    }),
  );

/** Ids that a number does not hold. */
const idOf = (number: number) => `${BigInt(HOLDER_ID) + BigInt(number)}`;

interface Pages {
  readonly pages: readonly (readonly string[])[];
  readonly ids: readonly string[];
}

function cut(sizes: readonly number[]): Pages {
  let next = 0;
  const pages = sizes.map((size) => Array.from({ length: size }, () => idOf(next++)));
  return { pages, ids: pages.flat() };
}

describe.each(["cardholders", "files"] as const)("the list of %s", (what) => {
  const member = what === "cardholders" ? "card_holder_id" : "id";
  const walk = async (client: ReturnType<typeof openShop>["client"]): Promise<readonly (string | undefined)[]> =>
    what === "cardholders"
      ? (await all(client.cardholders.list())).map(({ cardholderId }) => cardholderId)
      : (await all(client.disputes.listFiles())).map(({ fileId }) => fileId);

  it("has every item of any pages once, in their order, and asks for each page once", async () => {
    await fc.assert(
      fc.asyncProperty(byCursor, async ({ cursors, sizes }) => {
        const { pages, ids } = cut(sizes);
        const { client, sent } = openShop({
          resources: (one) => {
            const cursor = one.url.searchParams.get("cursor");
            const page = cursor === null ? 0 : cursors.indexOf(cursor) + 1;
            const data = (pages[page] ?? []).map((id) => `{"${member}":${id}}`).join(",");
            const next = JSON.stringify(cursors[page] ?? "");
            return success(`{"data":[${data}],"next_cursor":${next},"has_more":${page < cursors.length}}`);
          },
        });
        expect(await walk(client)).toEqual(ids);
        expect(sent.length).toBe(pages.length);
      }),
      { numRuns: 60 },
    );
  });

  it("that leads back ends in an error, and never goes round", async () => {
    const { client, sent } = openShop({
      resources: (_one, number) => success(`{"data":[],"next_cursor":"c${number % 3}","has_more":true}`),
    });
    await failure(() => walk(client), "unexpected_answer");
    expect(sent.length).toBe(4);
  });

  const NO = ["false", '"false"', "0", '"0"', '"FALSE"', '"no"', '"n"'];
  const YES = ["true", '"true"', "1", '"1"', '"True"', '"yes"', '"Y"'];
  const NEITHER = [undefined, "null", '""', "{}", "[]", '"perhaps"', "7"];

  /** Three pages of one item each, whose has_more is written as told on those before the last. */
  const openPages = (more: string | undefined, last: string | undefined) =>
    openShop({
      resources: (one) => {
        const at = Number(one.url.searchParams.get("cursor") ?? 0);
        const said = at < 2 ? more : last;
        const hasMore = said === undefined ? "" : `,"has_more":${said}`;
        return success(`{"data":[{"${member}":1${at}}],"next_cursor":${at < 2 ? `"${at + 1}"` : "null"}${hasMore}}`);
      },
    });

  it.each([...YES, ...NEITHER])("goes on while there is a next cursor, where has_more is %s", async (more) => {
    for (const last of [...NO, ...NEITHER]) {
      expect((await walk(openPages(more, last).client)).map(String), `${last} at the end`).toEqual(["10", "11", "12"]);
    }
  });

  it.each(NO)("ends where has_more is %s, whatever the next cursor", async (more) => {
    const { client, sent } = openPages(more, "false");
    expect(await walk(client)).toEqual(["10"]);
    expect(sent.length).toBe(1);
  });

  it.each(NEITHER)("that leads back, its has_more %s, ends in an error", async (more) => {
    const hasMore = more === undefined ? "" : `,"has_more":${more}`;
    const { client, sent } = openShop({
      resources: (_one, number) => success(`{"data":[],"next_cursor":"c${number % 3}"${hasMore}}`),
    });
    await failure(() => walk(client), "unexpected_answer");
    expect(sent.length).toBe(4);
  });

  it("that goes on, and does not say where, is not taken for whole", async () => {
    const { client } = openShop({ resources: () => success(`{"data":[{"${member}":1}],"has_more":true}`) });
    await failure(() => walk(client), "unexpected_answer");
  });

  it("is asked for page after page as it is read, and anew where it is walked again", async () => {
    const { client, sent } = openShop({
      resources: (one) => {
        const at = Number(one.url.searchParams.get("cursor") ?? 0);
        return success(
          `{"data":[{"${member}":1${at}},{"${member}":2${at}}],"next_cursor":${at + 1},"has_more":${at < 3}}`,
        );
      },
    });
    const list = what === "cardholders" ? client.cardholders.list() : client.disputes.listFiles();
    expect(sent.length).toBe(0);
    for await (const _item of list) break;
    expect(sent.length).toBe(1);
    expect((await all<unknown>(list)).length).toBe(8);
    expect(sent.length).toBe(5);
  });
});

describe("the list of disputes", () => {
  const walk = async (client: ReturnType<typeof openShop>["client"], pageSize: 10 | 50 | 100) =>
    (await all(client.disputes.list({ pageSize }))).map(({ disputeId }) => disputeId);

  const shape = fc.constantFrom("own", "inner", "list");
  const wrap: Readonly<Record<string, (data: string, more: string) => string>> = {
    own: (data) => data,
    inner: (data, more) => `{"data":${data}${more}}`,
    list: (data, more) => `{"list":${data}${more}}`,
  };

  it("has every item of any pages that say whether there are more, once and in their order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }), async (sizes) => {
        const { pages, ids } = cut(sizes);
        const { client, sent } = openShop({
          resources: (one) => {
            const page = Number(one.url.searchParams.get("page"));
            const data = (pages[page - 1] ?? []).map((id) => `{"id":${id}}`).join(",");
            return success(`{"data":[${data}],"has_more":${page < pages.length}}`);
          },
        });
        expect(await walk(client, 10)).toEqual(ids);
        expect(sent.map(({ url }) => url.searchParams.get("page"))).toEqual(pages.map((_page, i) => `${i + 1}`));
      }),
      { numRuns: 60 },
    );
  });

  it("has every item where the gateway gives less a page than it is asked for, and says no more", async () => {
    const ids = Array.from({ length: 45 }, (_, i) => idOf(i));
    const { client, sent } = openShop({
      resources: (one) => {
        const page = Number(one.url.searchParams.get("page"));
        return success(`[${ids.slice((page - 1) * 20, page * 20).map((id) => `{"id":${id}}`)}]`);
      },
    });
    expect(await walk(client, 100)).toEqual(ids);
    expect(sent.length).toBe(4);
  });

  it.each(['"false"', "0", '"0"'])("ends where has_more is %s", async (more) => {
    const { client, sent } = openShop({ resources: () => success(`{"data":[{"id":1}],"has_more":${more}}`) });
    expect(await walk(client, 10)).toEqual(["1"]);
    expect(sent.length).toBe(1);
  });

  it("has every item where pages are full and nothing says whether there are more, whatever the list stands in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(35), fc.constantFrom(10, 50, 100), shape, async (count, pageSize, where) => {
        const ids = Array.from({ length: count }, (_, i) => idOf(i));
        const { client, sent } = openShop({
          resources: (one) => {
            const [page, limit] = ["page", "limit"].map((name) => Number(one.url.searchParams.get(name))) as [
              number,
              number,
            ];
            const data = ids.slice((page - 1) * limit, page * limit).map((id) => `{"dispute_id":${id}}`);
            return success((wrap[where] as NonNullable<(typeof wrap)[string]>)(`[${data.join(",")}]`, ""));
          },
        });
        expect(await walk(client, pageSize as 10)).toEqual(ids);
        // An empty page is the last.
        expect(sent.length).toBe(Math.ceil(count / pageSize) + 1);
      }),
      { numRuns: 60 },
    );
  });

  it("that shows one page again and again ends in an error", async () => {
    const { client } = openShop({ resources: () => success('{"data":[{"id":1}],"has_more":true}') });
    await failure(() => walk(client, 10), "unexpected_answer");
  });

  it("of an answer without a list is an error", async () => {
    for (const data of ["null", "{}", '"x"', '{"data":{}}']) {
      const { client } = openShop({ resources: () => success(data) });
      expect((await failure(() => walk(client, 10), "unexpected_answer")).outcome).toBe("unchanged");
    }
  });
});

describe("the sandbox's lists", () => {
  it("are walked to their ends", async () => {
    const { sandbox, clock, clientWith } = await openSandbox({ opcard: { pageSize: 3 } });
    const client = clientWith();
    const made: string[] = [];
    for (let i = 0; i < 10; i++) {
      clock.nowMs += 1000;
      const holder = {
        firstName: `A${i}`,
        lastName: "L",
        email: "a@example.com",
        phone: "5550100",
        phoneAreaCode: "1",
      };
      made.push((await client.cardholders.create(holder)).cardholderId);
    }
    expect((await all(client.cardholders.list())).map(({ cardholderId }) => cardholderId)).toEqual(made);
    const files: (string | undefined)[] = [];
    for (let i = 0; i < 7; i++) {
      clock.nowMs += 1000;
      files.push((await client.disputes.uploadFile({ name: `${i}.txt`, content: new Blob(["a"]) })).fileId);
    }
    expect((await all(client.disputes.listFiles())).map(({ fileId }) => fileId)).toEqual(files);
    const disputes: string[] = [];
    for (let i = 0; i < 21; i++) {
      clock.nowMs += 1000;
      disputes.push(await sandbox.openDispute({ type: i % 2 ? "dispute" : "disputes-period" }));
    }
    for (const pageSize of [10, 50] as const)
      expect((await all(client.disputes.list({ pageSize }))).map(({ disputeId }) => disputeId)).toEqual(disputes);
    expect((await all(client.disputes.list({ type: "dispute" }))).length).toBe(10);
  });
});
