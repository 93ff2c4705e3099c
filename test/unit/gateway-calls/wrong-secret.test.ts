import { describe, expect, it } from "vitest";
import { calls, forms } from "../../../src/edge/calls.ts";
import { operations } from "../../../src/wire/operations.ts";
import { CARD } from "../card-samples.ts";
import { failure } from "../leaks.ts";
import { sealByNode } from "../sandbox/sealed-card.ts";
import { submit } from "./browser.ts";
import { type CallName, callNames, everyCall } from "./every-call.ts";
import { FIRST, holdings, openShop, orderInput, type Shop } from "./shop.ts";

/** The code by which the gateway says that a signature, or a secret, is wrong. Tracking has codes of its own (§6.4). */
const CODES: Partial<Record<CallName, string>> = { uploadTracking: "04" };

/** No source tells the answers of the checks: they are handed over as they come, a refusal too. */
const AS_IT_COMES: readonly CallName[] = ["checkAccount", "checkCardBins"];

/** The same merchant with a secret that is not the gateway's. */
function clientWithWrongSecret({ clientWith, sandbox }: Shop) {
  const { publicKey } = sandbox;
  return clientWith({ terminals: [{ terminal: FIRST, secureCode: "secret-of-nobody", publicKey }] });
}

describe("a wrong secureCode", () => {
  it("is tried with every call of the client", () => {
    expect([...callNames].sort()).toEqual(Object.keys(calls).sort());
  });

  it.each(callNames.filter((name) => !AS_IT_COMES.includes(name)))(
    "is refused by %s, and changes nothing",
    async (name) => {
      const shop = await openShop();
      const { act, about } = await everyCall[name](shop);
      const before = await holdings(shop);
      const sentBefore = shop.sandbox.received().length;
      const error = await failure(() => act(clientWithWrongSecret(shop)), "gateway_refused");
      const isQuery = operations[calls[name].operation].effect === "query";
      // Nobody can sign a refusal to a stranger: that nothing was done is not proved.
      expect(error).toMatchObject({
        gatewayCode: CODES[name] ?? "20013",
        outcome: isQuery ? "unchanged" : "unknown",
        order: { terminal: FIRST, ...about },
      });
      expect(error.message).not.toContain("secret-of-nobody");
      expect(await holdings(shop)).toEqual(before);
      expect(shop.sandbox.received().length - sentBefore).toBe(1);
    },
  );

  it.each(AS_IT_COMES)("shows in the answer of %s", async (name) => {
    const shop = await openShop();
    const { act } = await everyCall[name](shop);
    expect(await act(clientWithWrongSecret(shop))).toMatchObject({ verified: false, answer: { code: "20013" } });
  });
});

/** How each form reaches the gateway, and what is shown then. */
const FORMS: Readonly<Record<keyof typeof forms, (shop: Shop) => Promise<string>>> = {
  hosted: async (shop) => {
    const form = await clientWithWrongSecret(shop).payments.buildHostedForm(orderInput("A-1"));
    return (await submit(shop.sandbox, form)).html;
  },
  createStored: async (shop) => {
    const { billing, backUrl } = orderInput("A-1");
    const form = await clientWithWrongSecret(shop).quickpay.buildCreateForm({ customerId: "c-1", billing, backUrl });
    return (await submit(shop.sandbox, form)).html;
  },
  embedded: async (shop) => {
    const { orderNumber, amount, currency, ...details } = orderInput("A-1");
    const findOrder = () => ({ orderNumber, amount, currency });
    const build = clientWithWrongSecret(shop).payments.buildEmbeddedFields;
    const fields = await build({ ...details, orderNumber, findOrder });
    return (await shop.world.post({ ...fields, card_data: sealByNode(CARD, shop.world.key) })).payment_details!;
  },
};

describe("a form that was signed with a wrong secureCode", () => {
  it("is each of the client's", () => {
    expect(Object.keys(FORMS).sort()).toEqual(Object.keys(forms).sort());
  });

  it.each(Object.entries(FORMS))("is refused: %s", async (_name, send) => {
    const shop = await openShop();
    expect(await send(shop)).toContain("20013");
    expect(await holdings(shop)).toEqual({});
  });
});
