import { isNavigable } from "../environment.ts";
import { ResponseError } from "../errors.ts";
import { type JsonObject, objectOf, readJsonData, textOf } from "../results/json-answer.ts";
import type { AnswerContext } from "../results/plain-answer.ts";
import type { CancelStoredInput, CheckedFindStored, CreateStoredInput } from "../schema/quickpay-input.ts";

interface StoredFacts {
  /** No source tells whether this answer is signed: it is believed because it came over TLS from the gateway's host. */
  readonly verified: false;
  /** Oceanpayment's number of the request. */
  readonly orderReference: string;
  /** Your number of the request. */
  readonly merchantReference: string;
  /** All of the answer's `data`. Integers beyond 2^53 are text. */
  readonly data: JsonObject;
}

/** What the storing of a payment answered: a page to go to, or that the shopper has nothing to do. */
export type CreateStoredResult =
  | (StoredFacts & {
      readonly status: "redirect";
      /** https on a known host of the gateway. The result is posted to `redirectUrl` of the input. */
      readonly redirectUrl: string;
    })
  | (StoredFacts & { readonly status: "pending" });

/** A stored payment. `status` is `"approved"` where it can be charged: the gateway's `1` (stated); else `"pending"`. */
export interface StoredPayment extends StoredFacts {
  readonly status: "approved" | "pending";
  /** What `quickpay.charge` takes; empty while there is none. */
  readonly quickpayId: string;
  readonly methods: string;
  /** Until when, as the gateway writes it; empty where it does not say. */
  readonly expiryTime: string;
}

/** What the cancellation of a stored payment answered: it can't be charged any more. */
export interface CancelStoredResult {
  readonly status: "approved";
  readonly verified: false;
  readonly quickpayId: string;
  /** All of the answer's `data`. */
  readonly data: JsonObject;
}

/** Returns the JSON that stores a payment method (stated, protocol.md §6.5). */
export function buildCreateStored(input: CreateStoredInput): object {
  const { billing } = input;
  return {
    order: {
      currency: input.currency,
      amount: input.amount,
      methods: input.methods,
      redirectUrl: input.redirectUrl,
      notifyUrl: input.noticeUrl,
      remark: input.remark,
      ip: billing.ip,
      description: input.description,
    },
    merchant: { referenceId: input.merchantReference },
    billing: {
      firstname: billing.firstName,
      lastname: billing.lastName,
      email: billing.email,
      phone: billing.phone,
      country: billing.country,
      state: billing.state,
      city: billing.city,
      address: billing.address,
      zip: billing.zip,
    },
    customer: { id: input.customerId },
    device: input.device,
    ...input.more,
  };
}

/** Returns the JSON that asks for a stored payment. */
export function buildFindStored(input: CheckedFindStored): object {
  const { quickpayId, customerId, merchantReference, orderReference } = input;
  return {
    ...(orderReference !== undefined && { order: { referenceId: orderReference } }),
    ...(merchantReference !== undefined && { merchant: { referenceId: merchantReference } }),
    ...(customerId !== undefined && { customer: { id: customerId } }),
    ...(quickpayId !== undefined && { quickpay: { id: quickpayId } }),
  };
}

/** Returns the JSON that cancels a stored payment. */
export function buildCancelStored({ quickpayId }: CancelStoredInput): object {
  return { quickpay: { id: quickpayId } };
}

/**
 * Returns what the storing of a payment answered.
 *
 * @throws ResponseError `gateway_refused`, `wrong_environment`, `answer_mismatch`, `untrusted_redirect`,
 * `unexpected_answer`, `malformed_json`.
 */
export function readCreateStoredAnswer(body: string, context: AnswerContext): CreateStoredResult {
  const data = readAbout(body, context);
  const url = textOf(data.url);
  if (url === "") return { status: "pending", ...factsOf(data) };
  if (!isNavigable(url, context.environment)) {
    throw new ResponseError(
      "untrusted_redirect",
      "the answer sends the shopper to a host that is none of the gateway's: add it to environment.navigationHosts if it is the method's",
    );
  }
  return { status: "redirect", redirectUrl: new URL(url).href, ...factsOf(data) };
}

/**
 * Returns a stored payment.
 *
 * @throws ResponseError `gateway_refused`, `wrong_environment`, `answer_mismatch`, `unexpected_answer`, `malformed_json`.
 */
export function readFindStoredAnswer(body: string, context: AnswerContext): StoredPayment {
  const data = readAbout(body, context);
  const quickpay = objectOf(data.quickpay);
  return {
    status: textOf(quickpay.status) === "1" ? "approved" : "pending",
    quickpayId: textOf(quickpay.id),
    expiryTime: textOf(quickpay.expiryTime),
    methods: textOf(objectOf(data.order).methods),
    ...factsOf(data),
  };
}

/**
 * Returns what the cancellation of a stored payment answered.
 *
 * @throws ResponseError `gateway_refused`, `wrong_environment`, `answer_mismatch`, `unexpected_answer`, `malformed_json`.
 */
export function readCancelStoredAnswer(body: string, context: AnswerContext): CancelStoredResult {
  const data = readAbout(body, context);
  return { status: "approved", verified: false, quickpayId: context.sent["quickpay.id"] ?? "", data };
}

function readAbout(body: string, { sent }: AnswerContext): JsonObject {
  const data = readJsonData(body);
  const found: Readonly<Record<string, string>> = {
    account: textOf(data.account),
    terminal: textOf(data.terminal),
    "order.referenceId": textOf(objectOf(data.order).referenceId),
    "merchant.referenceId": textOf(objectOf(data.merchant).referenceId),
    "customer.id": textOf(objectOf(data.customer).id),
    "quickpay.id": textOf(objectOf(data.quickpay).id),
  };
  const differing = Object.keys(found).filter((name) => found[name] && sent[name] && found[name] !== sent[name]);
  if (differing.length > 0) {
    throw new ResponseError("answer_mismatch", `the answer is about another ${differing.join(", ")}`);
  }
  return data;
}

function factsOf(data: JsonObject): StoredFacts {
  return {
    verified: false,
    orderReference: textOf(objectOf(data.order).referenceId),
    merchantReference: textOf(objectOf(data.merchant).referenceId),
    data,
  };
}
