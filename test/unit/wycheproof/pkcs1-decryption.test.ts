import { describe, expect, it } from "vitest";
import { decryptPkcs1 } from "../../../src/testing/decrypt.ts";
import { readPrivateKey } from "../../../src/testing/private-key.ts";
import { failure, printed } from "../leaks.ts";
import { NO_SHARED_FOLDER } from "../shared-folder.ts";
import { fromHexByNode, readGroups } from "./vectors.ts";

const groups = readGroups("rsa_pkcs1_2048_test.json");

// No case of this file is read more leniently than it says: dropped leading zero bytes, the one thing that
// `decryptPkcs1` forgives, occur in it as "truncated ciphertext" only, and what is cut off there is no zero.
describe.skipIf(!groups)(`RSAES-PKCS1-v1_5 decryption by Wycheproof${groups ? "" : `: ${NO_SHARED_FOLDER}`}`, () => {
  const cases = (groups ?? []).flatMap((group) => group.tests.map((test) => ({ group, test })));

  it.each(cases.map((one) => [one.test.tcId, one.test.result, one.test.comment, one] as const))(
    "%i %s: %s",
    async (_id, result, _comment, { group, test }) => {
      const key = readPrivateKey(group.privateKeyPem);
      const open = () => decryptPkcs1(fromHexByNode(test.ct), key);
      if (result === "invalid") await failure(open, "decryption_failed");
      else expect(Buffer.from(open()).toString("hex")).toBe(test.msg);
    },
  );

  it("tells no two wrong paddings apart", async () => {
    const seen = new Set<string>();
    for (const { group, test } of cases.filter((one) => one.test.result === "invalid")) {
      const error = await failure(
        () => decryptPkcs1(fromHexByNode(test.ct), readPrivateKey(group.privateKeyPem)),
        "decryption_failed",
      );
      seen.add(`${error.name} ${error.message} ${JSON.stringify(error)}`);
      expect(printed(error)).not.toContain(test.ct.slice(0, 16) || "no ciphertext");
    }
    expect(seen.size).toBe(1);
  });

  it("reads the same key from PEM and from JWK", () => {
    for (const { privateKeyPem, privateKeyJwk } of groups ?? []) {
      if (privateKeyJwk === undefined) continue;
      const [one, other] = [readPrivateKey(privateKeyPem), readPrivateKey(privateKeyJwk)];
      expect([one.n, one.d, one.modulusBytes]).toEqual([other.n, other.d, other.modulusBytes]);
    }
  });
});
