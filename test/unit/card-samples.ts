import type { Card } from "../../src/card/card.ts";

/** The time the tests live at: 15 June 2030, noon UTC. */
export const NOW_MS = Date.UTC(2030, 5, 15, 12);

/** A card good at {@link NOW_MS}. Its number is a public test number. */
export const CARD: Card = { number: "4111111111111111", expiryMonth: "09", expiryYear: "2033", securityCode: "737" };

/** The longest card there is: 19 digits with a right check digit, a code of 4 digits. */
export const LONG_CARD: Card = {
  number: "6205500000000000004",
  expiryMonth: "12",
  expiryYear: "2039",
  securityCode: "9999",
};

/** The gateway's JSON of a card (protocol.md §5), put together by hand so that order and spelling are the document's. */
export function jsonOf(card: Card, keyValue?: string): string {
  const fields = `"card_secureCode":"${card.securityCode}","card_year":"${card.expiryYear}","card_month":"${card.expiryMonth}","card_number":"${card.number}"`;
  return keyValue === undefined ? `{${fields}}` : `{${fields},"key_value":"${keyValue}"}`;
}
