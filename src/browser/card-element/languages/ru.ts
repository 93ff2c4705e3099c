import type { CardTexts } from "../card-texts.ts";

/** The texts in Russian. */
export const texts: CardTexts = {
  group: "Данные карты",
  number: "Номер карты",
  expiry: "Срок действия",
  expiryFormat: "ММ / ГГ",
  securityCode: "Код безопасности",
  holder: "Имя на карте",
  numberMissing: "Введите номер карты.",
  expiryMissing: "Введите срок действия карты.",
  securityCodeMissing: "Введите код безопасности.",
  holderMissing: "Введите имя, указанное на карте.",
  numberWrong: "Проверьте номер карты: одна из цифр неверна или пропущена.",
  expiryWrong: "Введите месяц и год, указанные на карте.",
  expired: "Срок действия карты истёк. Используйте другую карту.",
  securityCodeWrong: "Введите {digits} цифры кода безопасности.",
  holderWrong: "Проверьте имя: введите его так, как на карте.",
  insecure: "Оплата картой недоступна: страница открыта без защищённого соединения (https).",
  unavailable: "Оплата картой сейчас недоступна.",
};
