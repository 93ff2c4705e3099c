import { createSandbox, type Fault, openCardData, type Sandbox, type SandboxPayment } from "oceanpayment/testing";

declare const cardData: string;
declare const privateKey: JsonWebKey;
const faults: readonly Fault[] = [];

export async function simulate(): Promise<readonly SandboxPayment[]> {
  const sandbox: Sandbox = await createSandbox({ seed: 7, faults, privateKey });
  const answer: Response = await sandbox.fetch(
    new Request("https://sandbox.test/gateway/direct/pay", { method: "POST" }),
  );
  await sandbox.settle(await answer.text(), "approve");
  return sandbox.payments("90000101", "A1");
}

export async function open(): Promise<string> {
  const { number, expiryMonth, expiryYear, securityCode } = await openCardData(cardData, privateKey, {
    scheme: "opcse",
  });
  return number + expiryMonth + expiryYear + securityCode;
}
