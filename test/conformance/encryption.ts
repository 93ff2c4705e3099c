import { encryptCard, type EncryptCardOptions, importPublicKey } from "../../src/index.ts";
import { openCases } from "./case.ts";
import { CARD, KEY_1024, KEY_1031, KEY_1032, KEY_2047, KEY_2048, KEY_4096, type TestKey } from "./keys.ts";
import { decodeBase64, openOaep, openPkcs1, openVendorFormat } from "./opener.ts";

/** The members that protocol.md §5 asks for, in its order. */
const PLAIN = '{"card_secureCode":"123","card_year":"2094","card_month":"07","card_number":"4111111111111111"}';

const fives = (length: number) => new Uint8Array(length).fill(5);

/** Both parts by openssl, under a padding and a `key_value` of fives. */
const VENDOR_BY_OPENSSL =
  "opcse_0_2_1$" +
  "p04yhrDobD/HIZsDekuNj1LNNi+Gx2jYI7iU61rGt3AuuqYa0sqmujUvtoQVJK7nlK754Wre/+eujZaQFI7aEXVU5ZwCmP/3AlcGMorGFVYxLKPV" +
  "ANeCkv7DjIDauwH/YlVpF4dM7s7iX1J+rAgHlYx2/L1bltO9BDOMX+goHvk=$" +
  "cdF0fy5dH90v9588apPgjfwGlyomtnxd/kqYKGayWK6+RgGiOtxeGNg4o85jXNIG6KRi1bKASyFsG9GqQHWKci1kw92Y21/+uIeu6k6Tx/8gYMmE" +
  "ldGzW7ZPbFDp1qQwHM4sClmxK/u54dLXU18JbKPhJ2kjKKlsM9tmqGhA4nY=";

const PKCS1_BY_OPENSSL =
  "njdPxXUuoRrD7D8+Q3H4ISif+OGHcKCouQRGNyaWmMIbaSTp4crJ8xxn6k96EztV2g1E94hI9kM3I4fH36UNWloc/EYfpDeqNyuDu4V2JMSyUzIB" +
  "NfYKLc1iyxQPcNsn8f5fr0Z7IfqiBlyHbsMTYj5+NAcBKkMHllQev3cveRzeW5JtHfCkBVIkuZTYuQscfEaQq1dmykw2gaNDvhkWh3a+j7F2XBDZ" +
  "jZ8dJLIczBbcE44xNOnuZy5d8yiiv5frHTnueBKV+vMN+hVPkbqeokU03uv1r7BIuiUIJUB51+mSGNGziYs2TzQHlxE2LS6CnWVZy/PPpEjh46np" +
  "8aAnoA==";

export const encryptionCases = openCases("encryption", {
  "the vendor's format is what openssl makes of the same random bytes": async (t) => {
    t.equal(await encryptCard(CARD, KEY_1024.hex, { randomBytes: fives }), VENDOR_BY_OPENSSL);
  },

  "the vendor's format opens under every size of key": async (t) => {
    for (const key of [KEY_1024, KEY_1031, KEY_1032, KEY_2047, KEY_2048, KEY_4096]) {
      const json = await openVendorFormat(await encryptCard(CARD, key.hex), key);
      t.ok(/,"key_value":"\d{16}"\}$/.test(json), "key_value is 16 digits, and last");
      t.equal(json.replace(/,"key_value":"\d{16}"/, ""), PLAIN, `${key.bits} bits`);
    }
  },

  "the vendor's format has the published lengths": async (t) => {
    const cardData = await encryptCard(CARD, KEY_1024.hex);
    t.equal(
      cardData.split("$").map((part) => part.length),
      [11, 172, 172],
    );
  },

  "no two encryptions of a card are the same": async (t) => {
    const key = await importPublicKey(KEY_1024.hex);
    const all = await Promise.all(Array.from({ length: 20 }, () => encryptCard(CARD, key)));
    t.equal(new Set(all.flatMap((cardData) => cardData.split("$").slice(1))).size, 40);
  },

  "two digits of a year mean 20xx, and one of a month gets a zero": async (t) => {
    const card = { ...CARD, expiryMonth: "9", expiryYear: "31", securityCode: "0042" };
    const json = await openVendorFormat(await encryptCard(card, KEY_1024.hex, { nowMs: 0 }), KEY_1024);
    t.ok(
      json.startsWith('{"card_secureCode":"0042","card_year":"2031","card_month":"09",'),
      "fields as the gateway takes them",
    );
  },

  "rsa-pkcs1 is what openssl makes of the same random bytes": async (t) => {
    t.equal(await encryptCard(CARD, KEY_2048.hex, { scheme: "rsa-pkcs1", randomBytes: fives }), PKCS1_BY_OPENSSL);
  },

  "rsa-pkcs1 opens under every size of key": async (t) => {
    for (const key of [KEY_1024, KEY_1031, KEY_2047, KEY_4096]) {
      t.equal(text(openPkcs1(await sealed(key, { scheme: "rsa-pkcs1" }), key)), PLAIN, `${key.bits} bits`);
    }
  },

  "rsa-oaep opens under every size of key, with both hashes": async (t) => {
    for (const key of [KEY_2047, KEY_2048, KEY_4096]) {
      t.equal(
        text(await openOaep(await sealed(key, { scheme: "rsa-oaep" }), key, "SHA-256")),
        PLAIN,
        `${key.bits} bits`,
      );
      const old = await sealed(key, { scheme: "rsa-oaep", hash: "SHA-1" });
      t.equal(text(await openOaep(old, key, "SHA-1")), PLAIN, `${key.bits} bits, SHA-1`);
    }
  },

  "a kept key is good for many cards, under its own scheme alone": async (t) => {
    const key = await importPublicKey(KEY_2048.hex, { scheme: "rsa-pkcs1" });
    for (let i = 0; i < 3; i++) t.equal(text(openPkcs1(decodeBase64(await encryptCard(CARD, key)), KEY_2048)), PLAIN);
    await t.refuses("invalid_argument", () => encryptCard(CARD, key, { scheme: "opcse" }));
  },

  "the longest card fits the least key of its scheme": async (t) => {
    const card = { ...CARD, number: "0".repeat(19), securityCode: "0000" };
    const json = '{"card_secureCode":"0000","card_year":"2094","card_month":"07","card_number":"0000000000000000000"}';
    const encrypted = await encryptCard(card, KEY_1024.hex, { scheme: "rsa-pkcs1" });
    t.equal(text(openPkcs1(decodeBase64(encrypted), KEY_1024)), json);
  },
});

async function sealed(key: TestKey, options: EncryptCardOptions) {
  return decodeBase64(await encryptCard(CARD, key.hex, options));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
