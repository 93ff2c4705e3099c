import { createDecipheriv, type KeyObject } from "node:crypto";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Card } from "../../src/card/card.ts";
import { encryptCard } from "../../src/card/encrypt-card.ts";
import { importPublicKey } from "../../src/card/public-key.ts";
import { CARD, jsonOf, LONG_CARD, NOW_MS } from "./card-samples.ts";
import { failure } from "./leaks.ts";
import { openOaep, openPkcs1, rsaKey } from "./rsa-keys.ts";

const now = { nowMs: NOW_MS };
const CARDS = [CARD, LONG_CARD, { ...CARD, number: "378282246310005", securityCode: "0001", expiryMonth: "01" }];
const SIZES: readonly (readonly [number, number])[] = [
  [1024, 65537],
  [1024, 3],
  [1031, 65537],
  [1031, 3],
  [1536, 65537],
  [2041, 65537],
  [2041, 3],
  [2048, 65537],
  [2048, 3],
  [3072, 65537],
  [4096, 65537],
];
// Bytes of the longest card's JSON, and RFC 8017's overheads: 11 for PKCS1-v1_5, 2 hLen + 2 for OAEP.
const LONGEST = Buffer.byteLength(jsonOf(LONG_CARD));
const LEAST_BYTES = { "SHA-256": LONGEST + 2 * 32 + 2, "SHA-1": LONGEST + 2 * 20 + 2 } as const;

beforeAll(async () => {
  await Promise.all([...SIZES].reverse().map(([bits, exponent]) => rsaKey(bits, exponent)));
}, 60_000);

interface OpenedCard {
  readonly json: string;
  readonly keyValue: string;
  readonly padding: Buffer;
  readonly rsaBytes: number;
}

/** Opens the vendor's format as protocol.md §5 writes it, with OpenSSL. */
function openVendorFormat(cardData: string, privateKey: KeyObject): OpenedCard {
  const [label, rsaPart = "", aesPart = "", ...rest] = cardData.split("$");
  expect([label, rest]).toEqual(["opcse_0_2_1", []]);
  const rsaBytes = fromStrictBase64(rsaPart);
  const { message, padding } = openPkcs1(privateKey, rsaBytes);
  const decipher = createDecipheriv("aes-128-ecb", message, null);
  const json = Buffer.concat([decipher.update(fromStrictBase64(aesPart)), decipher.final()]).toString("utf8");
  return { json, keyValue: message.toString("latin1"), padding, rsaBytes: rsaBytes.length };
}

function fromStrictBase64(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  expect(bytes.toString("base64")).toBe(text);
  return bytes;
}

describe.each(SIZES)("a key of %i bits, exponent %i", (bits, exponent) => {
  const pem = async () => (await rsaKey(bits, exponent)).publicKey.export({ type: "spki", format: "pem" }) as string;

  test.each(CARDS)("opcse: OpenSSL opens it ($number.length digits)", async (card) => {
    const key = await rsaKey(bits, exponent);
    const opened = openVendorFormat(await encryptCard(card, await pem(), now), key.privateKey);
    expect(opened.keyValue).toMatch(/^[0-9]{16}$/);
    expect(opened.json).toBe(jsonOf(card, opened.keyValue));
    expect(opened.rsaBytes).toBe(key.k);
  });

  test.each(CARDS)("rsa-pkcs1: OpenSSL opens it ($number.length digits)", async (card) => {
    const key = await rsaKey(bits, exponent);
    const sealed = fromStrictBase64(await encryptCard(card, await pem(), { scheme: "rsa-pkcs1", ...now }));
    expect(sealed).toHaveLength(key.k);
    expect(openPkcs1(key.privateKey, sealed).message.toString("utf8")).toBe(jsonOf(card));
  });

  test.each(["SHA-256", "SHA-1"] as const)(
    "rsa-oaep with %s: OpenSSL opens it, or the key is too small",
    async (hash) => {
      const key = await rsaKey(bits, exponent);
      const options = { scheme: "rsa-oaep", hash, ...now } as const;
      if (key.k < LEAST_BYTES[hash]) {
        await failure(async () => importPublicKey(await pem(), options), "key_too_small", "publicKey");
        return;
      }
      for (const card of CARDS) {
        const sealed = fromStrictBase64(await encryptCard(card, await pem(), options));
        expect(openOaep(key.privateKey, hash.replace("-", "").toLowerCase(), sealed).toString("utf8")).toBe(
          jsonOf(card),
        );
      }
    },
  );
});

describe("the least modulus of each scheme, computed here", () => {
  test("the longest card is 99 bytes: a 1024-bit key is too small for either OAEP, enough for the rest", async () => {
    expect(LONGEST).toBe(99);
    expect(LONGEST + 11).toBeLessThanOrEqual(128);
    expect(Math.min(LEAST_BYTES["SHA-1"], LEAST_BYTES["SHA-256"])).toBeGreaterThan(128);
  });

  test.each(["SHA-256", "SHA-1"] as const)(
    "rsa-oaep with %s: the smallest size works, one bit less does not",
    async (hash) => {
      const least = (LEAST_BYTES[hash] - 1) * 8 + 1;
      const options = { scheme: "rsa-oaep", hash, ...now } as const;
      const [enough, short] = await Promise.all([rsaKey(least), rsaKey(least - 1)]);
      const sealed = Buffer.from(await encryptCard(LONG_CARD, enough.hex, options), "base64");
      expect(openOaep(enough.privateKey, hash.replace("-", ""), sealed).toString()).toBe(jsonOf(LONG_CARD));
      await failure(() => encryptCard(CARD, short.hex, options), "key_too_small", "publicKey");
    },
  );
});

describe("what is typed, and what is sent", () => {
  const typed: readonly (readonly [Card, Card])[] = [
    [{ ...CARD, number: "4111 1111 1111 1111" }, CARD],
    [{ ...CARD, number: " 4111\u00a01111\u20091111\u202f1111\t" }, CARD],
    [{ ...CARD, expiryMonth: "9" }, CARD],
    [{ ...CARD, expiryYear: "33" }, CARD],
    [{ ...CARD, extra: "x", card_number: "1" } as Card, CARD],
  ];
  test.each(typed)("%j", async (given, sent) => {
    const key = await rsaKey(1024);
    const opened = openVendorFormat(await encryptCard(given, key.hex, now), key.privateKey);
    expect(opened.json).toBe(jsonOf(sent, opened.keyValue));
  });
});

describe("randomness", () => {
  test("60 encryptions of one card: every key, padding and cipher text differs, no padding holds a zero", async () => {
    const random = vi.spyOn(Math, "random");
    const key = await rsaKey(1024);
    const imported = await importPublicKey(key.hex);
    const sealed = await Promise.all(Array.from({ length: 60 }, () => encryptCard(CARD, imported, now)));
    const opened = sealed.map((cardData) => openVendorFormat(cardData, key.privateKey));
    for (const part of [(o: OpenedCard) => o.keyValue, (o: OpenedCard) => o.padding.toString("hex")]) {
      expect(new Set(opened.map(part)).size).toBe(60);
    }
    for (const part of [0, 1, 2]) {
      expect(new Set(sealed.map((cardData) => cardData.split("$")[part])).size).toBe(part === 0 ? 1 : 60);
    }
    for (const { padding } of opened) expect([padding.length, padding.includes(0)]).toEqual([128 - 3 - 16, false]);
    expect(random).not.toHaveBeenCalled();
    random.mockRestore();
  });

  test.each(["rsa-oaep", "rsa-pkcs1"] as const)("%s: two encryptions differ", async (scheme) => {
    const { hex } = await rsaKey(2048);
    const options = { scheme, ...now };
    expect(await encryptCard(CARD, hex, options)).not.toBe(await encryptCard(CARD, hex, options));
  });
});

describe("options", () => {
  test("an imported key keeps its scheme, size and hash; asking for another is refused", async () => {
    const { hex, privateKey } = await rsaKey(2048);
    const key = await importPublicKey(hex, { scheme: "rsa-oaep", hash: "SHA-1" });
    expect(key).toMatchObject({ scheme: "rsa-oaep", modulusBits: 2048 });
    expect(Object.isFrozen(key)).toBe(true);
    const sealed = Buffer.from(await encryptCard(CARD, key, { scheme: "rsa-oaep", ...now }), "base64");
    expect(openOaep(privateKey, "sha1", sealed).toString()).toBe(jsonOf(CARD));
    await failure(() => encryptCard(CARD, key, { scheme: "opcse", ...now }), "invalid_argument", "scheme");
    // Sealing under SHA-1 what the caller asked to be sealed under SHA-256 would be found out by the gateway alone.
    await failure(() => encryptCard(CARD, key, { hash: "SHA-256", ...now }), "invalid_argument", "hash");
  });

  test.each(["", "OPCSE", "toString", "__proto__", "rsa", null, 5])("the scheme %j is refused", async (scheme) => {
    const { hex } = await rsaKey(1024);
    await failure(() => importPublicKey(hex, { scheme: scheme as "opcse" }), "invalid_argument", "scheme");
  });

  test.each(["", "sha-256", "SHA-512", "MD5", null, 5])("the hash %j is refused", async (hash) => {
    const { hex } = await rsaKey(2048);
    const options = { scheme: "rsa-oaep", hash: hash as "SHA-1" } as const;
    await failure(() => importPublicKey(hex, options), "invalid_argument", "hash");
  });
});
