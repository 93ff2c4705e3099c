import { constants, createDecipheriv, generateKeyPairSync, privateDecrypt } from "node:crypto";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });

/** What a page is given of a terminal whose private key is here. */
export const CONFIG = {
  environment: "sandbox",
  account: "160001",
  terminal: "16000101",
  publicKey: Buffer.from(publicKey.export({ format: "jwk" }).n, "base64url").toString("hex"),
};

/** Opens a `card_data` with the terminal's private key, by Node's own cryptography alone (protocol.md §5). */
export function openCardData(cardData) {
  const [label, rsaPart, aesPart, ...rest] = String(cardData).split("$");
  if (label !== "opcse_0_2_1" || rest.length > 0)
    throw new Error(`no card_data: ${String(cardData).length} characters`);
  // Without Node's own unpadding, which newer versions refuse: 00 02, random bytes that are not zero, 00, the message.
  const block = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, Buffer.from(rsaPart, "base64"));
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 10) throw new Error("the RSA part is not padded as RFC 8017 says");
  const key = block.subarray(end + 1);
  const decipher = createDecipheriv("aes-128-ecb", key, null);
  const json = Buffer.concat([decipher.update(Buffer.from(aesPart, "base64")), decipher.final()]).toString();
  const { card_number: number, card_month: month, card_year: year, card_secureCode: securityCode } = JSON.parse(json);
  return { number, month, year, securityCode };
}
