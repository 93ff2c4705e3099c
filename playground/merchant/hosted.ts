import { type Context, notFound, readStrings, toBilling, toReturns } from "./context.ts";
import { answerError } from "./checkout.ts";
import { PAYABLE } from "./order-states.ts";
import { recordState } from "./settle.ts";

/**
 * Makes the gateway's page for an order: by the server's own call, which answers where to send the shopper, or by a signed
 * form that the shopper's browser carries there.
 */
export async function openHosted(context: Context): Promise<Response> {
  const { env, orders, oceanpayment, request } = context;
  const { orderNumber = "", name, email, how } = await readStrings(request);
  const order = await orders.find(orderNumber);
  if (!order) return notFound();
  if (!(await orders.move(orderNumber, PAYABLE, "paying"))) {
    return Response.json({ error: "already_paying" }, { status: 409 });
  }
  const { amount, currency } = order;
  const input = {
    ...{ orderNumber, amount, currency },
    billing: toBilling(request, name, email),
    ...toReturns(env, orderNumber),
  };
  try {
    if (how === "form") {
      const form = await oceanpayment.payments.buildHostedForm(input);
      await orders.move(orderNumber, ["paying"], "at-gateway");
      await orders.record(orderNumber, {
        kind: "signed",
        title: "The Worker signed a form",
        text: `The shopper's browser carries it to ${new URL(form.action).pathname}. Every value but the secret is in it.`,
        rows: Object.entries(form.fields),
      });
      return Response.json({ form });
    }
    const result = await oceanpayment.payments.createHosted(input);
    if (result.status === "declined") {
      await orders.move(orderNumber, ["paying"], "declined");
      await recordState(orders, orderNumber, `Declined (${result.gatewayCode ?? ""} ${result.gatewayText})`);
      return Response.json({ status: "declined" });
    }
    await orders.move(orderNumber, ["paying"], "at-gateway");
    await orders.continueAt(orderNumber, result.redirectUrl);
    return Response.json({ redirectUrl: result.redirectUrl });
  } catch (error) {
    return answerError(context, orderNumber, error);
  }
}
