import { type Answer, pageAnswer, seeOther } from "./answers.ts";
import { answerReturn } from "./challenge-page.ts";
import { DECISIONS, ENDINGS, type Outcome } from "./decisions.ts";
import { withChallenge } from "./direct-pay.ts";
import type { GatewayContext } from "./gateway-context.ts";
import type { PageRequest } from "./page-request.ts";
import { type Choice, choicePage, expiredPage } from "./pages.ts";
import { changePayment, challengeUrl, withOutcome } from "./payment-life.ts";
import { isChallenged, isOpen, type SandboxPayment } from "./sandbox-payment.ts";
import { type CardDecision, maskedCardOf } from "./test-cards.ts";

/** What can be chosen on a payment page; a cancellation is no decision of a card. */
type Chosen = CardDecision | "cancel";

/** The buttons of a payment page: those without a mark are for cards only. */
const CHOICES: readonly (Choice & { readonly answer: Chosen; readonly anyMethod?: true })[] = [
  { answer: "approve", label: "Pay: approved", anyMethod: true },
  { answer: "decline", label: "Pay: declined", anyMethod: true },
  { answer: "insufficient-funds", label: "Pay: insufficient funds" },
  { answer: "challenge", label: "Pay: 3-D Secure first" },
  { answer: "pending", label: "Pay: outcome comes later", anyMethod: true },
  { answer: "cancel", label: "Cancel", anyMethod: true },
];

const CARD_METHOD = "Credit Card";

/** Answers the gateway's payment page, where a shopper chooses how the payment ends. */
export async function answerHostedPage(
  { token, answer }: PageRequest,
  context: GatewayContext,
): Promise<Answer | undefined> {
  const payment = await context.state.hosted(token);
  if (!payment) return undefined;
  if (isChallenged(payment)) return seeOther(challengeUrl(payment, context));
  if (!isOpen(payment) || payment.hosted?.isDecided) return answerReturn(payment, context);
  if (context.now() >= (payment.hosted?.expiresAtMs ?? Number.POSITIVE_INFINITY)) {
    return pageAnswer(expiredPage(), { status: 410, formAction: "'none'" });
  }
  if (answer === undefined) return pageAnswer(hostedPage(payment));
  const choice = choicesOf(payment).find((item) => item.answer === answer);
  if (!choice) return pageAnswer(hostedPage(payment), { status: 400 });
  const decided = await changePayment(await choose(payment, choice.answer, context), context);
  return isChallenged(decided) ? seeOther(challengeUrl(decided, context)) : answerReturn(decided, context);
}

async function choose(payment: SandboxPayment, chosen: Chosen, context: GatewayContext): Promise<SandboxPayment> {
  const outcome: Outcome = chosen === "cancel" ? ENDINGS.cancel : DECISIONS[chosen];
  const cardNumber = chosen === "cancel" || payment.methods !== CARD_METHOD ? "" : maskedCardOf(chosen);
  const hosted = payment.hosted && { ...payment.hosted, isDecided: true };
  const challenged = await withChallenge({ ...payment, cardNumber, hosted }, chosen === "challenge", context);
  return withOutcome(challenged, outcome, context.now());
}

function choicesOf({ methods }: SandboxPayment): typeof CHOICES {
  return CHOICES.filter(({ anyMethod }) => anyMethod === true || methods === CARD_METHOD);
}

function hostedPage(payment: SandboxPayment): string {
  const { currency, amount, orderNumber, methods } = payment;
  return choicePage({
    title: "Pay for your order",
    lead: "The simulated gateway takes no card here: choose how the payment ends.",
    facts: { Amount: `${currency} ${amount}`, Order: orderNumber, Method: methods },
    choices: choicesOf(payment),
    note: "Payment page of the simulated gateway. No money moves.",
  });
}
