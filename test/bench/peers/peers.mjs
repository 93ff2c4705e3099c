import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The vendor's format as a page would make it with jsencrypt and crypto-js, the usual pair. */
export function createUsualPair(publicKeyPem) {
  const JSEncrypt = require("jsencrypt");
  const CryptoJS = require("crypto-js");
  const rsa = new JSEncrypt();
  rsa.setPublicKey(publicKeyPem);
  return (card) => {
    const keyValue = digits();
    const json = JSON.stringify({ ...card, key_value: keyValue });
    const options = { mode: CryptoJS.mode.ECB, padding: CryptoJS.pad.Pkcs7 };
    const aes = CryptoJS.AES.encrypt(json, CryptoJS.enc.Utf8.parse(keyValue), options).toString();
    return `opcse_0_2_1$${rsa.encrypt(keyValue)}$${aes}`;
  };
}

/** The same with node-forge. */
export function createForge(publicKeyPem) {
  const forge = require("node-forge");
  const rsa = forge.pki.publicKeyFromPem(publicKeyPem);
  return (card) => {
    const keyValue = digits();
    const cipher = forge.cipher.createCipher("AES-ECB", keyValue);
    cipher.start();
    cipher.update(forge.util.createBuffer(JSON.stringify({ ...card, key_value: keyValue }), "utf8"));
    cipher.finish();
    return `opcse_0_2_1$${forge.util.encode64(rsa.encrypt(keyValue))}$${forge.util.encode64(cipher.output.getBytes())}`;
  };
}

function digits() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte % 10).join("");
}
