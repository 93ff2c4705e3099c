import { fromBase64, toBase64Url } from "../bytes/base64.ts";
import { isEqualBytes } from "../bytes/equal.ts";
import { type Bytes, fromUtf8, utf8 } from "../bytes/utf8.ts";
import { type AesGcmMessage, decryptAesGcm, encryptAesGcm, importAesGcmKey } from "../crypto/aes-gcm.ts";
import type { EnvironmentName } from "../environment.ts";
import { InputError } from "../errors.ts";
import { type CheckedSealingKey, readSealingKey, type SealingKey } from "./sealing-key.ts";
import type { TokenRecord, TokenSealing } from "./token.ts";

/** What tokens are sealed under. */
export interface TokenSealingOptions {
  readonly environment: EnvironmentName;
  /** The origin that gives the tokens. */
  readonly host: string;
  readonly appKey: string;
  /** Seals, and opens what names its id. */
  readonly key: SealingKey;
  /** The key before this one: it opens what names its id, and seals nothing. */
  readonly previousKey?: SealingKey | undefined;
}

/** Of the record within, and of the text around it. */
const RECORD_VERSION = 1;
const TEXT_VERSION = `v${RECORD_VERSION}`;

/**
 * Returns what seals the tokens of one app key with AES-256-GCM, and opens them. A sealed token is the text
 * `v1.<key id>.<initialisation vector>.<ciphertext and tag>`, both last in base64url. The vector is 96 random bits, drawn
 * for each. Associated data are the environment, the host, the app key and the version: a token that was sealed for another of
 * them does not open.
 *
 * Whoever can write to the store can put an older sealed token back, or take one away: neither can be told from a store
 * that is late. How long a token is, is seen from outside.
 *
 * @throws InputError `invalid_config` for a wrong key, with its member as `field`: `sealing.key.bytes`.
 */
export function createTokenSealing({ environment, host, appKey, key, previousKey }: TokenSealingOptions): TokenSealing {
  const keys = readKeys(key, previousKey).map(importedOnce);
  // JSON: no two lists have one text, whatever the app key holds.
  const associatedData = utf8(JSON.stringify([environment, host, appKey, RECORD_VERSION]));
  return Object.freeze({
    seal: async (token) => {
      const [current] = keys as [ImportedOnce];
      const { iv, encrypted } = await encryptAesGcm(toBytes(token), { key: await current.import(), associatedData });
      return [TEXT_VERSION, current.id, toBase64Url(iv), toBase64Url(encrypted)].join(".");
    },
    open: async (sealed) => {
      const { keyId, message } = fromSealed(sealed) ?? {};
      const named = keys.find(({ id }) => id === keyId);
      if (!named || !message) return undefined;
      const bytes = await decryptAesGcm(message, { key: await named.import(), associatedData });
      return bytes && fromBytes(bytes);
    },
  } satisfies TokenSealing);
}

/** A key that is imported when it is first used. */
interface ImportedOnce {
  readonly id: string;
  readonly import: () => Promise<CryptoKey>;
}

function readKeys(key: unknown, previousKey: unknown): readonly CheckedSealingKey[] {
  const current = readSealingKey(key, "sealing.key");
  if (previousKey === undefined) return [current];
  const previous = readSealingKey(previousKey, "sealing.previousKey");
  const same = previous.id === current.id ? "id" : isEqualBytes(previous.bytes, current.bytes) ? "bytes" : undefined;
  if (same) {
    const field = `sealing.previousKey.${same}`;
    throw new InputError("invalid_config", `"${field}" must be another than that of "sealing.key"`, { field });
  }
  return [current, previous];
}

/** Keeps the key once it is there, never the promise of it: in Workers a promise ends with the request that made it. */
function importedOnce({ id, bytes }: CheckedSealingKey): ImportedOnce {
  let imported: CryptoKey | undefined;
  return {
    id,
    import: async () => {
      imported ??= await importAesGcmKey(bytes);
      return imported;
    },
  };
}

function toBytes({ accessToken, refreshToken, generation, obtainedAtMs, endsAtMs }: TokenRecord): Bytes {
  return utf8(JSON.stringify({ accessToken, refreshToken, generation, obtainedAtMs, endsAtMs }));
}

/** Returns the record, or nothing where it is none: what opens was sealed by a holder of the key, not always by this code. */
function fromBytes(bytes: Bytes): TokenRecord | undefined {
  const found = fromJsonBytes(bytes);
  if (typeof found !== "object" || found === null) return undefined;
  const { accessToken, refreshToken, generation, obtainedAtMs, endsAtMs } = found as Readonly<Record<string, unknown>>;
  if (!isText(accessToken) || !isText(generation) || !isTime(obtainedAtMs) || !isTime(endsAtMs)) return undefined;
  if (refreshToken === undefined) return { accessToken, generation, obtainedAtMs, endsAtMs };
  return isText(refreshToken) ? { accessToken, refreshToken, generation, obtainedAtMs, endsAtMs } : undefined;
}

function fromJsonBytes(bytes: Bytes): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value);
}

function fromSealed(sealed: unknown): { readonly keyId: string; readonly message: AesGcmMessage } | undefined {
  const [version, keyId, ...coded] = typeof sealed === "string" ? sealed.split(".") : [];
  const [iv, encrypted] = coded.map(fromBase64Url);
  if (version !== TEXT_VERSION || coded.length !== 2 || !keyId || !iv || !encrypted) return undefined;
  return { keyId, message: { iv, encrypted } };
}

/** Only the one text that `toBase64Url` makes of the bytes: another one was written by somebody else. */
function fromBase64Url(text: string): Bytes | undefined {
  const bytes = fromBase64(text);
  return bytes && toBase64Url(bytes) === text ? bytes : undefined;
}
