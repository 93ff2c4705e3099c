import { toHex } from "../bytes/hex.ts";
import { utf8 } from "../bytes/utf8.ts";
import { isExpired, toCardExpiry } from "../card/card-expiry.ts";
import { isCardNumber } from "../card/card-number.ts";
import { sha256 } from "../crypto/sha256.ts";
import { VALUE_FORMS, type ValueForm } from "../wire/clean.ts";
import { operations } from "../wire/operations.ts";
import { sign, type WireFields } from "../wire/signing.ts";
import { readUrl } from "../environment.ts";
import { hasControl } from "../wire/xml-text.ts";
import { openCardData, type OpenedCard } from "./open-card-data.ts";
import type { SandboxPayment, SandboxState } from "./sandbox-state.ts";
import { type CardDecision, testCards } from "./test-cards.ts";

/** A terminal of the simulated gateway. */
export interface SandboxTerminal {
  readonly terminal: string;
  readonly secureCode: string;
}

/** What the simulated gateway handles a payment with. */
export interface DirectPayContext {
  readonly account: string;
  readonly terminals: readonly SandboxTerminal[];
  readonly privateKey: JsonWebKey;
  readonly state: SandboxState;
  readonly nowMs: number;
}

/** An interface code and its text: why the gateway refuses a request. */
export type Refusal = readonly [code: string, text: string];

/** The refusals whose codes are stated (protocol.md §6.3). */
const REFUSED = {
  unknownTerminal: ["20004", "Account and terminal do not match"],
  signature: ["20013", "signValue is wrong"],
  orderNumber: ["20018", "order_number is too long"],
  amount: ["20021", "order_amount is invalid"],
  currency: ["20023", "order_currency is wrong"],
  cardNumber: ["20027", "Invalid card number"],
  expiry: ["20038", "Invalid expiry date"],
  securityCode: ["20040", "Invalid secure code"],
  email: ["20050", "billing_email is wrong"],
  duplicate: ["20061", "Duplicate order"],
} as const satisfies Record<string, Refusal>;

/** Refusals of requests that nobody proved to have signed. */
export const UNSIGNED_REFUSALS: readonly string[] = [REFUSED.unknownTerminal[0], REFUSED.signature[0]];

/** The lengths of fields (stated, §6.1) whose own interface codes no source states. The least is 1 where one is needed. */
const LENGTHS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  backUrl: [1, 500],
  noticeUrl: [0, 500],
  methods: [1, 50],
  order_number: [1, Number.POSITIVE_INFINITY],
  billing_firstName: [1, 50],
  billing_lastName: [1, 50],
  billing_email: [0, 50],
  billing_country: [1, 100],
  billing_phone: [0, 50],
  billing_state: [0, 100],
  billing_city: [0, 500],
  billing_address: [0, 500],
  billing_zip: [0, 50],
  billing_ip: [0, 50],
  card_data: [1, Number.POSITIVE_INFINITY],
  card_issuer: [0, 250],
};

/** Refused with the first code of the range (inferred): no source states another. */
const OTHER_REFUSAL = (what: string): Refusal => ["20001", what];

/** What a card's decision makes of a payment. The codes are stated (§6.3); which one a step that is due has is inferred. */
const DECISIONS: Readonly<Record<CardDecision, Pick<SandboxPayment, "status" | "details">>> = {
  approve: { status: "1", details: "80000:Transaction Approved" },
  decline: { status: "0", details: "80012:Transaction Declined" },
  "insufficient-funds": { status: "0", details: "80022:Insufficient Funds" },
  challenge: { status: "-1", details: "80100:3-D Secure is due" },
  pending: { status: "-1", details: "80100:Transaction Processing" },
};

/** Thirty days, in which an order that succeeded is a duplicate (stated, §6.3). */
const DUPLICATE_MS = 30 * 86_400_000;

/** Handles `/gateway/direct/pay` with `card_data`: returns the new payment, or why the request is refused. */
export async function payDirectly(fields: WireFields, context: DirectPayContext): Promise<SandboxPayment | Refusal> {
  const terminal = context.terminals.find((item) => item.terminal === fields.terminal);
  if (!terminal || fields.account !== context.account) return REFUSED.unknownTerminal;
  if (!(await isSigned(fields, terminal.secureCode))) return REFUSED.signature;
  const refusal = checkFields(fields);
  if (refusal) return refusal;
  const card = await openCardData(fields.card_data ?? "", context.privateKey, { unsafeAllowDocument: true }).catch(
    () => undefined,
  );
  const cardRefusal = checkCard(card, context.nowMs);
  if (!card || cardRefusal) return cardRefusal ?? REFUSED.cardNumber;
  const earlier = await context.state.paymentsOf(terminal.terminal, fields.order_number ?? "");
  if (
    earlier.some((item) => item.status === "1" && context.nowMs - (item.endedAtMs ?? item.createdAtMs) < DUPLICATE_MS)
  )
    return REFUSED.duplicate;
  return toPayment(fields, card, context);
}

/** Strict: every rule that some source gives for signed values must lead to the signature (protocol.md §4.2). */
async function isSigned(fields: WireFields, secureCode: string): Promise<boolean> {
  const row = operations["payments.pay"];
  for (const form of Object.keys(VALUE_FORMS) as ValueForm[]) {
    const changed = Object.entries(fields).map(([name, value = ""]) => [name, VALUE_FORMS[form](value)]);
    if ((await sign(row, Object.fromEntries(changed), secureCode)) !== fields.signValue) return false;
  }
  return true;
}

function checkFields(fields: WireFields): Refusal | undefined {
  for (const [name, [least, most]] of Object.entries(LENGTHS)) {
    const { length } = [...(fields[name] ?? "")];
    if (length < least) return OTHER_REFUSAL(`${name} is missing`);
    if (length > most) return OTHER_REFUSAL(`${name} is too long`);
  }
  const address = ["backUrl", "noticeUrl"].find((name) => fields[name] && !isWebAddress(fields[name]));
  if (address !== undefined) return OTHER_REFUSAL(`${address} is no web address`);
  // What XML can't hold could never be answered.
  if (Object.values(fields).some((value) => value && hasControl(value))) return OTHER_REFUSAL("a character is wrong");
  if ((fields.order_number ?? "").length > 50) return REFUSED.orderNumber;
  if (!/^[A-Z]{3}$/.test(fields.order_currency ?? "")) return REFUSED.currency;
  const amount = fields.order_amount ?? "";
  if (!/^\d+(\.\d{1,2})?$/.test(amount) || amount.length > 10 || Number(amount) <= 0) return REFUSED.amount;
  if (!/^[^\s@]{1,48}@[^\s@]+$/.test(fields.billing_email ?? "")) return REFUSED.email;
  return undefined;
}

function isWebAddress(value: string): boolean {
  return /^https?:$/.test(readUrl(value)?.protocol ?? "");
}

function checkCard(card: OpenedCard | undefined, nowMs: number): Refusal | undefined {
  if (!card || !isCardNumber(card.number)) return REFUSED.cardNumber;
  const expiry = toCardExpiry(card.expiryMonth, card.expiryYear);
  const isStrict = card.expiryMonth.length === 2 && card.expiryYear.length === 4;
  if (!expiry || !isStrict || isExpired(expiry, nowMs)) return REFUSED.expiry;
  return /^\d{3,4}$/.test(card.securityCode) ? undefined : REFUSED.securityCode;
}

async function toPayment(fields: WireFields, card: OpenedCard, context: DirectPayContext): Promise<SandboxPayment> {
  const known = testCards.find((item) => item.number === card.number);
  const decided = known ? DECISIONS[known.decision] : { status: "0" as const, details: "80021:Invalid Card Number" };
  const challenged = known?.decision === "challenge";
  const paymentId = await createPaymentId(context);
  return {
    paymentId,
    account: context.account,
    terminal: fields.terminal ?? "",
    orderNumber: fields.order_number ?? "",
    currency: fields.order_currency ?? "",
    amount: fields.order_amount ?? "",
    notes: fields.order_notes ?? "",
    methods: fields.methods ?? "",
    cardNumber: `${card.number.slice(0, 6)}***${card.number.slice(-4)}`,
    email: fields.billing_email ?? "",
    backUrl: fields.backUrl ?? "",
    noticeUrl: fields.noticeUrl ?? "",
    createdAtMs: context.nowMs,
    authType: challenged ? "2" : "0",
    ...decided,
    ...(challenged && { challenge: await createChallenge(paymentId, context) }),
  };
}

/** 21 digits, as long as in the published samples; how they are made is inferred: the time to the second, and nine more. */
async function createPaymentId({ state, nowMs }: DirectPayContext): Promise<string> {
  const time = new Date(nowMs).toISOString().replace(/\D/g, "").slice(2, 14);
  return time + `${await state.nextNumber()}`.padStart(9, "0");
}

/** A path nobody guesses who has not the gateway's key, and the same in every run that is the same. */
async function createChallenge(paymentId: string, { privateKey }: DirectPayContext): Promise<string> {
  return toHex(await sha256(utf8(`${paymentId}/${privateKey.d}`))).slice(0, 32);
}
