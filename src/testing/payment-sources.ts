import { isExpired, toCardExpiry } from "../card/card-expiry.ts";
import { isCardNumber } from "../card/card-number.ts";
import type { WireFields } from "../wire/signing.ts";
import { CARD_METHODS, DECISIONS, type Outcome, UNKNOWN_CARD } from "./decisions.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { openCardData, type OpenedCard } from "./open-card-data.ts";
import { otherRefusal, REFUSED, type Refusal } from "./refusals.ts";
import { isChargeable } from "./sandbox-quickpay.ts";
import { maskedCardOf, maskNumber, testCards } from "./test-cards.ts";
import { readWalletToken } from "./wallet-tokens.ts";

/** What a means of payment makes of a payment. */
export interface Decided {
  readonly outcome: Outcome;
  readonly cardNumber: string;
  readonly isChallenge: boolean;
}

type Source = (value: string, fields: WireFields, context: GatewayContext) => Promise<Decided | Refusal>;

const WALLETS: readonly string[] = ["GooglePay", "ApplePay"];

/** The means of a direct payment by the field that brings each: one row each, of which a request has exactly one. */
const SOURCES: Readonly<Record<string, Source>> = {
  card_data: async (value, { methods = "" }, context) => {
    if (WALLETS.includes(methods)) return otherRefusal("methods is wrong");
    const card = await openCardData(value, context.privateKey, { unsafeAllowDocument: true }).catch(() => undefined);
    const refusal = checkCard(card, context.now());
    return !card || refusal ? (refusal ?? REFUSED.cardNumber) : decideByCard(card);
  },
  quickpay_id: async (value, { terminal, service_mode = "" }, context) => {
    if (service_mode !== "" && !/^[A-Z]\d{1,2}$/.test(service_mode)) return otherRefusal("service_mode is wrong");
    const quickpay = await context.state.quickpay(value);
    if (!quickpay || quickpay.terminal !== terminal || !isChargeable(quickpay, context.now())) {
      return otherRefusal("quickpay_id is not found");
    }
    const decision = quickpay.decision === "challenge" ? "approve" : quickpay.decision;
    const isCard = CARD_METHODS.includes(quickpay.methods);
    const cardNumber = isCard ? maskedCardOf(quickpay.decision) : "";
    return { outcome: DECISIONS[decision], cardNumber, isChallenge: false };
  },
  pay_accountNumber: async (value, { methods = "" }) => {
    if (!WALLETS.includes(methods)) return otherRefusal("methods is wrong");
    const decision = readWalletToken(value);
    if (!decision) return otherRefusal("pay_accountNumber is wrong");
    return { outcome: DECISIONS[decision], cardNumber: maskedCardOf(decision), isChallenge: false };
  },
};

/** Returns what the one means of payment of a request decides, or why the request is refused. */
export async function decideBySource(fields: WireFields, context: GatewayContext): Promise<Decided | Refusal> {
  const given = Object.keys(SOURCES).filter((name) => fields[name]);
  if (given.length > 1) return otherRefusal(`only one of ${given.join(", ")} may be sent`);
  const name = given[0] ?? (WALLETS.includes(fields.methods ?? "") ? "pay_accountNumber" : "card_data");
  const value = fields[name];
  return value ? (SOURCES[name] as Source)(value, fields, context) : otherRefusal(`${name} is missing`);
}

function checkCard(card: OpenedCard | undefined, nowMs: number): Refusal | undefined {
  if (!card || !isCardNumber(card.number)) return REFUSED.cardNumber;
  const expiry = toCardExpiry(card.expiryMonth, card.expiryYear);
  const isStrict = card.expiryMonth.length === 2 && card.expiryYear.length === 4;
  if (!expiry || !isStrict || isExpired(expiry, nowMs)) return REFUSED.expiry;
  return /^\d{3,4}$/.test(card.securityCode) ? undefined : REFUSED.securityCode;
}

function decideByCard({ number }: OpenedCard): Decided {
  const known = testCards.find((item) => item.number === number);
  return {
    outcome: known ? DECISIONS[known.decision] : UNKNOWN_CARD,
    cardNumber: maskNumber(number),
    isChallenge: known?.decision === "challenge",
  };
}
