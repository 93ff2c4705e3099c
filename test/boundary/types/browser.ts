import { type CardEncryptor, continueThreeDS, createCardEncryptor, type PublicConfig } from "oceanpayment/browser";

const config: PublicConfig = { environment: "sandbox", account: "995149", terminal: "99514901", publicKey: "" };
const encryptor: CardEncryptor = createCardEncryptor(config);

export const sealed: Promise<string> = encryptor.encrypt({
  number: "4111111111111111",
  expiryMonth: "12",
  expiryYear: "30",
  securityCode: "123",
});

continueThreeDS("https://test-secure.oceanpayment.com/", config, location);
