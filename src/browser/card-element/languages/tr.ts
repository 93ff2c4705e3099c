import type { CardTexts } from "../card-texts.ts";

/** The texts in Turkish. */
export const texts: CardTexts = {
  group: "Kart bilgileri",
  number: "Kart numarası",
  expiry: "Son kullanma tarihi",
  expiryFormat: "AA / YY",
  securityCode: "Güvenlik kodu",
  holder: "Kart üzerindeki isim",
  numberMissing: "Lütfen kart numarasını girin.",
  expiryMissing: "Lütfen son kullanma tarihini girin.",
  securityCodeMissing: "Lütfen güvenlik kodunu girin.",
  holderMissing: "Lütfen kart üzerindeki ismi girin.",
  numberWrong: "Lütfen kart numarasını kontrol edin: bir rakam hatalı veya eksik.",
  expiryWrong: "Lütfen kart üzerindeki ayı ve yılı girin.",
  expired: "Bu kartın süresi dolmuş. Lütfen başka bir kart kullanın.",
  securityCodeWrong: "Lütfen {digits} haneli güvenlik kodunu girin.",
  holderWrong: "Lütfen ismi kontrol edin ve kartta yazdığı gibi girin.",
  insecure: "Bu sayfa güvenli (https) olmadığı için kartla ödeme yapılamıyor.",
  unavailable: "Kartla ödeme şu anda kullanılamıyor.",
};
