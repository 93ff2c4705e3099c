import type { CardTexts } from "../card-texts.ts";

/** The texts in Chinese in simplified characters. */
export const texts: CardTexts = {
  group: "银行卡信息",
  number: "卡号",
  expiry: "有效期",
  expiryFormat: "月 / 年",
  securityCode: "安全码",
  holder: "持卡人姓名",
  numberMissing: "请输入卡号。",
  expiryMissing: "请输入有效期。",
  securityCodeMissing: "请输入安全码。",
  holderMissing: "请输入持卡人姓名。",
  numberWrong: "卡号有误或不完整，请检查。",
  expiryWrong: "请按卡面所示输入有效期的月份和年份。",
  expired: "此卡已过期，请使用其他卡。",
  securityCodeWrong: "请输入 {digits} 位数字的安全码。",
  holderWrong: "请检查姓名，须与卡面一致。",
  insecure: "此页面未使用安全连接（https），无法使用银行卡付款。",
  unavailable: "目前无法使用银行卡支付。",
};
