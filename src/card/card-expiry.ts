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
  const isMonth = isDigits(month, 1, 2) && Number(month) > 0 && Number(month) < 13;
  const isWhole = isMonth && isDigits(year, 2, 4) && year.length !== 3;
  return isWhole ? { month: month.padStart(2, "0"), year: year.padStart(4, "20") } : undefined;
}

/** Tells whether a card's month is over everywhere on earth: a card is good to the end of its month, in its own zone. */
export function isExpired(expiry: CardExpiry, nowMs: number = Date.now()): boolean {
  // UTC-12 is the last zone where the month ends.
  return nowMs >= Date.UTC(Number(expiry.year), Number(expiry.month), 1, 12);
}

/** Tells whether month and year as typed are an expiry that has not passed. */
export function isCardExpiry(month: string, year: string, nowMs?: number): boolean {
  const expiry = toCardExpiry(month, year);
  return expiry !== undefined && !isExpired(expiry, nowMs);
}

/** Tells whether a value is text of ASCII digits only, and some: of a length, where one is given. */
export function isDigits(text: unknown, least = 1, most = Infinity): text is string {
  const fits = typeof text === "string" && text.length >= least && text.length <= most;
  return fits && [...text].every((char) => char >= "0" && char <= "9");
}
