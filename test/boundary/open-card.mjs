import { constants, createDecipheriv, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { assert } from "./checks.mjs";

const LABEL = "opcse_0_2_1";

/** A shopper's card, as every runtime encrypts it. */
export const CARD = { number: "4111 1111 1111 1111", expiryMonth: "7", expiryYear: "2099", securityCode: "123" };

const FIELDS = { card_secureCode: "123", card_year: "2099", card_month: "07", card_number: "4111111111111111" };

/** Returns a terminal's key pair: the public key as PEM text. */
export function createKeyPair() {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { publicKey: publicKey.export({ type: "spki", format: "pem" }), privateKey };
}

/** Throws unless both texts open, by Node's own cryptography, to the card. */
export function assertOpens({ opcse, oaep }, privateKey) {
  const { key_value: keyValue, ...fields } = openOpcse(opcse, privateKey);
  assertFields(fields, "opcse");
  assert(/^\d{16}$/.test(keyValue), "opcse: key_value is not 16 digits");
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
  assertFields(
    JSON.parse(privateDecrypt({ key: privateKey, ...padding }, Buffer.from(oaep, "base64")).toString()),
    "rsa-oaep",
  );
}

function assertFields(fields, scheme) {
  assert(JSON.stringify(fields) === JSON.stringify(FIELDS), `${scheme}: it opened to something else`);
}

function openOpcse(cardData, privateKey) {
  const [label, rsaPart, aesPart] = cardData.split("$");
  assert(label === LABEL, `opcse: the label is ${label}`);
  const keyValue = unpad(
    privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, Buffer.from(rsaPart, "base64")),
  );
  const decipher = createDecipheriv("aes-128-ecb", keyValue, null);
  return JSON.parse(decipher.update(aesPart, "base64", "utf8") + decipher.final("utf8"));
}

/** RFC 8017 §7.2.2 step 3, by hand: Node 20 refuses this padding where its OpenSSL has no implicit rejection. */
function unpad(bytes) {
  const zero = bytes.indexOf(0, 2);
  assert(bytes[0] === 0 && bytes[1] === 2 && zero >= 10, "opcse: the RSA part has another padding");
  return bytes.subarray(zero + 1);
}
