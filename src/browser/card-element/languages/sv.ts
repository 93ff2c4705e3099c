import type { CardTexts } from "../card-texts.ts";

/** The texts in Swedish. */
export const texts: CardTexts = {
  group: "Kortuppgifter",
  number: "Kortnummer",
  expiry: "Utgångsdatum",
  expiryFormat: "MM / ÅÅ",
  securityCode: "Säkerhetskod",
  holder: "Namn på kortet",
  numberMissing: "Ange kortnumret.",
  expiryMissing: "Ange utgångsdatumet.",
  securityCodeMissing: "Ange säkerhetskoden.",
  holderMissing: "Ange namnet på kortet.",
  numberWrong: "Kontrollera kortnumret: en siffra är fel eller saknas.",
  expiryWrong: "Ange månad och år som de står på kortet.",
  expired: "Kortet har gått ut. Använd ett annat kort.",
  securityCodeWrong: "Ange säkerhetskodens {digits} siffror.",
  holderWrong: "Kontrollera namnet: ange det som det står på kortet.",
  insecure: "Det går inte att betala med kort, eftersom sidan inte är säker (https).",
  unavailable: "Kortbetalning är inte tillgänglig just nu.",
};
