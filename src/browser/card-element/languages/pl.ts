import type { CardTexts } from "../card-texts.ts";

/** The texts in Polish. */
export const texts: CardTexts = {
  group: "Dane karty",
  number: "Numer karty",
  expiry: "Data ważności",
  expiryFormat: "MM / RR",
  securityCode: "Kod zabezpieczający",
  holder: "Imię i nazwisko na karcie",
  numberMissing: "Wpisz numer karty.",
  expiryMissing: "Wpisz datę ważności karty.",
  securityCodeMissing: "Wpisz kod zabezpieczający.",
  holderMissing: "Wpisz imię i nazwisko widoczne na karcie.",
  numberWrong: "Sprawdź numer karty: jedna z cyfr jest błędna lub jej brakuje.",
  expiryWrong: "Wpisz miesiąc i rok ważności widoczne na karcie.",
  expired: "Ta karta straciła ważność. Użyj innej karty.",
  securityCodeWrong: "Wpisz {digits} cyfry kodu zabezpieczającego.",
  holderWrong: "Sprawdź imię i nazwisko: wpisz je tak, jak na karcie.",
  insecure: "Płatność kartą jest niedostępna, ponieważ ta strona nie jest bezpieczna (https).",
  unavailable: "Płatność kartą jest obecnie niedostępna.",
};
