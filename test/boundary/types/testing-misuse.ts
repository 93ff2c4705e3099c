import { createSandbox, openCardData } from "oceanpayment/testing";

void createSandbox({ seed: "7" });
void createSandbox({ terminals: [{ terminal: "90000101" }] });
void openCardData("opcse", 1);
export const sandbox: { readonly publicKey: string } = createSandbox();
