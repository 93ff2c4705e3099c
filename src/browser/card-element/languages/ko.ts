import type { CardTexts } from "../card-texts.ts";

/** The texts in Korean. */
export const texts: CardTexts = {
  group: "카드 정보",
  number: "카드 번호",
  expiry: "유효기간",
  expiryFormat: "월 / 년",
  securityCode: "보안 코드(CVC)",
  holder: "카드 소유자 이름",
  numberMissing: "카드 번호를 입력해 주세요.",
  expiryMissing: "유효기간을 입력해 주세요.",
  securityCodeMissing: "보안 코드를 입력해 주세요.",
  holderMissing: "카드에 표시된 이름을 입력해 주세요.",
  numberWrong: "카드 번호가 잘못되었거나 부족합니다. 다시 확인해 주세요.",
  expiryWrong: "카드에 표시된 유효기간의 월과 년을 입력해 주세요.",
  expired: "유효기간이 지난 카드입니다. 다른 카드를 사용해 주세요.",
  securityCodeWrong: "보안 코드 {digits}자리를 입력해 주세요.",
  holderWrong: "이름을 확인하고 카드에 표시된 대로 입력해 주세요.",
  insecure: "이 페이지는 보안 연결(https)이 아니어서 카드로 결제할 수 없습니다.",
  unavailable: "지금은 카드로 결제할 수 없습니다.",
};
