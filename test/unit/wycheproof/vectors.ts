import { readSharedJson } from "../shared-folder.ts";

/** One case of Project Wycheproof's decryption files; byte strings are hex. */
export interface DecryptionCase {
  readonly tcId: number;
  readonly comment: string;
  readonly flags: readonly string[];
  readonly msg: string;
  readonly ct: string;
  readonly label?: string;
  readonly result: "valid" | "invalid" | "acceptable";
}

/** A group of cases under one private key. */
export interface DecryptionGroup {
  readonly privateKeyPem: string;
  readonly privateKeyJwk?: JsonWebKey;
  readonly tests: readonly DecryptionCase[];
}

/** Returns the groups of a file, read in place; none where a clone has no such folder (under CI its absence throws). */
export function readGroups(file: string): readonly DecryptionGroup[] | undefined {
  const found = readSharedJson(`vectors/wycheproof/${file}`) as
    { testGroups: readonly DecryptionGroup[]; numberOfTests: number } | undefined;
  if (found === undefined) return undefined;
  const count = found.testGroups.reduce((sum, group) => sum + group.tests.length, 0);
  if (count === 0 || count !== found.numberOfTests)
    throw new Error(`${file} says ${found.numberOfTests} cases, has ${count}`);
  return found.testGroups;
}

/** Returns the bytes of hex digits, read by Node. */
export function fromHexByNode(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(hex, "hex");
  if (bytes.length * 2 !== hex.length) throw new Error("a vector is not hex");
  return new Uint8Array(bytes);
}
