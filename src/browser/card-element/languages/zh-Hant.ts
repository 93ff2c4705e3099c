import type { CardTexts } from "../card-texts.ts";

/** The texts in Chinese in traditional characters. */
export const texts: CardTexts = {
  group: "信用卡資料",
  number: "卡號",
  expiry: "有效期限",
  expiryFormat: "月 / 年",
  securityCode: "安全碼",
  holder: "持卡人姓名",
  numberMissing: "請輸入卡號。",
  expiryMissing: "請輸入有效期限。",
  securityCodeMissing: "請輸入安全碼。",
  holderMissing: "請輸入持卡人姓名。",
  numberWrong: "卡號有誤或不完整，請檢查。",
  expiryWrong: "請依卡面所示輸入有效期限的月份和年份。",
  expired: "此卡已過期，請使用其他卡片。",
  securityCodeWrong: "請輸入 {digits} 位數的安全碼。",
  holderWrong: "請檢查姓名，須與卡面一致。",
  insecure: "此網頁未使用安全連線（https），無法使用卡片付款。",
  unavailable: "目前無法使用信用卡付款。",
};
