import type { CardDecision } from "./test-cards.ts";

/** What the simulated gateway does with a wallet's token: no challenge, since a wallet asks its holder itself. */
export type WalletDecision = Exclude<CardDecision, "challenge">;

const DECISIONS: readonly WalletDecision[] = ["approve", "decline", "insufficient-funds", "pending"];

/** Returns a token of a wallet for the simulated gateway: JSON text like a real one's, and nothing in it like a card. */
export function testWalletToken(decision: WalletDecision): string {
  return JSON.stringify({ sandboxToken: decision });
}

/** Returns what to do with a token; nothing where it is none of the simulated gateway's. */
export function readWalletToken(token: string): WalletDecision | undefined {
  return DECISIONS.find((decision) => testWalletToken(decision) === token);
}
