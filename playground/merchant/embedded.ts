import { isOceanpaymentError } from "oceanpayment/edge";
import { type Context, readStrings, toBilling, toReturns } from "./context.ts";
import { PAYABLE } from "./order-states.ts";

/**
 * Returns the signed fields that the vendor's script takes. The page names an order; what is to be paid is what is stored
 * under that number. From here on the browser pays by itself: the notification settles the order, or a question.
 */
export async function openEmbedded(context: Context): Promise<Response> {
  const { env, orders, oceanpayment, request } = context;
  const { orderNumber = "", name, email } = await readStrings(request);
  try {
    const fields = await oceanpayment.payments.buildEmbeddedFields({
      orderNumber,
      // Found once: whoever asks again for an order that is being paid gets no second set of fields.
      findOrder: async (number) => {
        const order = await orders.find(number);
        return order && (await orders.move(number, PAYABLE, "at-gateway")) ? pick(order) : undefined;
      },
      billing: toBilling(request, name, email),
      ...toReturns(env, orderNumber),
    });
    await orders.record(orderNumber, {
      kind: "signed",
      title: "The Worker signed fields for the vendor's script",
      text: "Amount and currency are the stored order's. The page hands them to the gateway's frame, which adds the card.",
      rows: Object.entries(fields),
    });
    return Response.json({ fields });
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    const { code, message, field, outcome } = error;
    return Response.json({ error: code, message, field, outcome }, { status: code === "unknown_order" ? 409 : 400 });
  }
}

function pick({ orderNumber, amount, currency }: { orderNumber: string; amount: string; currency: string }) {
  return { orderNumber, amount, currency };
}
