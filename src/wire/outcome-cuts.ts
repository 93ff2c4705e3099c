/**
 * Returns how many places of a signed text can be read as the outcome of a payment: `payment_authType` (0 to 3),
 * `payment_status` (1, 0 or -1) and the five digits and colon that begin `payment_details`.
 *
 * A signed text has no separators (protocol.md §4.3, proved), so whoever holds a signed message can cut it into fields
 * anew. A genuine message has one such place. Two mean that a text of somebody's choosing (an order note, say) holds a
 * second outcome, and which one is meant can't be told from the signature.
 */
export function countOutcomeCuts(text: string): number {
  let cuts = 0;
  for (let colon = text.indexOf(":"); colon >= 0; colon = text.indexOf(":", colon + 1)) {
    if (endsWithOutcome(text.slice(Math.max(0, colon - 8), colon))) cuts++;
  }
  return cuts;
}

/**
 * Tells whether a payment id stands behind the outcome of a signed text. In a genuine message it stands before; behind it,
 * the outcome was written by somebody into a text that comes before the id, and the genuine one has no code (protocol.md
 * §4.3).
 */
export function hasIdBehindOutcome(text: string): boolean {
  const [, behind = ""] = /[0-3](?:1|0|-1)\d{5}:(.*)$/s.exec(text) ?? [];
  return /\d{18}/.test(behind);
}

function endsWithOutcome(run: string): boolean {
  return /[0-3](?:1|0|-1)\d{5}$/.test(run);
}
