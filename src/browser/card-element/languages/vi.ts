import type { CardTexts } from "../card-texts.ts";

/** The texts in Vietnamese. */
export const texts: CardTexts = {
  group: "Thông tin thẻ",
  number: "Số thẻ",
  expiry: "Ngày hết hạn",
  expiryFormat: "MM / YY",
  securityCode: "Mã bảo mật",
  holder: "Tên trên thẻ",
  numberMissing: "Vui lòng nhập số thẻ.",
  expiryMissing: "Vui lòng nhập ngày hết hạn.",
  securityCodeMissing: "Vui lòng nhập mã bảo mật.",
  holderMissing: "Vui lòng nhập tên trên thẻ.",
  numberWrong: "Vui lòng kiểm tra số thẻ: có chữ số bị sai hoặc thiếu.",
  expiryWrong: "Vui lòng nhập tháng và năm hết hạn như trên thẻ.",
  expired: "Thẻ này đã hết hạn. Vui lòng dùng thẻ khác.",
  securityCodeWrong: "Vui lòng nhập {digits} chữ số của mã bảo mật.",
  holderWrong: "Vui lòng kiểm tra và nhập tên đúng như trên thẻ.",
  insecure: "Không thể thanh toán bằng thẻ vì trang này không an toàn (https).",
  unavailable: "Hiện không thể thanh toán bằng thẻ.",
};
