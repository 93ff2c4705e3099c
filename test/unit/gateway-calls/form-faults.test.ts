import { stringify } from "node:querystring";
import { describe, expect, it } from "vitest";
import { forms } from "../../../src/edge/calls.ts";
import type { SignedForm } from "../../../src/edge/run-call.ts";
import { type CallFault, CALL_FAULTS } from "../../../src/testing/faults.ts";
import { formRequest } from "../sandbox/shopper.ts";
import { failure } from "../leaks.ts";
import { holdings, openShop, orderInput, type Shop } from "./shop.ts";

/** What a browser gets for its POST under each fault, and whether the gateway has made the page. */
const FAULTS: Readonly<Record<CallFault, readonly [status: number, isMade: boolean]>> = {
  "timeout-before": [504, false],
  "timeout-during": [303, true],
  "timeout-after": [504, true],
  "http-500": [500, false],
  "html-error": [200, false],
  "truncated-answer": [303, true], // a redirect has no body to cut
  "wrong-signature": [303, true], // nor a signature
  redirect: [307, false],
};

interface FormCase {
  readonly operation: NonNullable<Parameters<Shop["sandbox"]["setFaults"]>[0][number]["operation"]>;
  readonly build: (shop: Shop) => Promise<SignedForm>;
  /** Whether the merchant, asking, learns that the page was made. */
  readonly isKnown: (shop: Shop) => Promise<boolean>;
}

/** The forms that a browser posts to the gateway; embedded fields go to the vendor's script. */
const FORMS: Readonly<Record<Exclude<keyof typeof forms, "embedded">, FormCase>> = {
  hosted: {
    operation: "payments.buildHostedForm",
    build: ({ client }) => client.payments.buildHostedForm(orderInput("A-1")),
    isKnown: async ({ client }) => (await client.orders.find("A-1")).status === "pending",
  },
  createStored: {
    operation: "quickpay.buildCreateForm",
    build: ({ client }) => {
      const { billing, backUrl } = orderInput("A-1");
      return client.quickpay.buildCreateForm({ customerId: "customer-1", billing, backUrl });
    },
    isKnown: async ({ client }) => {
      const find = () => client.quickpay.find({ customerId: "customer-1" });
      const isFound = await find().then(
        () => true,
        () => false,
      );
      if (!isFound) expect((await failure(find, "gateway_refused")).gatewayCode).toBe("PARAM_ERROR");
      return isFound;
    },
  },
};

/** Everything the gateway holds once the form came through. */
async function holdingsAfter({ build }: FormCase) {
  const shop = await openShop();
  expect((await post(shop, await build(shop))).status).toBe(303);
  return holdings(shop);
}

describe("the forms of the client", () => {
  it("are all here but the one that no browser posts", () => {
    expect([...Object.keys(FORMS), "embedded"].sort()).toEqual(Object.keys(forms).sort());
  });
});

describe.each(Object.entries(FORMS))("a browser's POST of the form %s", (_name, form) => {
  it("meets every fault of the gateway", () => {
    expect(Object.keys(FAULTS).sort()).toEqual([...CALL_FAULTS].sort());
  });

  it.each(CALL_FAULTS)("under %s", async (kind) => {
    const [status, isMade] = FAULTS[kind];
    const shop = await openShop({ stallMs: 20 });
    shop.sandbox.setFaults([{ kind, operation: form.operation, times: 1 }]);
    const signed = await form.build(shop);
    expect(await holdings(shop)).toEqual({});
    const response = await post(shop, signed);
    expect(response.status).toBe(status);
    await response.text();
    expect(await holdings(shop)).toEqual(isMade ? await holdingsAfter(form) : {});
    expect(await form.isKnown(shop)).toBe(isMade);
    // The shopper sends the same form again, and comes to a page.
    expect((await post(shop, signed)).status).toBe(303);
    expect(await form.isKnown(shop)).toBe(true);
  });
});

function post({ sandbox }: Shop, { action, fields }: SignedForm): Promise<Response> {
  return sandbox.fetch(formRequest(stringify(fields), new URL(action).pathname));
}
