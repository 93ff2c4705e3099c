import {
  type Card,
  cardBrand,
  encryptCard,
  importPublicKey,
  isOceanpaymentError,
  resolveEnvironment,
} from "oceanpayment";

declare const publicKey: string;
const card: Card = { number: "4111111111111111", expiryMonth: "12", expiryYear: "2030", securityCode: "123" };

export async function encrypt(): Promise<string> {
  const imported = await importPublicKey(publicKey, { scheme: "rsa-oaep", hash: "SHA-256" });
  const sealed: string = await encryptCard(card, imported);
  return sealed + (await encryptCard(card, publicKey));
}

export const brand: string | undefined = cardBrand(card.number);
export const paymentHost: string = resolveEnvironment("sandbox").hosts.payment;

export function codeOf(error: unknown): string | undefined {
  return isOceanpaymentError(error) ? error.code : undefined;
}
