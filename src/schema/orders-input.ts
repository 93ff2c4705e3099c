import * as v from "valibot";
import * as field from "./fields.ts";
import { expects, parse } from "./parse.ts";
import * as text from "./text.ts";

/** The orders that are asked about at once. */
export interface FindInput {
  /** 1 to 100 order numbers: the gateway takes no more in one question. */
  readonly orderNumbers: readonly string[];
  /** The terminal they were paid by. Default the first. */
  readonly terminal?: string | undefined;
}

/** Which orders are listed. */
export interface ListInput {
  /** The beginning. The gateway keeps six months. */
  readonly from: Date;
  /** The end, which is not before the beginning. */
  readonly to: Date;
  /**
   * The gateway's time zone, in which it reads dates: an IANA name or an offset such as `"+08:00"`. No source tells it:
   * ask Oceanpayment, or compare with an order of known time. Default the client's `gatewayTimeZone`.
   */
  readonly timeZone?: string | undefined;
  /** The terminal whose orders are listed. Default the first. */
  readonly terminal?: string | undefined;
}

/** Which business orders (refunds, chargebacks and the like) are listed. */
export interface BusinessListInput extends ListInput {
  /** How many a page holds. Default 100; the gateway's own default is 10. */
  readonly pageSize?: 10 | 50 | 100 | undefined;
  /** Which date counts. Left out, the gateway decides. */
  readonly dateType?: "review" | "transaction" | "exception" | undefined;
}

/** Which disputes are listed. */
export interface DisputeListInput extends ListInput {
  /** What kind of notice they came by. */
  readonly noticeType?: "dispute" | "disputes-period" | undefined;
  /** 18 to 21 digits. */
  readonly paymentId?: string | undefined;
  readonly orderNumber?: string | undefined;
}

/** One page of a list. */
export type Paged<Input extends ListInput> = Omit<Input, "timeZone"> & {
  readonly timeZone: string;
  /** From 1. */
  readonly page: number;
};

/** Where a parcel is: of a payment by its id, or by its order number. */
export type TrackingInput = {
  /** At most 100 (inferred). */
  readonly trackingNumber: string;
  /** The carrier's page, at most 500 (inferred). */
  readonly site: string;
  /** The carrier, at most 100 (inferred). */
  readonly handler: string;
  /** The terminal that was used. Default the first. */
  readonly terminal?: string | undefined;
} & (
  | { readonly paymentId: string; readonly orderNumber?: undefined }
  | { readonly orderNumber: string; readonly paymentId?: undefined }
);

const range = {
  from: field.date,
  to: field.date,
  timeZone: field.timeZone,
  terminal: v.optional(field.terminalName),
  page: field.wholeNumber(1, 1_000_000),
};

/** Holds the end of a range against its beginning. */
function isInOrder<Input extends { readonly from: Date; readonly to: Date }>() {
  return v.rawCheck<Input>(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value.from.getTime() <= dataset.value.to.getTime()) return;
    const { value } = dataset;
    addIssue({
      message: expects("invalid_field", "must not be before from"),
      path: [{ type: "object", origin: "value", input: value as never, key: "to", value: value.to }],
    });
  });
}

const findInput = v.strictObject({
  orderNumbers: v.pipe(
    v.array(field.anyOrderNumber, expects("invalid_field", "must be a list of order numbers")),
    v.minLength(1, expects("missing_field", "must hold an order number")),
    v.maxLength(100, expects("invalid_field", "must hold at most 100 order numbers")),
  ),
  terminal: v.optional(field.terminalName),
});

const listInput = v.pipe(v.strictObject(range), isInOrder());

const businessListInput = v.pipe(
  v.strictObject({
    ...range,
    pageSize: v.optional(v.picklist([10, 50, 100], expects("invalid_field", "must be 10, 50 or 100"))),
    dateType: v.optional(field.oneOf("review", "transaction", "exception")),
  }),
  isInOrder(),
);

const disputeListInput = v.pipe(
  v.strictObject({
    ...range,
    noticeType: v.optional(field.oneOf("dispute", "disputes-period")),
    paymentId: v.optional(field.paymentId),
    orderNumber: v.optional(field.orderNumber),
  }),
  isInOrder(),
);

const trackingInput = v.pipe(
  v.strictObject({
    paymentId: v.optional(field.paymentId),
    orderNumber: v.optional(field.orderNumber),
    trackingNumber: text.personText(100, 1),
    site: field.address,
    handler: text.personText(100, 1),
    terminal: v.optional(field.terminalName),
  }),
  v.check(
    ({ paymentId, orderNumber }) => (paymentId === undefined) !== (orderNumber === undefined),
    expects("invalid_field", "must have paymentId or orderNumber, and not both"),
  ),
);

/** Returns the question about orders, checked. @throws InputError with the field and the shape of what came. */
export function parseFindInput(input: unknown): FindInput {
  return parse(findInput, input, "input");
}

/** Returns a list's input, checked. @throws InputError with the field and the shape of what came. */
export function parseListInput(input: unknown): Paged<ListInput> {
  return parse(listInput, input, "input");
}

/** Returns a business list's input, checked. @throws InputError with the field and the shape of what came. */
export function parseBusinessListInput(input: unknown): Paged<BusinessListInput> {
  return parse(businessListInput, input, "input");
}

/** Returns a dispute list's input, checked. @throws InputError with the field and the shape of what came. */
export function parseDisputeListInput(input: unknown): Paged<DisputeListInput> {
  return parse(disputeListInput, input, "input");
}

/** Returns a parcel's input, checked. @throws InputError with the field and the shape of what came. */
export function parseTrackingInput(input: unknown): TrackingInput {
  return parse(trackingInput, input, "input") as TrackingInput;
}
