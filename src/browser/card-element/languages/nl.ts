import type { CardTexts } from "../card-texts.ts";

/** The texts in Dutch. */
export const texts: CardTexts = {
  group: "Kaartgegevens",
  number: "Kaartnummer",
  expiry: "Vervaldatum",
  expiryFormat: "MM / JJ",
  securityCode: "Beveiligingscode",
  holder: "Naam op de kaart",
  numberMissing: "Vul je kaartnummer in.",
  expiryMissing: "Vul de vervaldatum in.",
  securityCodeMissing: "Vul de beveiligingscode in.",
  holderMissing: "Vul de naam op de kaart in.",
  numberWrong: "Controleer het kaartnummer: er is een cijfer onjuist of vergeten.",
  expiryWrong: "Vul de maand en het jaar in zoals op de kaart.",
  expired: "Deze kaart is verlopen. Gebruik een andere kaart.",
  securityCodeWrong: "Vul de {digits} cijfers van de beveiligingscode in.",
  holderWrong: "Controleer de naam: vul deze in zoals op de kaart.",
  insecure: "Betalen met kaart kan hier niet, omdat deze pagina niet beveiligd is (https).",
  unavailable: "Betalen met een kaart is op dit moment niet mogelijk.",
};
