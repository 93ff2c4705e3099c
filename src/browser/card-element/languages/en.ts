import type { CardTexts } from "../card-texts.ts";

/** The texts in English. */
export const texts: CardTexts = {
  group: "Card details",
  number: "Card number",
  expiry: "Expiry date",
  expiryFormat: "MM / YY",
  securityCode: "Security code",
  holder: "Name on card",
  numberMissing: "Enter your card number.",
  expiryMissing: "Enter the expiry date.",
  securityCodeMissing: "Enter the security code.",
  holderMissing: "Enter the name on the card.",
  numberWrong: "Check the card number: a digit is wrong or missing.",
  expiryWrong: "Enter the expiry date as month and year, as on the card.",
  expired: "This card has expired. Please use another card.",
  securityCodeWrong: "Enter the {digits} digits of the security code.",
  holderWrong: "Check the name: enter it as shown on the card.",
  insecure: "Card payment is not available, because this page is not secure (https).",
  unavailable: "Card payment is not available at the moment.",
};
