import { createCipheriv, createDecipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decryptAesGcm, encryptAesGcm, importAesGcmKey } from "../../../src/crypto/aes-gcm.ts";
import { bytes } from "../arbitraries.ts";

const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const context = async (key: Uint8Array<ArrayBuffer>, associatedData: Uint8Array<ArrayBuffer>) => ({
  key: await importAesGcmKey(key),
  associatedData,
});
const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => new Uint8Array(array));

describe("AES-GCM", () => {
  // McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B, test case 16.
  const CASE_16 = {
    key: hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
    iv: hex("cafebabefacedbaddecaf888"),
    associatedData: hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    message: hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    ),
    encrypted: hex(
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
    ),
  };

  test("opens the published test case", async () => {
    const { key, associatedData, message, iv, encrypted } = CASE_16;
    expect(await decryptAesGcm({ iv, encrypted }, await context(key, associatedData))).toEqual(message);
  });

  test("what it encrypts OpenSSL opens, and the other way round", async () => {
    await fc.assert(
      fc.asyncProperty(keys, bytes(), bytes(), async (key, associatedData, message) => {
        const { iv, encrypted } = await encryptAesGcm(message, await context(key, associatedData));
        const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
        decipher.setAAD(associatedData).setAuthTag(encrypted.subarray(-16));
        const opened = Buffer.concat([decipher.update(encrypted.subarray(0, -16)), decipher.final()]);
        expect(opened).toEqual(Buffer.from(message));

        const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 }).setAAD(associatedData);
        const other = Buffer.concat([cipher.update(message), cipher.final(), cipher.getAuthTag()]);
        const found = await decryptAesGcm({ iv, encrypted: new Uint8Array(other) }, await context(key, associatedData));
        expect(found).toEqual(message);
      }),
    );
  });

  test("any bit of anything changed, and it does not open", async () => {
    const { key, associatedData, iv, encrypted } = CASE_16;
    for (const part of ["key", "iv", "associatedData", "encrypted"] as const) {
      for (let bit = 0; bit < CASE_16[part].length * 8; bit++) {
        const changed = { key, associatedData, iv, encrypted, [part]: CASE_16[part].slice() };
        (changed[part][bit >> 3] as number) ^= 1 << (bit & 7);
        const opened = await decryptAesGcm(changed, await context(changed.key, changed.associatedData));
        expect(opened, `bit ${bit} of ${part}`).toBeUndefined();
      }
    }
  });

  test.each([0, 1, 15])("%i bytes, which are too few for a tag, do not open", async (length) => {
    const message = { iv: CASE_16.iv, encrypted: new Uint8Array(length) };
    expect(await decryptAesGcm(message, await context(CASE_16.key, CASE_16.associatedData))).toBeUndefined();
  });

  test.each([0, 8, 11, 13, 16])("a vector of %i bytes does not open, whatever the platform takes", async (length) => {
    const { key, associatedData, message } = CASE_16;
    const iv = new Uint8Array(length).fill(7);
    let encrypted = CASE_16.encrypted;
    if (length > 0) {
      const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 }).setAAD(associatedData);
      encrypted = new Uint8Array(Buffer.concat([cipher.update(message), cipher.final(), cipher.getAuthTag()]));
    }
    expect(await decryptAesGcm({ iv, encrypted }, await context(key, associatedData))).toBeUndefined();
  });

  test("the platform does not give the key out again", async () => {
    const key = await importAesGcmKey(CASE_16.key);
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
  });
});
