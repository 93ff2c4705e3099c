import type { PaymentReturn } from "oceanpayment/edge";
import type { Context } from "./context.ts";

/**
 * Answers the shopper's browser where the gateway sends it back to, by 303 to the order's page. What it brings is
 * unconfirmed whatever it says: that page waits for what the notification decides, or asks.
 */
export function comeBack(context: Context): Promise<Response> {
  const { env, oceanpayment, request, name } = context;
  const answer = oceanpayment.returns.createHandler({
    location: async (returned) => {
      await showReturn(context, returned);
      return `${env.SHOP_ORIGIN}/orders/${encodeURIComponent(name)}`;
    },
  });
  return answer(request);
}

async function showReturn({ orders, name }: Context, returned: PaymentReturn | undefined): Promise<void> {
  const steps = await orders.steps(name);
  if (!(await orders.find(name)) || steps.at(-1)?.kind === "return") return;
  // Somebody may post one order's return to another one's address.
  const isOwn = returned?.payment.signed.orderNumber === name;
  const what = isOwn
    ? `It says "${returned.payment.status}", rightly signed`
    : "It brought nothing signed of this order";
  await orders.record(name, {
    kind: "return",
    title: "The shopper came back",
    text: `By a form POST through the browser, in the shopper's own hands. ${what}: nothing is decided by it.`,
    rows: [],
  });
}
