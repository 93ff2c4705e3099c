import { type Environment, isNavigable } from "../environment.ts";
import { InputError, KeyError, OceanpaymentError, ResponseError } from "../errors.ts";
import { orderMismatches } from "../results/match-order.ts";
import { gatewayCode, type PaymentResult, toNotifiedPayment, toPaymentFacts } from "../results/payment-result.ts";
import { toRefusal } from "../results/refusal.ts";
import { readSignedPayment, type SecureCodesOf, type VerifiedPayment } from "../results/signed-payment.ts";
import type { PayInput } from "../schema/pay-input.ts";
import { countOutcomeCuts } from "../wire/outcome-cuts.ts";
import type { WireFields } from "../wire/signing.ts";
import { readXml, readXmlFields } from "../wire/xml.ts";
import { toAddressFields } from "./address-fields.ts";

/** The `methods` value of a card payment, as public integrations send it (agreed, protocol.md §6.6). */
const CARD_METHOD = "Credit Card";

/**
 * Returns the fields of a direct card payment by their wire names, not yet signed.
 *
 * @throws InputError `invalid_field` where a value reads as a payment's outcome.
 */
export function buildPay(input: PayInput, account: string, terminal: string): WireFields {
  assertNoOutcome(input, account, terminal);
  return {
    account,
    terminal,
    methods: CARD_METHOD,
    order_number: input.orderNumber,
    order_currency: input.currency,
    order_amount: input.amount,
    order_notes: input.notes,
    backUrl: input.backUrl,
    noticeUrl: input.noticeUrl,
    card_data: input.cardData,
    card_name: input.cardName,
    card_issuer: input.cardIssuer,
    ...toAddressFields(input.billing, input.shipping),
  };
}

/** What a payment's answer is read with. */
export interface PayAnswerContext {
  /** The fields that were sent. */
  readonly sent: WireFields;
  readonly environment: Environment;
  readonly secureCodesOf: SecureCodesOf;
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
  { sent, environment, secureCodesOf }: PayAnswerContext,
): Promise<PaymentResult> {
  const fields = readXmlFields(readXml(body));
  const payment = await readSignedPayment(fields, sent.account ?? "", secureCodesOf).catch((error: unknown) => {
    throw toRefusal(fields.payment_details ?? "", { verified: false }) ?? error;
  });
  assertAboutOrder(payment, sent);
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
  return { ...toPaymentFacts(payment), status: "redirect", redirectUrl: new URL(payUrl).href };
}

/**
 * Neither what is signed here nor what the gateway will sign of it may read as an outcome by itself. A request that does
 * would lend its signature to a forged result; a result with a second outcome could not be told from a forged one. Values
 * stand one after another with no mark between them, so each row is looked at as a whole.
 */
function assertNoOutcome(
  { orderNumber, currency, amount, notes, billing }: PayInput,
  account: string,
  terminal: string,
) {
  const order = [["orderNumber", account + terminal + orderNumber + currency + amount]] as const;
  const person = (["firstName", "lastName", "email"] as const).map(
    (name) => [`billing.${name}`, billing[name]] as const,
  );
  for (const row of [
    [...order, ...person],
    [...order, ["notes", notes ?? ""] as const],
  ]) {
    let text = "";
    const found = row.find(([, value]) => countOutcomeCuts((text += value)) > 0);
    if (!found) continue;
    const [field] = found;
    throw new InputError(
      "invalid_field",
      `"${field}" must not read as a payment's outcome, with what is signed before it`,
      {
        field,
      },
    );
  }
}

function assertAboutOrder({ signed }: VerifiedPayment, sent: WireFields): void {
  const differing = orderMismatches(signed, {
    account: sent.account ?? "",
    terminal: sent.terminal ?? "",
    orderNumber: sent.order_number ?? "",
    currency: sent.order_currency ?? "",
    amount: sent.order_amount ?? "",
  });
  if (differing.length > 0) {
    throw new ResponseError(
      "answer_mismatch",
      `the answer is about another order: it differs in ${differing.join(", ")}`,
    );
  }
}

/** Gives an error of a call that was sent what is needed to ask for its outcome. */
export function withOrder(error: unknown, sent: WireFields): unknown {
  if (!(error instanceof OceanpaymentError)) return error;
  const { account = "", terminal = "", order_number: orderNumber = "" } = sent;
  const order = Object.freeze({ account, terminal, orderNumber });
  Object.defineProperty(error, "order", { value: order, enumerable: true });
  // What is wrong with a value or a key is met before anything leaves.
  const value = error instanceof InputError || error instanceof KeyError ? "nothing-sent" : "unknown";
  if (error.outcome === undefined) Object.defineProperty(error, "outcome", { value, enumerable: true });
  return error;
}
