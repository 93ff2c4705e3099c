import type { CardTexts } from "../card-texts.ts";

/** The texts in Thai. */
export const texts: CardTexts = {
  group: "ข้อมูลบัตร",
  number: "หมายเลขบัตร",
  expiry: "วันหมดอายุ",
  expiryFormat: "ดด / ปป",
  securityCode: "รหัสความปลอดภัย",
  holder: "ชื่อบนบัตร",
  numberMissing: "โปรดกรอกหมายเลขบัตร",
  expiryMissing: "โปรดกรอกวันหมดอายุ",
  securityCodeMissing: "โปรดกรอกรหัสความปลอดภัย",
  holderMissing: "โปรดกรอกชื่อบนบัตร",
  numberWrong: "โปรดตรวจสอบหมายเลขบัตร มีตัวเลขผิดหรือไม่ครบ",
  expiryWrong: "โปรดกรอกเดือนและปีหมดอายุตามที่แสดงบนบัตร",
  expired: "บัตรนี้หมดอายุแล้ว โปรดใช้บัตรอื่น",
  securityCodeWrong: "โปรดกรอกรหัสความปลอดภัย {digits} หลัก",
  holderWrong: "โปรดตรวจสอบชื่อและกรอกให้ตรงกับบนบัตร",
  insecure: "ไม่สามารถชำระด้วยบัตรได้ เนื่องจากหน้านี้ไม่ปลอดภัย (https)",
  unavailable: "ขณะนี้ไม่สามารถชำระเงินด้วยบัตรได้",
};
