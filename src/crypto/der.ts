import type { Bytes } from "../bytes/utf8.ts";

/** One value of a DER encoding (ITU-T X.690): its tag and what it holds. */
export interface DerValue {
  readonly tag: number;
  readonly content: Bytes;
}

/** The tags this library meets. */
export const DER = { integer: 0x02, bitString: 0x03, octetString: 0x04, objectId: 0x06, sequence: 0x30 } as const;

/** Returns the values that stand one after another in DER bytes, or nothing where the bytes are not whole DER. */
export function readDer(bytes: Bytes): readonly DerValue[] | undefined {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] as number;
    const head = readLength(bytes, at + 1);
    if (head === undefined || head.end + head.length > bytes.length) return undefined;
    values.push({ tag, content: bytes.slice(head.end, head.end + head.length) });
    at = head.end + head.length;
  }
  return values;
}

/** Returns the unsigned integer of an INTEGER's content without its leading zero, or nothing where it is negative. */
export function readUnsigned(value: DerValue | undefined): Bytes | undefined {
  if (value?.tag !== DER.integer || value.content.length === 0 || (value.content[0] as number) > 0x7f) return undefined;
  return trimZeros(value.content);
}

/** Returns big-endian bytes without their leading zero bytes. */
export function trimZeros(bytes: Bytes): Bytes {
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start++;
  return bytes.slice(start);
}

function readLength(bytes: Bytes, at: number): { length: number; end: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { length: first, end: at + 1 };
  const count = first & 0x7f;
  // X.690 §10.1: definite form, fewest octets. Keys stay far below two octets of length.
  if (count === 0 || count > 2 || at + count >= bytes.length) return undefined;
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + (bytes[at + i] as number);
  return length < 0x80 || (count === 2 && length < 0x100) ? undefined : { length, end: at + 1 + count };
}
