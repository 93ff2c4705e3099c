import type { Bytes } from "../bytes/utf8.ts";
import { subtle } from "./subtle.ts";

/** Returns the SHA-256 digest (FIPS 180-4) of bytes: 32 bytes. */
export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await subtle().digest("SHA-256", bytes));
}
