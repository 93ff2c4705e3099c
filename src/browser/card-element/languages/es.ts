import type { CardTexts } from "../card-texts.ts";

/** The texts in Spanish. */
export const texts: CardTexts = {
  group: "Datos de la tarjeta",
  number: "Número de tarjeta",
  expiry: "Fecha de caducidad",
  expiryFormat: "MM / AA",
  securityCode: "Código de seguridad",
  holder: "Nombre en la tarjeta",
  numberMissing: "Introduzca el número de tarjeta.",
  expiryMissing: "Introduzca la fecha de caducidad.",
  securityCodeMissing: "Introduzca el código de seguridad.",
  holderMissing: "Introduzca el nombre que figura en la tarjeta.",
  numberWrong: "Revise el número de tarjeta: falta un dígito o hay uno incorrecto.",
  expiryWrong: "Introduzca el mes y el año de caducidad que figuran en la tarjeta.",
  expired: "Esta tarjeta ha caducado. Utilice otra tarjeta.",
  securityCodeWrong: "Introduzca los {digits} dígitos del código de seguridad.",
  holderWrong: "Revise el nombre: debe coincidir con el de la tarjeta.",
  insecure: "El pago con tarjeta no está disponible porque esta página no es segura (https).",
  unavailable: "El pago con tarjeta no está disponible en este momento.",
};
