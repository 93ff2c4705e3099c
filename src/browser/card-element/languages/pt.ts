import type { CardTexts } from "../card-texts.ts";

/** The texts in Portuguese, in words that Brazil and Portugal share. */
export const texts: CardTexts = {
  group: "Dados do cartão",
  number: "Número do cartão",
  expiry: "Validade",
  expiryFormat: "MM / AA",
  securityCode: "Código de segurança",
  holder: "Nome no cartão",
  numberMissing: "Insira o número do cartão.",
  expiryMissing: "Insira a data de validade.",
  securityCodeMissing: "Insira o código de segurança.",
  holderMissing: "Insira o nome que está no cartão.",
  numberWrong: "Verifique o número do cartão: há um dígito errado ou em falta.",
  expiryWrong: "Insira o mês e o ano de validade como estão no cartão.",
  expired: "Este cartão expirou. Utilize outro cartão.",
  securityCodeWrong: "Insira os {digits} dígitos do código de segurança.",
  holderWrong: "Verifique o nome: insira-o como está no cartão.",
  insecure: "O pagamento com cartão não está disponível, porque esta página não é segura (https).",
  unavailable: "O pagamento com cartão não está disponível no momento.",
};
