import { describe, expect, it } from "vitest";
import type { OaepHash } from "../../../src/crypto/rsa-oaep.ts";
import { decryptOaep } from "../../../src/testing/decrypt.ts";
import { readPrivateKey } from "../../../src/testing/private-key.ts";
import { failure } from "../leaks.ts";
import { NO_SHARED_FOLDER } from "../shared-folder.ts";
import { fromHexByNode, readGroups } from "./vectors.ts";

const FILES: readonly (readonly [OaepHash, string])[] = [
  ["SHA-1", "rsa_oaep_2048_sha1_mgf1sha1_test.json"],
  ["SHA-256", "rsa_oaep_2048_sha256_mgf1sha256_test.json"],
];

describe.each(FILES)("RSAES-OAEP decryption with %s by Wycheproof", (hash, file) => {
  const groups = readGroups(file);
  const cases = (groups ?? []).flatMap((group) => group.tests.map((test) => ({ key: group.privateKeyPem, test })));

  if (!groups) it.skip(NO_SHARED_FOLDER);

  it.each(cases.map((one) => [one.test.tcId, one.test.result, one.test.comment, one] as const))(
    "%i %s: %s",
    async (_id, result, _comment, { key, test }) => {
      const open = () => decryptOaep(fromHexByNode(test.ct), readPrivateKey(key), hash);
      // `card_data` has no label, so a message made with one is another's: it must not open.
      const isOurs = result !== "invalid" && (test.label ?? "") === "";
      if (isOurs) expect(Buffer.from(await open()).toString("hex")).toBe(test.msg);
      else await failure(open, "decryption_failed");
    },
  );

  it.runIf(groups)("knows a hash from the other", async () => {
    const own = cases.find(({ test }) => test.result === "valid" && (test.label ?? "") === "");
    if (!own) throw new Error("the file has no plain case");
    const other = hash === "SHA-1" ? "SHA-256" : "SHA-1";
    const bytes = fromHexByNode(own.test.ct);
    await failure(() => decryptOaep(bytes, readPrivateKey(own.key), other), "decryption_failed");
  });
});
