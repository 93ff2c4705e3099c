import { fromBase64 } from "../bytes/base64.ts";
import { fromHex } from "../bytes/hex.ts";
import type { Bytes } from "../bytes/utf8.ts";
import { InputError, shapeOf } from "../errors.ts";

/** The bytes of a sealing key: 32 of them, or their base64, base64url or hexadecimal text. */
export type SealingKeyBytes = Uint8Array | string;

/** A key that seals tokens at rest. */
export interface SealingKey {
  /** Names the key in what it has sealed, readable by all: 1 to 32 letters, digits, `_` and `-`. */
  readonly id: string;
  /**
   * 32 random bytes, such as `openssl rand -base64 32` makes, or a function that returns them, which is called once, at
   * the start: a configuration that holds a function prints without the key. A passphrase is refused.
   */
  readonly bytes: SealingKeyBytes | (() => SealingKeyBytes);
}

/** A sealing key that was checked. */
export interface CheckedSealingKey {
  readonly id: string;
  readonly bytes: Bytes;
}

const KEY_BYTES = 32;
const HOW_TO = "make one with: openssl rand -base64 32";

/**
 * Returns a sealing key checked, its bytes copied.
 *
 * Passphrases are refused, since what a person thinks of can be guessed, and nothing here makes guessing slow. They are
 * told by what random bytes hardly ever are: all printable (by a chance of 1e-14), or base64 with letters of one case
 * alone (1e-9).
 *
 * @throws InputError `invalid_config` with the member at fault as `field`, under the name that is given.
 */
export function readSealingKey(key: unknown, name: string): CheckedSealingKey {
  if (typeof key !== "object" || key === null) {
    throw refused(name, `must be an id and 32 bytes, got ${shapeOf(key)}`);
  }
  const { id, bytes } = key as Readonly<Record<string, unknown>>;
  if (typeof id !== "string" || !/^[\w-]{1,32}$/.test(id)) {
    throw refused(`${name}.id`, `must be 1 to 32 letters, digits, _ and -, got ${shapeOf(id)}`);
  }
  return { id, bytes: readBytes(bytes, `${name}.bytes`) };
}

function readBytes(given: unknown, field: string): Bytes {
  const value: unknown = typeof given === "function" ? given() : given;
  const bytes = typeof value === "string" ? decode(value) : value;
  if (!(bytes instanceof Uint8Array) || bytes.length !== KEY_BYTES) {
    const found =
      bytes instanceof Uint8Array && typeof value === "string" ? `text of ${shapeOf(bytes)}` : shapeOf(value);
    throw refused(field, `must be 32 bytes, or base64 or hexadecimal text of 32 bytes, got ${found}; ${HOW_TO}`);
  }
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f) || (typeof value === "string" && hasOneCase(value))) {
    throw refused(field, `must be 32 random bytes, got what reads as a passphrase, which can be guessed; ${HOW_TO}`);
  }
  if (bytes.every((byte) => byte === bytes[0])) {
    throw refused(field, `must be 32 random bytes, got one byte 32 times; ${HOW_TO}`);
  }
  // A copy: whoever gave the bytes may overwrite them.
  return new Uint8Array(bytes);
}

function decode(text: string): Bytes | undefined {
  const bytes = text.length === KEY_BYTES * 2 ? fromHex(text) : fromBase64(text);
  // `fromBase64` leaves what it looked at in RegExp.lastMatch: here that is a key.
  /./.exec("-");
  return bytes;
}

/** Tells whether a text that is not hexadecimal has no letter of one of the cases. */
function hasOneCase(text: string): boolean {
  if (text.length === KEY_BYTES * 2) return false;
  return text === text.toLowerCase() || text === text.toUpperCase();
}

function refused(field: string, what: string): InputError {
  return new InputError("invalid_config", `"${field}" ${what}`, { field });
}
