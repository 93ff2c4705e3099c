import type { Card } from "../card/card.ts";
import type { CardInputs } from "./encrypt-form-inputs.ts";

/** How long a page may hold a submission up, to ask a captcha say, before the card is to be encrypted anew. */
export const KEPT_MS = 5 * 60_000;

/** A card's ciphertext, and whether a card is the same but for its security code. */
export interface SealedCard {
  readonly cardData: string;
  readonly isOf: (card: Card) => Promise<boolean>;
}

/** The ciphertext of a submission that the page held up, for the next one. */
export interface KeptCiphertext {
  /** Keeps one of what stands in the inputs, whose security code is wiped and need not be typed again. */
  readonly keep: (sealed: SealedCard, inputs: CardInputs) => void;
  /** Returns the one that is kept, where the inputs have what they had. */
  readonly find: (card: Card) => Promise<SealedCard | undefined>;
  readonly forget: () => void;
}

export function createKeptCiphertext(): KeptCiphertext {
  let kept: SealedCard | undefined;
  let untilMs = 0;
  let release: (() => void) | undefined;

  const forget = () => {
    kept = undefined;
    release?.();
    release = undefined;
  };
  return {
    forget,
    keep: (sealed, inputs) => {
      forget();
      const { securityCode } = inputs;
      const { required } = securityCode;
      const edited = new Set(Object.values(inputs));
      // It would hold the next submission before anybody is told of it.
      securityCode.required = false;
      for (const input of edited) input.addEventListener("input", forget);
      const timer = setTimeout(forget, KEPT_MS);
      // A timer stands still while the machine sleeps.
      untilMs = Date.now() + KEPT_MS;
      kept = sealed;
      release = () => {
        clearTimeout(timer);
        for (const input of edited) input.removeEventListener("input", forget);
        if (required) securityCode.required = true;
      };
    },
    find: async (card) => {
      const found = kept;
      const isUsable = found && card.securityCode === "" && Date.now() < untilMs;
      return isUsable && (await found.isOf(card)) ? found : undefined;
    },
  };
}

/**
 * Returns what tells whether a card is the same but for its security code. It keeps a code over number and expiry, under a
 * key that no script can read, and not the number: a page's own script may change inputs without an event.
 */
export async function markCard(card: Card): Promise<SealedCard["isOf"]> {
  const { subtle } = globalThis.crypto;
  const key = await subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  const mark = await subtle.sign("HMAC", key, toBytes(card));
  return (other) => subtle.verify("HMAC", key, mark, toBytes(other));
}

function toBytes({ number, expiryMonth, expiryYear }: Card): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify([number, expiryMonth, expiryYear]));
}
