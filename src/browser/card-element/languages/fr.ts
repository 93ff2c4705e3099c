import type { CardTexts } from "../card-texts.ts";

/** The texts in French. */
export const texts: CardTexts = {
  group: "Informations de carte",
  number: "Numéro de carte",
  expiry: "Date d’expiration",
  expiryFormat: "MM / AA",
  securityCode: "Cryptogramme visuel",
  holder: "Nom sur la carte",
  numberMissing: "Saisissez le numéro de carte.",
  expiryMissing: "Saisissez la date d’expiration.",
  securityCodeMissing: "Saisissez le cryptogramme visuel.",
  holderMissing: "Saisissez le nom inscrit sur la carte.",
  numberWrong: "Vérifiez le numéro de carte : un chiffre est faux ou manquant.",
  expiryWrong: "Saisissez le mois et l’année d’expiration inscrits sur la carte.",
  expired: "Cette carte a expiré. Veuillez en utiliser une autre.",
  securityCodeWrong: "Saisissez les {digits} chiffres du cryptogramme visuel.",
  holderWrong: "Vérifiez le nom : saisissez-le tel qu’il figure sur la carte.",
  insecure: "Le paiement par carte est indisponible, car cette page n’est pas sécurisée (https).",
  unavailable: "Le paiement par carte n’est pas disponible pour le moment.",
};
