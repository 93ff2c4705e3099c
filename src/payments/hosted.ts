import { isNavigable } from "../environment.ts";
import { ResponseError, SignatureError } from "../errors.ts";
import { assertAboutOrder } from "../results/about-order.ts";
import { type CodeAndText, type PaymentReason, readDetails, reasonOf } from "../results/codes.ts";
import type { AnswerContext, AnswerFields } from "../results/plain-answer.ts";
import { toRefusal } from "../results/refusal.ts";
import type { HostedInput } from "../schema/hosted-input.ts";
import type { Merchant } from "../wire/merchant.ts";
import { operations } from "../wire/operations.ts";
import { matchSignature, type WireFields } from "../wire/signing.ts";
import { readXml, readXmlFields } from "../wire/xml.ts";
import { assertNoOutcome } from "./no-outcome.ts";
import { toOrderFields } from "./order-fields.ts";
import { CARD_METHOD } from "./pay.ts";

interface HostedFacts extends CodeAndText {
  /** The answer's signature was checked: by the order one integration states (protocol.md §4.1). */
  readonly verified: true;
  /** Oceanpayment's id of the payment; empty where the gateway made none. */
  readonly paymentId: string;
  readonly orderNumber: string;
  readonly reason: PaymentReason;
  /** All fields of the answer by their wire names, but for the signature. */
  readonly fields: AnswerFields;
}

/** The shopper must go to `redirectUrl` to pay. Nothing is paid yet. */
export interface HostedRedirect extends HostedFacts {
  readonly status: "redirect";
  /** https on a known host of the gateway. */
  readonly redirectUrl: string;
}

/** The gateway made no page for this payment. */
export interface HostedDeclined extends HostedFacts {
  readonly status: "declined";
}

/** What the call for a hosted page can answer. */
export type HostedResult = HostedRedirect | HostedDeclined;

/** Returns the fields of a hosted payment by their wire names, not yet signed: for the server's call and for the form. */
export function buildHosted(input: HostedInput, merchant: Merchant): WireFields {
  assertNoOutcome(input, merchant);
  return {
    ...toOrderFields(input, merchant),
    methods: input.methods ?? CARD_METHOD,
    logoUrl: input.logoUrl,
    cssUrl: input.cssUrl,
    language: input.language,
    cart_info: input.cartInfo,
    cart_api: input.cartApi,
    itemList: input.itemList,
  };
}

const ROW = operations.createHostedAnswer;

/**
 * Returns what the answer of `sendTrade` says. `pay_results` 1 with a `pay_url` is a page to go to; anything else is none
 * (one integration).
 *
 * @throws ResponseError `gateway_refused`, `duplicate_order`, `wrong_environment`, `answer_mismatch`,
 * `untrusted_redirect`, `malformed_xml`. @throws SignatureError where the answer must not be believed.
 */
export async function readHostedAnswer(
  body: string,
  { sent, environment, secureCodesOf }: AnswerContext,
): Promise<HostedResult> {
  const fields = readXmlFields(readXml(body));
  const { signValue = "", ...rest } = fields;
  const { pay_details: details = "", pay_url: payUrl = "", pay_results: results = "" } = rest;
  if (!(await isSigned(fields, secureCodesOf))) {
    throw (
      toRefusal(details, { verified: false }) ??
      new SignatureError(
        signValue === "" ? "missing_signature" : "invalid_signature",
        "the answer's signature is missing or wrong: it is not the gateway's, or the terminal's secureCode is another",
      )
    );
  }
  assertAboutOrder(
    {
      account: rest.account ?? "",
      terminal: rest.terminal ?? "",
      orderNumber: rest.order_number ?? "",
      currency: rest.order_currency ?? "",
      amount: rest.order_amount ?? "",
      notes: "",
    },
    sent,
  );
  const said = readDetails(details);
  const facts = {
    verified: true,
    paymentId: rest.payment_id ?? "",
    orderNumber: rest.order_number ?? "",
    ...said,
    fields: Object.freeze(rest),
  } as const;
  const factsOf = <Status extends HostedResult["status"]>(status: Status) => ({
    status,
    ...facts,
    reason: reasonOf(said.gatewayCode, status),
  });
  if (results !== "1" || payUrl === "") {
    const refusal = toRefusal(details, { verified: true });
    if (refusal) throw refusal;
    return factsOf("declined");
  }
  if (!isNavigable(payUrl, environment)) {
    throw new ResponseError(
      "untrusted_redirect",
      "the answer sends the shopper to a host that is none of the gateway's",
      { gatewayCode: said.gatewayCode },
    );
  }
  return { ...factsOf("redirect"), redirectUrl: new URL(payUrl).href };
}

/** By the secret of the terminal that the answer names; an unknown one has none. */
async function isSigned(fields: AnswerFields, secureCodesOf: AnswerContext["secureCodesOf"]): Promise<boolean> {
  for (const secureCode of secureCodesOf(fields.terminal ?? "")) {
    if (await matchSignature(ROW, fields, secureCode, fields.signValue)) return true;
  }
  return false;
}
