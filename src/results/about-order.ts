import { ResponseError } from "../errors.ts";
import type { WireFields } from "../wire/signing.ts";
import { type OrderFacts, orderMismatches } from "./match-order.ts";

/** Holds what an answer says against what was sent. @throws ResponseError `answer_mismatch`. */
export function assertAboutOrder(facts: OrderFacts, sent: WireFields): void {
  const differing = orderMismatches(facts, {
    account: sent.account ?? "",
    terminal: sent.terminal ?? "",
    orderNumber: sent.order_number ?? "",
    currency: sent.order_currency ?? "",
    amount: sent.order_amount ?? "",
    // What the gateway makes of notes on its own answer decides nothing.
    notes: facts.notes,
  });
  if (differing.length > 0) {
    throw new ResponseError(
      "answer_mismatch",
      `the answer is about another order: it differs in ${differing.join(", ")}`,
    );
  }
}
