import type { CardTexts } from "../card-texts.ts";

/** The texts in Japanese. */
export const texts: CardTexts = {
  group: "カード情報",
  number: "カード番号",
  expiry: "有効期限",
  expiryFormat: "月 / 年",
  securityCode: "セキュリティコード",
  holder: "カード名義人",
  numberMissing: "カード番号を入力してください。",
  expiryMissing: "有効期限を入力してください。",
  securityCodeMissing: "セキュリティコードを入力してください。",
  holderMissing: "カード名義人を入力してください。",
  numberWrong: "カード番号に誤りがあるか、桁数が不足しています。ご確認ください。",
  expiryWrong: "有効期限はカードに記載の月と年を入力してください。",
  expired: "このカードは有効期限が切れています。別のカードをご利用ください。",
  securityCodeWrong: "{digits}桁のセキュリティコードを入力してください。",
  holderWrong: "名義人はカードに記載のとおりに入力してください。",
  insecure: "このページは安全な接続（https）ではないため、カードでお支払いいただけません。",
  unavailable: "現在、カードでのお支払いはご利用いただけません。",
};
