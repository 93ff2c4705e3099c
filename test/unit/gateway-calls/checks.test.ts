import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { SECOND, openShop } from "./shop.ts";

describe("the checks", () => {
  it("of an account tell of the terminal that was asked about", async () => {
    const shop = await openShop();
    const result = await shop.client.checks.account({ site: "https://shop.example", terminal: SECOND });
    expect(result).toMatchObject({
      verified: false,
      answer: { code: "000", data: { account: "900001", terminal: SECOND, site: "https://shop.example" } },
    });
    expect(shop.sandbox.received().map(({ path }) => path)).toEqual(["/pinc/check-account"]);
  });

  it("of card numbers send them as the published collection does, as numbers", async () => {
    const shop = await openShop();
    const result = await shop.client.checks.cardBins({ bins: ["411111", "55555555"] });
    expect(result.answer).toMatchObject({ code: "000", data: { card_bin: [411111, 55555555] } });
  });

  it("of an account need a public key", async () => {
    const shop = await openShop();
    const { terminals } = shop.sandbox.paymentsConfig();
    const client = shop.clientWith({ terminals: terminals.map(({ publicKey: _key, ...rest }) => rest) });
    await failure(() => client.checks.account({ site: "https://shop.example" }), "missing_credential");
    const { publicKey } = shop.sandbox;
    expect((await client.checks.account({ site: "https://shop.example", publicKey })).answer.code).toBe("000");
    expect(shop.sandbox.received().length).toBe(1);
  });
});
