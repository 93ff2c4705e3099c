import type { CardTexts } from "../card-texts.ts";

/** The texts in Indonesian. */
export const texts: CardTexts = {
  group: "Detail kartu",
  number: "Nomor kartu",
  expiry: "Masa berlaku",
  expiryFormat: "BB / TT",
  securityCode: "Kode keamanan",
  holder: "Nama pada kartu",
  numberMissing: "Masukkan nomor kartu.",
  expiryMissing: "Masukkan masa berlaku kartu.",
  securityCodeMissing: "Masukkan kode keamanan.",
  holderMissing: "Masukkan nama yang tertera pada kartu.",
  numberWrong: "Periksa nomor kartu: ada angka yang salah atau kurang.",
  expiryWrong: "Masukkan bulan dan tahun yang tertera pada kartu.",
  expired: "Kartu ini sudah kedaluwarsa. Silakan gunakan kartu lain.",
  securityCodeWrong: "Masukkan {digits} angka kode keamanan.",
  holderWrong: "Periksa nama: masukkan seperti yang tertera pada kartu.",
  insecure: "Pembayaran dengan kartu tidak tersedia karena halaman ini tidak aman (https).",
  unavailable: "Pembayaran dengan kartu tidak tersedia saat ini.",
};
