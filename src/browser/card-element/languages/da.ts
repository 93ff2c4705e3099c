import type { CardTexts } from "../card-texts.ts";

/** The texts in Danish. */
export const texts: CardTexts = {
  group: "Kortoplysninger",
  number: "Kortnummer",
  expiry: "Udløbsdato",
  expiryFormat: "MM / ÅÅ",
  securityCode: "Sikkerhedskode",
  holder: "Navn på kortet",
  numberMissing: "Indtast kortnummeret.",
  expiryMissing: "Indtast udløbsdatoen.",
  securityCodeMissing: "Indtast sikkerhedskoden.",
  holderMissing: "Indtast navnet på kortet.",
  numberWrong: "Kontrollér kortnummeret: et ciffer er forkert eller mangler.",
  expiryWrong: "Indtast måned og år, som de står på kortet.",
  expired: "Kortet er udløbet. Brug et andet kort.",
  securityCodeWrong: "Indtast sikkerhedskodens {digits} cifre.",
  holderWrong: "Kontrollér navnet: indtast det, som det står på kortet.",
  insecure: "Det er ikke muligt at betale med kort, fordi siden ikke er sikker (https).",
  unavailable: "Kortbetaling er ikke tilgængelig lige nu.",
};
