import { encryptCard, importPublicKey, resolveEnvironment } from "oceanpayment";

void encryptCard({ number: "4111111111111111" }, "key");
void encryptCard({ number: 4111, expiryMonth: "12", expiryYear: "2030", securityCode: "123" }, "key");
void importPublicKey("key", { scheme: "rsa" });
resolveEnvironment("live");
export const sealed: string = encryptCard({ number: "", expiryMonth: "", expiryYear: "", securityCode: "" }, "key");
