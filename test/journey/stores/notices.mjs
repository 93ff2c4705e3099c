import { createPayments } from "oceanpayment/edge";
import { encryptCard } from "oceanpayment";
import { createSandbox } from "oceanpayment/testing";

/** The merchant that the Workers are: its secret is good for nothing else. */
export const CLIENT = {
  account: "900001",
  terminals: [{ terminal: "90000101", secureCode: "a-secret-of-no-gateway" }],
};

const CARD = { number: "4111111111111111", expiryMonth: "07", expiryYear: "2094", securityCode: "123" };
const BILLING = { firstName: "Grace", lastName: "Hopper", email: "grace@example.com", country: "US" };

/** Returns a function that pays an order at the simulated gateway, and returns the notice that it sends. */
export async function createNoticeMaker() {
  const bodies = [];
  const sandbox = await createSandbox({
    ...CLIENT,
    fetch: async (_url, { body }) => {
      bodies.push(body);
      return new Response("receive-ok");
    },
  });
  const { payments } = createPayments(sandbox.paymentsConfig());
  return async (orderNumber) => {
    await payments.pay({
      ...{ orderNumber, amount: "10.00", currency: "USD", billing: BILLING },
      cardData: await encryptCard(CARD, sandbox.publicKey),
      ...{ backUrl: "https://shop.test/back", noticeUrl: "https://shop.test/notice" },
    });
    await sandbox.deliver();
    return bodies.at(-1);
  };
}
