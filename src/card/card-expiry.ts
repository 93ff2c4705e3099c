/** A card's expiry as the gateway takes it. */
export interface CardExpiry {
  /** Two digits, `01` to `12`. */
  readonly month: string;
  /** Four digits. */
  readonly year: string;
}

/**
 * Returns an expiry in the gateway's form, or nothing where it is none: the month has one or two digits, the year four,
 * or two for 20xx.
 */
export function toCardExpiry(month: string, year: string): CardExpiry | undefined {
  const isMonth = isDigits(month) && month.length <= 2 && Number(month) >= 1 && Number(month) <= 12;
  const isYear = isDigits(year) && (year.length === 2 || year.length === 4);
  if (!isMonth || !isYear) return undefined;
  return { month: month.padStart(2, "0"), year: year.length === 2 ? `20${year}` : year };
}

/** Tells whether a card's month is over everywhere on earth: a card is good to the end of its month, in its own zone. */
export function isExpired(expiry: CardExpiry, nowMs: number = Date.now()): boolean {
  const lastZoneMs = 12 * 3_600_000; // UTC-12 is the last zone where the month ends.
  return nowMs >= Date.UTC(Number(expiry.year), Number(expiry.month), 1) + lastZoneMs;
}

/** Tells whether month and year as typed are an expiry that has not passed. */
export function isCardExpiry(month: string, year: string, nowMs?: number): boolean {
  const expiry = toCardExpiry(month, year);
  return expiry !== undefined && !isExpired(expiry, nowMs);
}

/** Tells whether a text is ASCII digits only, and some. */
export function isDigits(text: string): boolean {
  if (typeof text !== "string") return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return text !== "";
}
