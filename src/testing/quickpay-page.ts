import { type Answer, pageAnswer } from "./answers.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { INFERRED } from "./inferred.ts";
import type { PageRequest } from "./page-request.ts";
import { type Choice, choicePage, returnPage } from "./pages.ts";
import type { SandboxQuickpay } from "./sandbox-quickpay.ts";
import { type CardDecision, maskedCardOf, testCards } from "./test-cards.ts";

/** The path of the pages on which a means of payment is stored. */
export const QUICKPAY_PATH = "/sandbox/quickpay/";

const CANCEL: Choice = { answer: "cancel", label: "Cancel" };

/** One button for each decision of a test card. */
const CARD_CHOICES: readonly Choice[] = [...new Set(testCards.map((card) => card.decision))].map((decision) => ({
  answer: decision,
  label: `Store the card of "${decision}"`,
}));

/** The buttons by what a page asks; the first one of a consent stores what the decision says already. */
const CHOICES: Readonly<Record<SandboxQuickpay["asks"], readonly Choice[]>> = {
  card: [...CARD_CHOICES, CANCEL],
  consent: [{ answer: "confirm", label: "Yes, store it" }, CANCEL],
};

/** Answers the page on which a shopper has a means of payment stored, or not. */
export async function answerQuickpayPage(
  { token, answer }: PageRequest,
  context: GatewayContext,
): Promise<Answer | undefined> {
  const quickpay = await context.state.quickpayPage(token);
  if (!quickpay) return undefined;
  if (quickpay.status !== "pending") return answerReturn(quickpay, context);
  if (answer === undefined) return pageAnswer(quickpayPage(quickpay));
  if (!CHOICES[quickpay.asks].some((choice) => choice.answer === answer)) {
    return pageAnswer(quickpayPage(quickpay), { status: 400 });
  }
  const decision = quickpay.asks === "card" ? (answer as CardDecision) : quickpay.decision;
  const chosen: SandboxQuickpay =
    answer === CANCEL.answer ? { ...quickpay, status: "cancelled" } : { ...quickpay, decision, status: "active" };
  await context.state.saveQuickpay(chosen);
  return answerReturn(chosen, context);
}

function answerReturn(quickpay: SandboxQuickpay, { account }: GatewayContext): Answer {
  const isActive = quickpay.status === "active";
  const fields = {
    account,
    terminal: quickpay.terminal,
    // No source tells how this result is signed.
    signValue: "",
    customer_id: quickpay.customerId,
    order_notes: quickpay.notes,
    quickpay_id: isActive ? quickpay.id : "",
    quickpay_status: isActive ? INFERRED.quickpayStatus.active : INFERRED.quickpayStatus.other,
    quickpay_details: isActive ? "80000:Success" : "80101:Cancelled by customer",
  };
  return pageAnswer(returnPage(quickpay.backUrl, fields), { formAction: new URL(quickpay.backUrl).origin });
}

function quickpayPage(quickpay: SandboxQuickpay): string {
  return choicePage({
    title: "Store a means of payment",
    lead: "The simulated gateway takes no card here: choose which one it stores.",
    facts: {
      Method: quickpay.methods,
      Customer: quickpay.customerId,
      ...(quickpay.asks === "consent" && { Card: maskedCardOf(quickpay.decision) }),
    },
    choices: CHOICES[quickpay.asks],
    note: "Page of the simulated gateway. Nothing real is stored.",
  });
}
