import * as v from "valibot";
import { InputError } from "../errors.ts";
import * as field from "./fields.ts";
import { detailMembers, orderMembers, type OrderToPay, type PaymentDetails } from "./order-input.ts";
import { expects, parse } from "./parse.ts";
import * as text from "./text.ts";

/** A card that the page encrypted. */
export interface CardSource {
  /** What `encryptCard` returned in the page. */
  readonly cardData: string;
  /** The card holder's name, which is in no encrypted format. At most 100 (inferred). */
  readonly cardName?: string | undefined;
  /** The issuing bank, at most 250. */
  readonly cardIssuer?: string | undefined;
  /** How many instalments to pay in, 1 to 99 (inferred). */
  readonly installments?: number | undefined;
  /** A Brazilian payer's tax number, at most 50 (inferred). */
  readonly cpf?: string | undefined;
  /** A Brazilian company's tax number, at most 50 (inferred). */
  readonly cnpj?: string | undefined;
}

/** A stored payment. */
export interface QuickpaySource {
  /** The stored payment's id, a UUID. */
  readonly quickpayId: string;
  /** The method it was stored for. Default `"Credit Card"`. */
  readonly methods?: string | undefined;
}

/** A wallet of the shopper's. */
export interface GooglePaySource {
  /** The JSON text of Google Pay's `paymentMethodData.tokenizationData.token` (stated, protocol.md §6.1). */
  readonly googlePayToken: string;
}

/** A wallet of the shopper's. */
export interface ApplePaySource {
  /** The JSON text of Apple Pay's payment token. That it travels as Google Pay's does is inferred. */
  readonly applePayToken: string;
}

/** What a direct payment is paid with: exactly one of these. */
export type PaymentSource = CardSource | QuickpaySource | GooglePaySource | ApplePaySource;

/** A payment by the server itself. Take amount, currency and order from your own stored order, never from the page. */
export type PayInput = OrderToPay & PaymentDetails & PaymentSource;

/** A charge of a stored payment. */
export interface ChargeInput extends OrderToPay, PaymentDetails, QuickpaySource {
  /**
   * What kind of charge it is: `S1` a single one, `W1` `M1` `Q1` `H1` `Y1` the first of a weekly, monthly, quarterly,
   * half-yearly or yearly row (stated, protocol.md §6.5). The codes of renewals no source tells: any text of that shape,
   * a capital and one or two digits, is sent.
   */
  readonly serviceMode: "S1" | "W1" | "M1" | "Q1" | "H1" | "Y1" | (string & {});
}

/** A direct payment's input as it is checked: which source it has shows by what is there. */
export type CheckedPay = OrderToPay &
  PaymentDetails &
  Maybe<CardSource & QuickpaySource & GooglePaySource & ApplePaySource & Pick<ChargeInput, "serviceMode">>;

type Maybe<Kind> = { readonly [Name in keyof Kind]?: Kind[Name] | undefined };
const SOURCES = ["cardData", "quickpayId", "googlePayToken", "applePayToken"] as const;

const members = {
  ...orderMembers,
  ...detailMembers,
  cardData: v.optional(field.cardData),
  cardName: text.optionalText(100),
  cardIssuer: text.optionalText(250),
  installments: v.optional(field.wholeNumber(1, 99)),
  cpf: text.optionalText(50),
  cnpj: text.optionalText(50),
  quickpayId: v.optional(field.quickpayId),
  methods: v.optional(field.methods),
  googlePayToken: v.optional(field.walletToken),
  applePayToken: v.optional(field.walletToken),
};

const payInput = v.pipe(v.strictObject(members), field.fitsCurrency());

const chargeInput = v.pipe(
  v.strictObject({
    ...orderMembers,
    ...detailMembers,
    quickpayId: field.quickpayId,
    methods: v.optional(field.methods),
    serviceMode: v.pipe(
      v.string(expects("invalid_field", "must be a capital letter and one or two digits, such as S1")),
      v.check(
        (value) => /^[A-Z]\d{1,2}$/.test(value),
        expects("invalid_field", "must be a capital letter and one or two digits, such as S1"),
      ),
    ),
  }),
  field.fitsCurrency(),
);

/** The members that go with one source alone. */
const BESIDE: Readonly<Record<string, (typeof SOURCES)[number]>> = {
  cardName: "cardData",
  cardIssuer: "cardData",
  installments: "cardData",
  cpf: "cardData",
  cnpj: "cardData",
  methods: "quickpayId",
};

/**
 * Returns a payment's input, checked, its text cleaned as it will be sent and signed.
 *
 * @throws InputError with the field and the shape of what came.
 */
export function parsePayInput(input: unknown): CheckedPay {
  const parsed: CheckedPay = parse(payInput, input, "input");
  const given = SOURCES.filter((name) => parsed[name] !== undefined);
  const [source] = given;
  if (source === undefined) {
    throw new InputError("missing_field", `"cardData" or another of ${SOURCES.join(", ")} must be given, got nothing`, {
      field: "cardData",
    });
  }
  const stray =
    given[1] ?? Object.keys(BESIDE).find((name) => parsed[name as "cardName"] !== undefined && BESIDE[name] !== source);
  if (stray !== undefined) {
    throw new InputError("invalid_field", `"${stray}" must not be given beside "${source}"`, { field: stray });
  }
  return parsed;
}

/**
 * Returns a charge's input, checked.
 *
 * @throws InputError with the field and the shape of what came.
 */
export function parseChargeInput(input: unknown): CheckedPay {
  return parse(chargeInput, input, "input");
}
