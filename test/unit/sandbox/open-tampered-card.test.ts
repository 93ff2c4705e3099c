import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCardData } from "../../../src/testing/open-card-data.ts";
import { CARD, jsonOf, LONG_CARD } from "../card-samples.ts";
import { failure } from "../leaks.ts";
import { rsaKey } from "../rsa-keys.ts";
import { sealByNode } from "./sealed-card.ts";

const KEY_VALUE = "1234567890123456";

async function ownKey() {
  const key = await rsaKey(1024);
  return { key, jwk: key.privateKey.export({ format: "jwk" }) as JsonWebKey };
}

/** One bit of a base64 part turned. */
function turnBit(part: string, bit: number): string {
  const bytes = Buffer.from(part, "base64");
  const at = bit % (bytes.length * 8);
  bytes[at >> 3] = (bytes[at >> 3] as number) ^ (1 << (at & 7));
  return bytes.toString("base64");
}

describe("openCardData of tampered card data", () => {
  it("refuses a turned bit anywhere in the RSA part", async () => {
    const { key, jwk } = await ownKey();
    const [label, rsaPart = "", aesPart] = sealByNode(CARD, key).split("$");
    await fc.assert(
      fc.asyncProperty(fc.nat(1023), async (bit) => {
        const cardData = [label, turnBit(rsaPart, bit), aesPart].join("$");
        await failure(() => openCardData(cardData, jwk), "decryption_failed");
      }),
      { numRuns: 40 },
    );
  });

  it("refuses a turned bit anywhere in the AES part", async () => {
    const { key, jwk } = await ownKey();
    const [label, rsaPart, aesPart = ""] = sealByNode(CARD, key).split("$");
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * 200), async (bit) => {
        const cardData = [label, rsaPart, turnBit(aesPart, bit)].join("$");
        // A block of ECB turns to noise as a whole, which is neither JSON nor a padding.
        await failure(() => openCardData(cardData, jwk), "decryption_failed");
      }),
      { numRuns: 60 },
    );
  });

  it("refuses parts that are short, long, missing, doubled, or of other letters", async () => {
    const { key, jwk } = await ownKey();
    const good = sealByNode(CARD, key);
    const [label = "", rsaPart = "", aesPart = ""] = good.split("$");
    const block = Buffer.from(aesPart, "base64");
    const wrong = [
      "",
      "$",
      "$$",
      label,
      `${label}$`,
      `${label}$$`,
      `${label}$${rsaPart}`,
      `${label}$${rsaPart}$`,
      `${label}$$${aesPart}`,
      `${good}$`,
      `${good}$${aesPart}`,
      `${label}$${aesPart}$${rsaPart}`,
      `${label}$${rsaPart}$${block.subarray(16).toString("base64")}`,
      `${label}$${rsaPart}$${block.subarray(0, -16).toString("base64")}`,
      `${label}$${rsaPart}$${block.subarray(0, -1).toString("base64")}`,
      `${label}$${rsaPart}$${Buffer.concat([block, block]).toString("base64")}`,
      `${label}$${rsaPart.slice(0, -4)}$${aesPart}`,
      `${label}$${rsaPart}====$${aesPart}`,
      `${label}$${rsaPart} $${aesPart}`,
      `${label}$${rsaPart}$${aesPart}\n`,
      ` ${good}`,
      good.replace("_1$", "_2$"),
      good.replace("opcse", "OPCSE"),
    ];
    for (const cardData of wrong) await failure(() => openCardData(cardData, jwk), "decryption_failed");
    expect(await openCardData(good, jwk)).toEqual(CARD);
  });

  it("refuses one card's RSA part with another card's AES part", async () => {
    const { key, jwk } = await ownKey();
    const [one, other] = [sealByNode(CARD, key).split("$"), sealByNode(LONG_CARD, key).split("$")];
    await failure(() => openCardData([one[0], one[1], other[2]].join("$"), jwk), "decryption_failed");
    await failure(() => openCardData([one[0], other[1], one[2]].join("$"), jwk), "decryption_failed");
    // Nor do parts under one AES key pass where the JSON repeats another `key_value`.
    const json = jsonOf(CARD, "6543210987654321");
    const grafted = sealByNode(CARD, key, { keyValue: KEY_VALUE, json });
    await failure(() => openCardData(grafted, jwk), "decryption_failed");
  });

  it.each<readonly [string, string]>([
    ["no JSON", "no json, but sixteen bytes and more"],
    ["an empty text", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["a text", `"${KEY_VALUE}"`],
    ["no key_value", jsonOf(CARD)],
    ["a key_value that is a number", jsonOf(CARD).replace("}", `,"key_value":${KEY_VALUE}}`)],
    ["a number for the card's number", jsonOf(CARD, KEY_VALUE).replace(`"${CARD.number}"`, CARD.number)],
    ["no month", jsonOf(CARD, KEY_VALUE).replace(`"card_month":"09",`, "")],
    ["half of the JSON", jsonOf(CARD, KEY_VALUE).slice(0, 60)],
  ])("refuses a plaintext that is %s", async (_name, json) => {
    const { key, jwk } = await ownKey();
    await failure(() => openCardData(sealByNode(CARD, key, { keyValue: KEY_VALUE, json }), jwk), "decryption_failed");
  });

  it.each<readonly [string, Uint8Array]>([
    ["15 digits", Buffer.from("123456789012345")],
    ["17 digits", Buffer.from("12345678901234567")],
    ["24 digits, an AES-192 key", Buffer.from("123456789012345678901234")],
    ["letters", Buffer.from("ABCDEFGHIJKLMNOP")],
    ["nothing", Buffer.alloc(0)],
    ["malformed UTF-8", Buffer.alloc(16, 0xff)],
    ["16 digits after a byte order mark", Buffer.from(`\uFEFF${KEY_VALUE}`)],
    ["16 digits before a line end", Buffer.from(`${KEY_VALUE}\n`)],
  ])("refuses an RSA part that holds %s", async (_name, rsaMessage) => {
    const { key, jwk } = await ownKey();
    const cardData = sealByNode(CARD, key, { keyValue: KEY_VALUE, rsaMessage });
    await failure(() => openCardData(cardData, jwk), "decryption_failed");
  });
});
