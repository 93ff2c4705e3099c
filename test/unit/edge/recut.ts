import type { Fields } from "./merchant.ts";

const NAMES = [
  ...["order_number", "order_currency", "order_amount", "order_notes", "card_number", "payment_id"],
  ...["payment_authType", "payment_status", "payment_details", "payment_risk"],
] as const;

/** The first six values, in which no outcome stands: each genuine, or moved by a few characters. */
function heads(genuine: Fields, text: string): readonly Fields[] {
  const [number = "", currency = "", amount = ""] = NAMES.map((name) => genuine[name] ?? "");
  const rest = text.slice(number.length + currency.length + amount.length);
  const found: Fields[] = [{ order_number: number, order_currency: currency, order_amount: amount }];
  // The amount may give digits to the notes, or take some from them.
  for (const shift of [-1, 1, 2]) {
    const moved = (amount + rest).slice(0, amount.length + shift);
    found.push({ order_number: number, order_currency: currency, order_amount: moved });
  }
  return found;
}

/**
 * Yields the ways to cut a signed text anew into the twelve fields, account and terminal kept, in which `payment_status`
 * reads as one of some values: every place of such a status, every length of the id that may pass for right, and every
 * place where the details end. Lengths that must fail by themselves (an authType of none or two characters, an id of 0,
 * 17 or 22 digits) and other splits of what lies before the id, where no outcome stands, are met with the details whole,
 * halved and short, and not with each end again: the number of cuts would grow without a new case among them.
 */
export function* recut(genuine: Fields, statuses: readonly string[]): Generator<Fields> {
  const text = NAMES.map((name) => genuine[name] ?? "").join("");
  for (const [headNumber, head] of heads(genuine, text).entries()) {
    const from = `${head.order_number}${head.order_currency}${head.order_amount}`.length;
    for (const { status, at } of places(text, statuses, from)) {
      const after = at + status.length;
      for (const [typeLength, idLength] of LENGTHS) {
        const typeAt = at - typeLength;
        const idAt = typeAt - idLength;
        if (idAt < from) continue;
        const isUsual = headNumber === 0 && typeLength === 1 && idLength >= 18 && idLength <= 21;
        for (const riskAt of isUsual
          ? range(after, text.length)
          : [after + 6, (after + text.length) >> 1, text.length]) {
          yield {
            account: genuine.account ?? "",
            terminal: genuine.terminal ?? "",
            ...head,
            order_notes: text.slice(from, idAt),
            card_number: "",
            payment_id: text.slice(idAt, typeAt),
            payment_authType: text.slice(typeAt, at),
            payment_status: status,
            payment_details: text.slice(after, Math.max(after, riskAt)),
            payment_risk: text.slice(Math.max(after, riskAt)),
            signValue: genuine.signValue ?? "",
          };
        }
      }
    }
  }
}

const LENGTHS = [0, 1, 2].flatMap((type) => [0, 17, 18, 19, 20, 21, 22].map((id) => [type, id] as const));

function places(text: string, statuses: readonly string[], from: number) {
  return statuses.flatMap((status) =>
    range(from, text.length - status.length)
      .filter((at) => text.startsWith(status, at))
      .map((at) => ({ status, at })),
  );
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/**
 * Yields a cut with white space put where a lenient check removes it again before it looks at the signature: the text
 * that was signed stays, but a run of characters that stood in one piece no longer does.
 */
export function* padded(cut: Fields): Generator<Fields> {
  for (const space of [" ", "\t", "\u00a0", "\ufeff"]) {
    yield { ...cut, payment_risk: space + cut.payment_risk };
    yield { ...cut, payment_details: cut.payment_details + space };
  }
  // A sender's rule may also turn these into spaces, and then trim.
  for (const quote of ["'", '"', "<", ">"]) yield { ...cut, payment_risk: quote + cut.payment_risk };
}
