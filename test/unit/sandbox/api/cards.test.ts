import { describe, expect, it } from "vitest";
import { CARDS, createApiWorld, digitsOf, HOLDER, HOLDERS, OTHER_APP } from "./api-world.ts";

/** The text of a card's request: members are JSON texts, so that a number is just what it is. */
function cardText(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const members = { card_name: '"Travel"', card_validity_time: '"203112"', program_value: '"01"', ...changes };
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  return `{${given.map(([name, value]) => `"${name}":${value}`).join(",")}}`;
}

const risk = (name: string, value: string) => `{"trade_risk_name":"${name}","trade_risk_value":${value}}`;

async function createCardWorld(options: Parameters<typeof createApiWorld>[0] = {}) {
  const world = await createApiWorld(options);
  const { access: token } = await world.tokens();
  const holder = await world.ask("POST", HOLDERS, { token, body: JSON.stringify(HOLDER) });
  const create = (body: string) => world.ask("POST", CARDS, { token, body });
  return { ...world, token, holderId: digitsOf(holder.text, "card_holder_id")[0] ?? "", create };
}

describe("a card", () => {
  it("is made for a holder, and gets an id of 19 digits that a float cannot hold", async () => {
    const { create, holderId, sandbox } = await createCardWorld();
    const risks = `[${risk("purchase_count_1d", '"3"')},${risk("purchase_1d", "500.5")},${risk("allowed_countries", '"US,GB"')}]`;
    const { text, json } = await create(
      cardText({ card_holder_id: holderId, card_desc: '"for trips"', risk_list: risks }),
    );
    const [cardId = ""] = digitsOf(text, "card_id");
    expect(json).toMatchObject({ code: "200", msg: "Success" });
    expect(text.endsWith(`"data":{"card_id":${cardId}}}`)).toBe(true);
    expect(cardId).toMatch(/^[1-9]\d{18}$/);
    expect(`${BigInt(json.data.card_id ?? 0)}`).not.toBe(cardId);
    expect(await sandbox.cards()).toEqual([
      {
        ...{ cardId, appKey: "app-of-tests", name: "Travel", description: "for trips", cardholderId: holderId },
        ...{ validityTime: "203112", programValue: "01", createdAtMs: Date.UTC(2030, 5, 15, 12) },
        risks: [
          { name: "purchase_count_1d", value: "3" },
          { name: "purchase_1d", value: "500.5" },
          { name: "allowed_countries", value: "US,GB" },
        ],
      },
    ]);
  });

  it("needs no holder where there is a default one, and one where there is none", async () => {
    const world = await createCardWorld();
    expect((await world.create(cardText())).json.code).toBe("200");
    expect((await world.sandbox.cards())[0]).not.toHaveProperty("cardholderId");
    const strict = await createCardWorld({ opcard: { hasDefaultHolder: false } });
    expect((await strict.create(cardText())).json).toMatchObject({ code: "400", msg: "card_holder_id is missing" });
    expect((await strict.create(cardText({ card_holder_id: strict.holderId }))).json.code).toBe("200");
  });

  it("takes the holder's id as a number of exactly its digits: no text, no float's", async () => {
    const { create, holderId, sandbox } = await createCardWorld();
    const codeOf = async (card_holder_id: string) => (await create(cardText({ card_holder_id }))).json.code;
    expect(await codeOf(`"${holderId}"`)).toBe("400");
    expect(await codeOf(`${Number(holderId)}`)).toBe("404");
    expect(await codeOf(`${BigInt(holderId) + 2n}`)).toBe("404");
    for (const wrong of [`${holderId}0`, `-${holderId}`, `${holderId}.0`, "1e18", "null", "true", "[]", "0"]) {
      expect([wrong, await codeOf(wrong)]).toEqual([wrong, "400"]);
    }
    expect(await sandbox.cards()).toEqual([]);
    expect(await codeOf(holderId)).toBe("200");
  });

  it("is not made for another app's holder", async () => {
    const { ask, tokens, holderId } = await createCardWorld();
    const { access: token } = await tokens(OTHER_APP);
    expect((await ask("POST", CARDS, { token, body: cardText({ card_holder_id: holderId }) })).json.code).toBe("404");
  });

  it.each([
    ["no name", { card_name: undefined }],
    ["an empty name", { card_name: '" "' }],
    ["a number as name", { card_name: "1234567890123456789" }],
    ["a number as description", { card_desc: "5" }],
    ["no validity", { card_validity_time: undefined }],
    ["a month that is none", { card_validity_time: '"203113"' }],
    ["month zero", { card_validity_time: '"203100"' }],
    ["a validity with a dash", { card_validity_time: '"2031-12"' }],
    ["a year of two digits", { card_validity_time: '"3112"' }],
    ["a month that is over", { card_validity_time: '"203005"' }],
    ["no program", { program_value: undefined }],
    ["a number as program", { program_value: "1" }],
    ["a program that is none", { program_value: '"A"' }],
    ["risks that are no list", { risk_list: "{}" }],
    ["a risk without a value", { risk_list: '[{"trade_risk_name":"purchase_1d"}]' }],
    ["a risk with more", { risk_list: '[{"trade_risk_name":"purchase_1d","trade_risk_value":"5","x":1}]' }],
    ["a risk that is text", { risk_list: '["purchase_1d"]' }],
    ["a risk's name twice", { risk_list: `[${risk("purchase_1d", "1")},${risk("purchase_1d", "2")}]` }],
    ["a risk's name of another shape", { risk_list: `[${risk("purchaseOneDay", "1")}]` }],
    ["a count that is none", { risk_list: `[${risk("purchase_count_7d", '"many"')}]` }],
    ["an amount that is none", { risk_list: `[${risk("purchase_1d", '"-5"')}]` }],
    ["countries that are none", { risk_list: `[${risk("blocked_countries", '"Atlantis"')}]` }],
    ["a value that is empty", { risk_list: `[${risk("other_kind", '""')}]` }],
    ["another member", { cardName: '"Travel"' }],
  ])("is refused with %s", async (_what, changes) => {
    const { create, sandbox } = await createCardWorld();
    const { status, json } = await create(cardText(changes));
    expect([status, json.code, json.data]).toEqual([200, "400", null]);
    expect(await sandbox.cards()).toEqual([]);
  });

  it("is good in the month that is now, and with a month that is a number", async () => {
    const { create } = await createCardWorld();
    expect((await create(cardText({ card_validity_time: '"203006"' }))).json.code).toBe("200");
    expect(
      (await create(cardText({ card_validity_time: "203006", risk_list: `[${risk("other_kind", "7")}]` }))).json.code,
    ).toBe("200");
  });
});
