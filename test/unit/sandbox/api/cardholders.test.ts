import { describe, expect, it } from "vitest";
import { type ApiWorld, createApiWorld, digitsOf, HOLDER, HOLDERS, OTHER_APP } from "./api-world.ts";

/** Makes a holder, and gives its id as the digits of the answer's own text. */
async function make(world: ApiWorld, token: string, changes: object = {}): Promise<string> {
  const { json, text } = await world.ask("POST", HOLDERS, { token, body: JSON.stringify({ ...HOLDER, ...changes }) });
  if (json.code !== "200") throw new Error(json.msg);
  return digitsOf(text, "card_holder_id")[0] ?? "";
}

describe("a card holder", () => {
  it("is made with an id of 19 digits, a number in JSON that a float cannot hold", async () => {
    const world = await createApiWorld();
    const { access: token } = await world.tokens();
    const { text, json } = await world.ask("POST", HOLDERS, { token, body: JSON.stringify(HOLDER) });
    const [id = ""] = digitsOf(text, "card_holder_id");
    expect(id).toMatch(/^[1-9]\d{18}$/);
    expect(BigInt(id) < 2n ** 63n).toBe(true);
    expect(`${BigInt(json.data.card_holder_id ?? 0)}`).not.toBe(id);
    expect(json.data).toMatchObject({
      ...HOLDER,
      created_at: "2030-06-15 20:00:00",
      updated_at: "2030-06-15 20:00:00",
    });
    expect(json.trace_id).toMatch(/^[0-9a-f]{32}$/);
    expect(await world.sandbox.cardholders()).toMatchObject([
      {
        cardholderId: id,
        firstName: "Ada",
        lastName: "Lovelace",
        email: "ada@example.com",
        phone: "7700900123",
        phoneAreaCode: "44",
      },
    ]);
    const got = await world.ask("GET", `${HOLDERS}/${id}`, { token });
    expect(digitsOf(got.text, "card_holder_id")).toEqual([id]);
    expect(got.json.data).toEqual(json.data);
  });

  it.each<readonly [string, object]>([
    ...Object.keys(HOLDER).flatMap((name) => [
      [`no ${name}`, { [name]: undefined }] as const,
      [`an empty ${name}`, { [name]: "" }] as const,
      [`a number as ${name}`, { [name]: 4412345678 }] as const,
      [`a list as ${name}`, { [name]: ["x"] }] as const,
    ]),
    ["an address that is none", { email: "ada" }],
    ["letters in a phone", { phone: "77-00" }],
    ["a wrong area code", { phone_area_code: "UK" }],
    ["another member", { firstName: "Ada" }],
  ])("is refused with %s, when it is made and when it is changed", async (_what, changes) => {
    const world = await createApiWorld();
    const { access: token } = await world.tokens();
    const made = await world.ask("POST", HOLDERS, { token, body: JSON.stringify({ ...HOLDER, ...changes }) });
    expect([made.status, made.json.code, made.json.data]).toEqual([200, "400", null]);
    expect(await world.sandbox.cardholders()).toEqual([]);
    if (Object.values(changes).includes(undefined)) return;
    const id = await make(world, token);
    const before = await world.sandbox.cardholders();
    const changed = await world.ask("POST", `${HOLDERS}/${id}/update`, { token, body: JSON.stringify(changes) });
    expect(changed.json.code).toBe("400");
    expect(await world.sandbox.cardholders()).toEqual(before);
  });

  it("is changed in what is sent, and in nothing else", async () => {
    const world = await createApiWorld();
    const { access: token } = await world.tokens();
    const [id, other] = [await make(world, token), await make(world, token)];
    world.clock.nowMs += 61_000;
    const { json, text } = await world.ask("POST", `${HOLDERS}/${id}/update`, { token, body: '{"last_name":"King"}' });
    expect(json.data).toMatchObject({ ...HOLDER, last_name: "King", updated_at: "2030-06-15 20:01:01" });
    expect(digitsOf(text, "card_holder_id")).toEqual([id]);
    const held = await world.sandbox.cardholders();
    expect(held.map(({ cardholderId, lastName }) => [cardholderId, lastName])).toEqual([
      [id, "King"],
      [other, "Lovelace"],
    ]);
    expect((await world.ask("POST", `${HOLDERS}/${id}/update`, { token, body: "{}" })).json.code).toBe("400");
  });

  it("that is unknown, or another app's, is not found", async () => {
    const world = await createApiWorld();
    const { access: token } = await world.tokens();
    const id = await make(world, (await world.tokens(OTHER_APP)).access);
    // The last digit is what a float would lose.
    const ids = [id, `${BigInt(id) + 1n}`, "1", "x", "a%20b", "9".repeat(5000), `${Number(id)}`];
    for (const wrong of ids) {
      expect((await world.ask("GET", `${HOLDERS}/${wrong}`, { token })).json.code).toBe("404");
      const changed = await world.ask("POST", `${HOLDERS}/${wrong}/update`, { token, body: '{"last_name":"King"}' });
      expect(changed.json.code).toBe("404");
    }
    expect((await world.sandbox.cardholders()).map(({ lastName }) => lastName)).toEqual(["Lovelace"]);
    expect((await world.ask("GET", HOLDERS, { token })).json.data).toEqual({
      data: [],
      next_cursor: "",
      has_more: false,
    });
  });
});

describe("the list of card holders", () => {
  /** Walks all pages, and gives the ids of each. */
  async function walk(world: ApiWorld, token: string, between: (page: number) => Promise<unknown> = async () => {}) {
    const pages: (readonly string[])[] = [];
    let query: Record<string, string> = {};
    for (;;) {
      const { text, json } = await world.ask("GET", HOLDERS, { token, query });
      pages.push(digitsOf(text, "card_holder_id"));
      const { next_cursor, has_more, data } = json.data as unknown as {
        next_cursor: string;
        has_more: boolean;
        data: unknown[];
      };
      expect(data.length).toBe(pages.at(-1)?.length);
      expect(next_cursor === "").toBe(!has_more);
      if (!has_more) return pages;
      await between(pages.length);
      query = { cursor: next_cursor };
    }
  }

  it.each([
    [0, 3, [0]],
    [2, 3, [2]],
    [3, 3, [3]],
    [4, 3, [3, 1]],
    [7, 3, [3, 3, 1]],
    [11, undefined, [10, 1]],
  ])("of %i entries, %s to a page, has pages of %j", async (count, pageSize, lengths) => {
    const world = await createApiWorld({ opcard: { pageSize } });
    const { access: token } = await world.tokens();
    const ids: string[] = [];
    for (let i = 0; i < count; i++) ids.push(await make(world, token));
    const pages = await walk(world, token);
    expect(pages.map(({ length }) => length)).toEqual(lengths);
    expect(pages.flat()).toEqual(ids);
    expect(new Set(ids).size).toBe(count);
  });

  it("shows what is added meanwhile once, and nothing twice", async () => {
    const world = await createApiWorld({ opcard: { pageSize: 2 } });
    const { access: token } = await world.tokens();
    for (let i = 0; i < 4; i++) await make(world, token);
    const pages = await walk(world, token, async (page) => {
      world.clock.nowMs += 1000;
      if (page === 1) await make(world, token);
    });
    expect(pages.flat()).toEqual((await world.sandbox.cardholders()).map(({ cardholderId }) => cardholderId));
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  it("refuses cursors that are not its own, and parameters it does not know", async () => {
    const world = await createApiWorld({ opcard: { pageSize: 1 } });
    const { access: token } = await world.tokens();
    for (let i = 0; i < 2; i++) await make(world, token);
    const { json } = await world.ask("GET", HOLDERS, { token, query: {} });
    const cursor = String(json.data.next_cursor);
    for (const query of [
      { cursor: "" },
      { cursor: "1" },
      { cursor: `${cursor}x` },
      { page: "2" },
      { cursor, limit: "5" },
    ]) {
      expect((await world.ask("GET", HOLDERS, { token, query: query as Record<string, string> })).json.code).toBe(
        "400",
      );
    }
    expect((await world.ask("GET", HOLDERS, { token, query: { cursor } })).json.code).toBe("200");
    expect((await world.ask("GET", `${HOLDERS}?cursor=${cursor}&cursor=${cursor}`, { token })).status).toBe(400);
    // Another app's list has other entries.
    const other = (await world.tokens(OTHER_APP)).access;
    expect((await world.ask("GET", HOLDERS, { token: other, query: { cursor } })).json.code).toBe("400");
  });
});
