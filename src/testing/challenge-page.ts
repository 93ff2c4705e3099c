import { type Answer, pageAnswer } from "./answers.ts";
import type { GatewayContext } from "./gateway-context.ts";
import type { PageRequest } from "./page-request.ts";
import { choicePage, returnPage } from "./pages.ts";
import { endPayment, toAnsweredResult } from "./payment-life.ts";
import { isChallenged, type SandboxPayment } from "./sandbox-payment.ts";

/** Answers the simulated bank's 3-D Secure page: confirmed by nothing but a plain `confirm`. */
export async function answerChallenge(
  { token, answer }: PageRequest,
  context: GatewayContext,
): Promise<Answer | undefined> {
  const payment = await context.state.challenged(token);
  if (!payment) return undefined;
  if (answer === undefined && isChallenged(payment)) return pageAnswer(challengePage(payment));
  // Asked for again, or answered twice: the first answer stands.
  const how = answer === "confirm" ? "confirm" : "reject";
  const ended = isChallenged(payment) ? await endPayment(payment.paymentId, how, context) : payment;
  return answerReturn(ended ?? payment, context);
}

/** Answers with the page that brings a shopper back to the shop, with the result. */
export async function answerReturn(payment: SandboxPayment, context: GatewayContext): Promise<Answer> {
  const fields = await toAnsweredResult(payment, context);
  return pageAnswer(returnPage(payment.backUrl, fields), { formAction: new URL(payment.backUrl).origin });
}

function challengePage({ currency, amount, orderNumber, cardNumber }: SandboxPayment): string {
  return choicePage({
    title: "Confirm your payment",
    lead: "Your (simulated) bank asks whether this is you.",
    facts: { Amount: `${currency} ${amount}`, Order: orderNumber, Card: cardNumber },
    choices: [
      { answer: "confirm", label: "Yes, confirm" },
      { answer: "reject", label: "No, stop it" },
    ],
    note: "3-D Secure of the simulated gateway. No real bank is involved.",
  });
}
