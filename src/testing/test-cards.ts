/** What the simulated gateway does with a card. */
export type CardDecision = "approve" | "decline" | "insufficient-funds" | "challenge" | "pending";

/** A card of the simulated gateway. */
export interface TestCard {
  readonly number: string;
  readonly decision: CardDecision;
}

/** The cards the simulated gateway knows: numbers nobody is issued. Oceanpayment publishes none that could stand here. */
export const testCards: readonly TestCard[] = Object.freeze([
  { number: "4111111111111111", decision: "approve" },
  { number: "5555555555554444", decision: "approve" },
  { number: "378282246310005", decision: "approve" },
  { number: "4000000000000002", decision: "decline" },
  { number: "4000000000009995", decision: "insufficient-funds" },
  { number: "4000000000003220", decision: "challenge" },
  { number: "4000000000000077", decision: "pending" },
]);

/** Returns a card number as results show it: the first six digits and the last four. */
export function maskNumber(number: string): string {
  return `${number.slice(0, 6)}***${number.slice(-4)}`;
}

/** Returns the masked number of the first test card of a decision. */
export function maskedCardOf(decision: CardDecision): string {
  return maskNumber(testCards.find((card) => card.decision === decision)?.number ?? "");
}
