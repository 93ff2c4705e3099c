import { describe, expect, it } from "vitest";
import { MERCHANT, sendJson } from "./merchant-calls.ts";
import { createWorld } from "./shopper.ts";

describe("a check", () => {
  const ACCOUNT_CHECK = { ...MERCHANT, site: "https://shop.example", key: "ab".repeat(128) };
  const BIN_CHECK = { ...MERCHANT, card_bin: ["411111", 55555544] };

  it("of an account and of BINs answers, and shows no key", async () => {
    const world = await createWorld();
    expect(await sendJson(world, "checks.account", ACCOUNT_CHECK)).toEqual({
      code: "000",
      msg: "Success",
      data: { ...MERCHANT, site: "https://shop.example" },
    });
    expect(await sendJson(world, "checks.cardBins", BIN_CHECK)).toEqual({
      code: "000",
      msg: "Success",
      data: BIN_CHECK,
    });
  });

  it.each<readonly [string, object]>([
    ["checks.account", { ...ACCOUNT_CHECK, site: "" }],
    ["checks.account", { ...ACCOUNT_CHECK, key: undefined }],
    ["checks.account", { ...ACCOUNT_CHECK, account: "900002" }],
    ["checks.account", { ...ACCOUNT_CHECK, terminal: "90000102" }],
    ["checks.cardBins", { ...BIN_CHECK, card_bin: [] }],
    ["checks.cardBins", { ...BIN_CHECK, card_bin: "411111" }],
    ["checks.cardBins", { ...BIN_CHECK, card_bin: ["41111"] }],
    ["checks.cardBins", { ...BIN_CHECK, card_bin: ["4111111111111111"] }],
    ["checks.cardBins", { ...BIN_CHECK, terminal: undefined }],
  ])("%s is refused: %j", async (name, body) => {
    const world = await createWorld();
    expect(await sendJson(world, name, body)).toMatchObject({ code: "PARAM_ERROR", data: {} });
  });
});
