import { continueThreeDS, createCardEncryptor } from "oceanpayment/browser";

createCardEncryptor({ environment: "sandbox", account: "995149", terminal: "99514901" });
createCardEncryptor({ environment: "sandbox", account: "995149", terminal: "99514901", publicKey: "", secureCode: "" });
continueThreeDS(new URL("https://test-secure.oceanpayment.com/"));
