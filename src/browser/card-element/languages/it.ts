import type { CardTexts } from "../card-texts.ts";

/** The texts in Italian. */
export const texts: CardTexts = {
  group: "Dati della carta",
  number: "Numero della carta",
  expiry: "Data di scadenza",
  expiryFormat: "MM / AA",
  securityCode: "Codice di sicurezza",
  holder: "Nome sulla carta",
  numberMissing: "Inserisci il numero della carta.",
  expiryMissing: "Inserisci la data di scadenza.",
  securityCodeMissing: "Inserisci il codice di sicurezza.",
  holderMissing: "Inserisci il nome riportato sulla carta.",
  numberWrong: "Controlla il numero della carta: una cifra è errata o mancante.",
  expiryWrong: "Inserisci il mese e l’anno di scadenza riportati sulla carta.",
  expired: "Questa carta è scaduta. Usa un’altra carta.",
  securityCodeWrong: "Inserisci le {digits} cifre del codice di sicurezza.",
  holderWrong: "Controlla il nome: inseriscilo come riportato sulla carta.",
  insecure: "Il pagamento con carta non è disponibile, perché questa pagina non è sicura (https).",
  unavailable: "Il pagamento con carta non è disponibile al momento.",
};
