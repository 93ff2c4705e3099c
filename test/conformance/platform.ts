import { openCases } from "./case.ts";
import { KEY_2048, PKCS1_2048 } from "./keys.ts";
import { decodeBase64, decodeHex, encodeBase64Url } from "./opener.ts";

// What the platforms lack is the reason for code of the library's own. Each lack is asserted: where a runtime gains a
// thing, or loses one, its lane says so.

const JWK_2048 = { kty: "RSA", n: encodeBase64Url(decodeHex(KEY_2048.hex)), e: "AQAB" };

/** A modulus of 512 bits: no room for what SHA-256 needs. */
const HEX_512 =
  "e3d6210c60ff6ffb1b8040029bfc6826dbedf40b345f5d32ded60f485bd50272" +
  "d69e4d55ade4ab16181497fa9644c691c2a71ced75ecb93826c02e6fb960be9f";

const OAEP_256 = { name: "RSA-OAEP", hash: "SHA-256" };

export const platformCases = openCases("platform", {
  "has what the library stands on": (t) => {
    t.equal(typeof crypto.subtle.encrypt, "function", "crypto.subtle");
    t.equal(typeof crypto.getRandomValues, "function", "getRandomValues");
    t.equal([typeof fetch, typeof Request, typeof Response, typeof Headers], Array(4).fill("function"), "fetch");
    t.equal([typeof AbortController, typeof ReadableStream], ["function", "function"], "streams and signals");
    t.equal([typeof TextEncoder, typeof URL, typeof setTimeout], Array(3).fill("function"), "text, addresses, timers");
  },

  "has no RSAES-PKCS1-v1_5": async (t) => {
    await t.rejects("NotSupportedError", () =>
      crypto.subtle.importKey("jwk", JWK_2048, "RSAES-PKCS1-v1_5", false, ["encrypt"]),
    );
  },

  "has no AES-ECB": async (t) => {
    await t.rejects("NotSupportedError", () =>
      crypto.subtle.importKey("raw", new Uint8Array(16), "AES-ECB", false, ["encrypt"]),
    );
  },

  "takes no PKCS#1 key as an SPKI one": async (t) => {
    await t.rejects("DataError", () =>
      crypto.subtle.importKey("spki", decodeBase64(PKCS1_2048), OAEP_256, false, ["encrypt"]),
    );
  },

  "takes no JWK that names another hash": async (t) => {
    await t.rejects("DataError", () =>
      crypto.subtle.importKey("jwk", { ...JWK_2048, alg: "RSA-OAEP" }, OAEP_256, false, ["encrypt"]),
    );
  },

  "encrypts no message over the limit of RSA-OAEP": async (t) => {
    const key = await crypto.subtle.importKey("jwk", JWK_2048, OAEP_256, false, ["encrypt"]);
    const most = await crypto.subtle.encrypt({ name: "RSA-OAEP" }, key, new Uint8Array(190));
    t.equal(most.byteLength, 256, "190 bytes");
    await t.rejects("OperationError", () => crypto.subtle.encrypt({ name: "RSA-OAEP" }, key, new Uint8Array(191)));
  },

  "encrypts nothing by RSA-OAEP under 512 bits": async (t) => {
    await t.rejects("OperationError", async () => {
      const jwk = { kty: "RSA", n: encodeBase64Url(decodeHex(HEX_512)), e: "AQAB" };
      const key = await crypto.subtle.importKey("jwk", jwk, OAEP_256, false, ["encrypt"]);
      return crypto.subtle.encrypt({ name: "RSA-OAEP" }, key, new Uint8Array(1));
    });
  },

  "fills no more than 65,536 random bytes at once": async (t) => {
    await t.rejects("QuotaExceededError", () => crypto.getRandomValues(new Uint8Array(65_537)));
  },
});
