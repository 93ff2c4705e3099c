import { isNavigable } from "../environment.ts";
import { ResponseError } from "../errors.ts";
import { assertAboutOrder } from "../results/about-order.ts";
import { gatewayCode, type PaymentResult, toNotifiedPayment, toPaymentFacts } from "../results/payment-result.ts";
import type { AnswerContext } from "../results/plain-answer.ts";
import { toRefusal } from "../results/refusal.ts";
import { readSignedPayment } from "../results/signed-payment.ts";
import type { CheckedPay } from "../schema/pay-input.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";
import { readXml, readXmlFields } from "../wire/xml.ts";
import { assertNoOutcome } from "./no-outcome.ts";
import { toOrderFields } from "./order-fields.ts";

/** The `methods` value of a card payment, as public integrations send it (agreed, protocol.md §6.6). */
export const CARD_METHOD = "Credit Card";

/**
 * Returns the fields of a direct payment by their wire names, not yet signed: with an encrypted card, a stored payment or
 * a wallet's token. That Apple Pay's token travels in `pay_accountNumber`, as Google Pay's does (stated), is inferred.
 *
 * @throws InputError `invalid_field` where a value reads as a payment's outcome.
 */
export function buildPay(input: CheckedPay, merchant: Merchant): WireFields {
  assertNoOutcome(input, merchant);
  const { googlePayToken, applePayToken } = input;
  const wallet = googlePayToken !== undefined ? "GooglePay" : applePayToken !== undefined ? "ApplePay" : undefined;
  return {
    ...toOrderFields(input, merchant),
    methods: wallet ?? input.methods ?? CARD_METHOD,
    card_data: input.cardData,
    card_name: input.cardName,
    card_issuer: input.cardIssuer,
    pay_installments: input.installments?.toString(),
    pay_cpf: input.cpf,
    pay_cnpj: input.cnpj,
    quickpay_id: input.quickpayId,
    service_mode: input.serviceMode,
    pay_accountNumber: googlePayToken ?? applePayToken,
  };
}

/**
 * Returns what the answer of a direct payment says.
 *
 * @throws ResponseError `gateway_refused`, `duplicate_order`, `wrong_environment` where the gateway refused the request
 * itself; `answer_mismatch` where it speaks of another order; `untrusted_redirect`; `malformed_xml`.
 * @throws SignatureError where the answer must not be believed.
 */
export async function readPayAnswer(
  body: string,
  { sent, environment, secureCodesOf }: AnswerContext,
): Promise<PaymentResult> {
  const fields = readXmlFields(readXml(body));
  const payment = await readSignedPayment(fields, sent.account ?? "", secureCodesOf).catch((error: unknown) => {
    throw toRefusal(fields.payment_details ?? "", { verified: false }) ?? error;
  });
  assertAboutOrder(payment.signed, sent);
  const refusal = payment.signed.status === "failure" && toRefusal(payment.signed.details, { verified: true });
  if (refusal) throw refusal;
  const { pay_url: payUrl } = payment.unsigned;
  if (payment.signed.status !== "pending" || !payUrl) return toNotifiedPayment(payment);
  // pay_url is outside the signature, but this is the gateway's own answer on our own TLS connection.
  if (!isNavigable(payUrl, environment)) {
    throw new ResponseError(
      "untrusted_redirect",
      "the answer sends the shopper to a host that is none of the gateway's",
      {
        gatewayCode: gatewayCode(payment.signed.details),
      },
    );
  }
  return { ...toPaymentFacts(payment, "redirect"), status: "redirect", redirectUrl: new URL(payUrl).href };
}
