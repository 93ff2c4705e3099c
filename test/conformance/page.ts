import { continueThreeDS } from "../../src/browser/continue-three-ds.ts";
import { createCardEncryptor } from "../../src/browser/create-card-encryptor.ts";
import { openCases } from "./case.ts";
import { ACCOUNT, SECURE_CODE, TERMINAL } from "./gateway.ts";
import { CARD, KEY_1024, KEY_2048 } from "./keys.ts";
import { decodeBase64, openPkcs1, openVendorFormat } from "./opener.ts";

const CONFIG = { environment: "sandbox", account: ACCOUNT, terminal: TERMINAL, publicKey: KEY_1024.hex } as const;

export const pageCases = openCases("page", {
  "an encryptor encrypts card after card under the terminal's key": async (t) => {
    const { encrypt } = createCardEncryptor(CONFIG);
    for (let i = 0; i < 2; i++) {
      const json = await openVendorFormat(await encrypt(CARD), KEY_1024);
      t.ok(json.includes('"card_number":"4111111111111111"'), "the card");
    }
    const plain = createCardEncryptor({ ...CONFIG, publicKey: KEY_2048.hex }, { scheme: "rsa-pkcs1" });
    t.equal(openPkcs1(decodeBase64(await plain.encrypt(CARD)), KEY_2048).length, 95);
  },

  "an encryptor refuses a configuration with a secret": async (t) => {
    const leaking = { ...CONFIG, secureCode: SECURE_CODE };
    await t.refuses("secret_in_page", () => createCardEncryptor(leaking));
    await t.refuses("secret_in_page", () => continueThreeDS("https://test-secure.oceanpayment.com/", leaking));
  },

  "a shopper goes to the gateway for 3-D Secure, and nowhere else": async (t) => {
    const visited: string[] = [];
    const navigation = { assign: (address: string) => void visited.push(address) };
    continueThreeDS("https://test-secure.oceanpayment.com/3ds", CONFIG, navigation);
    for (const address of [
      "https://evil.example/",
      "javascript:alert(1)",
      "http://test-secure.oceanpayment.com/",
      "",
    ]) {
      await t.refuses("untrusted_redirect", () => continueThreeDS(address, CONFIG, navigation));
    }
    t.equal(visited, ["https://test-secure.oceanpayment.com/3ds"]);
  },
});
