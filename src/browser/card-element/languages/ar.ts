import type { CardTexts } from "../card-texts.ts";

/** The texts in Arabic. */
export const texts: CardTexts = {
  group: "بيانات البطاقة",
  number: "رقم البطاقة",
  expiry: "تاريخ الانتهاء",
  // The mark keeps the month on the left, where it is typed: the field itself runs from left to right.
  expiryFormat: "شهر / \u200eسنة",
  securityCode: "رمز الأمان",
  holder: "الاسم على البطاقة",
  numberMissing: "يرجى إدخال رقم البطاقة.",
  expiryMissing: "يرجى إدخال تاريخ انتهاء البطاقة.",
  securityCodeMissing: "يرجى إدخال رمز الأمان.",
  holderMissing: "يرجى إدخال الاسم المكتوب على البطاقة.",
  numberWrong: "يرجى التحقق من رقم البطاقة: أحد الأرقام خاطئ أو ناقص.",
  expiryWrong: "يرجى إدخال شهر وسنة الانتهاء كما يظهران على البطاقة.",
  expired: "انتهت صلاحية هذه البطاقة. يرجى استخدام بطاقة أخرى.",
  securityCodeWrong: "يرجى إدخال رمز الأمان المكوّن من {digits} أرقام.",
  holderWrong: "يرجى التحقق من الاسم وإدخاله كما يظهر على البطاقة.",
  insecure: "الدفع بالبطاقة غير متاح لأن هذه الصفحة غير آمنة (https).",
  unavailable: "الدفع بالبطاقة غير متاح حاليًا.",
};
