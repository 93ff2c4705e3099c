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
  for (let at = 0; at < bytes.length;) {
    // Past the end these are undefined, from which NaN comes, which the comparisons below refuse.
    const [tag, first, second, third] = bytes.subarray(at) as unknown as readonly [number, number, number, number];
    // Octets of length after the first, where this is not the length itself. Keys stay far below what two can say.
    const more = first - 0x80;
    const length = more < 0 ? first : ([NaN, second, second * 256 + third][more] as number);
    const start = at + 2 + Math.max(more, 0);
    at = start + length;
    // Definite form, fewest octets (X.690 §10.1).
    if (!(length >= more * 0x80 && at <= bytes.length)) return undefined;
    values.push({ tag, content: bytes.slice(start, at) });
  }
  return values;
}

/** Returns what one SEQUENCE alone in DER bytes holds, or an empty list where the bytes are anything else. */
export function readSequence(bytes: Bytes | undefined): readonly DerValue[] {
  const [only, more] = (bytes && readDer(bytes)) ?? [];
  const sequence = 0x30; // A constant of the function: a bundler puts it in place, and leaves the table above out.
  return (only?.tag === sequence && !more && readDer(only.content)) || [];
}

/** Returns the unsigned integer of an INTEGER's content without its leading zero, or nothing where it is negative. */
export function readUnsigned(value: DerValue | undefined): Bytes | undefined {
  const integer = 0x02;
  return value?.tag === integer && (value.content[0] as number) < 0x80 ? trimZeros(value.content) : undefined;
}

/** Returns big-endian bytes without their leading zero bytes. */
export function trimZeros(bytes: Bytes): Bytes {
  let start = 0;
  while (bytes[start] === 0) start++;
  return bytes.slice(start);
}
