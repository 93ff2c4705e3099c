import type { CardTexts } from "../card-texts.ts";

/** The texts in German. */
export const texts: CardTexts = {
  group: "Kartendaten",
  number: "Kartennummer",
  expiry: "Gültig bis",
  expiryFormat: "MM / JJ",
  securityCode: "Prüfnummer (CVC)",
  holder: "Name auf der Karte",
  numberMissing: "Bitte geben Sie die Kartennummer ein.",
  expiryMissing: "Bitte geben Sie das Ablaufdatum ein.",
  securityCodeMissing: "Bitte geben Sie die Prüfnummer ein.",
  holderMissing: "Bitte geben Sie den Namen auf der Karte ein.",
  numberWrong: "Bitte prüfen Sie die Kartennummer: Eine Ziffer ist falsch oder fehlt.",
  expiryWrong: "Bitte geben Sie Monat und Jahr wie auf der Karte ein.",
  expired: "Diese Karte ist abgelaufen. Bitte nehmen Sie eine andere.",
  securityCodeWrong: "Bitte geben Sie die {digits} Ziffern der Prüfnummer ein.",
  holderWrong: "Bitte prüfen Sie den Namen: Er muss wie auf der Karte lauten.",
  insecure: "Kartenzahlung ist hier nicht möglich, weil diese Seite nicht sicher (https) ist.",
  unavailable: "Kartenzahlung ist zurzeit nicht möglich.",
};
