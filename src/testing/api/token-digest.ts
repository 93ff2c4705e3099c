import { toHex } from "../../bytes/hex.ts";
import { utf8 } from "../../bytes/utf8.ts";
import { sha256 } from "../../crypto/sha256.ts";

const MOST = 16;

/** Returns what digests tokens, and remembers the last few: a run of many calls by one token digests it once. */
export function createTokenDigest(): (token: string) => Promise<string> {
  const digests = new Map<string, string>();
  return async (token) => {
    const known = digests.get(token);
    if (known !== undefined) return known;
    const digest = toHex(await sha256(utf8(token)));
    if (digests.size >= MOST) digests.clear();
    digests.set(token, digest);
    return digest;
  };
}
