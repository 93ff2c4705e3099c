import { describe, expect, it } from "vitest";
import { createPayments } from "../../../src/edge/create-payments.ts";
import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import { isOceanpaymentError } from "../../../src/errors.ts";
import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import { ANSWERS } from "./answers.ts";
import { canaryRuns, CVV, EMAIL, PAN, SECURE_CODE, showAll } from "./canaries.ts";
import { AT_ONCE, MARKED_CALLS } from "./marked-calls.ts";
import { MARKED } from "./marked-input.ts";

const runs = Object.entries(await canaryRuns());

function expectNothing(value: unknown): void {
  const shown = showAll(value);
  for (const [name, patterns] of runs) {
    for (const pattern of patterns) if (pattern.test(shown)) throw new Error(`the ${name} canary is shown`);
  }
}

type Method = (input: unknown, options?: unknown) => unknown;

/** Every method of a client's areas by its dotted name, but the reading of notices, whose own tests have it. */
function methodsOf(client: PaymentsClient): Readonly<Record<string, Method>> {
  const { payments, orders, refunds, quickpay, checks } = client;
  return Object.fromEntries(
    Object.entries({ payments, orders, refunds, quickpay, checks }).flatMap(([area, methods]) =>
      Object.entries(methods).map(([name, method]) => [`${area}.${name}`, method as Method]),
    ),
  );
}

const clientOf = (changes: Partial<PaymentsConfig>) => createPayments({ ...MARKED, queryBudgetMs: 1, ...changes });

/** Runs a method to its end, lists read to theirs, and returns what it threw. */
async function thrownBy(client: PaymentsClient, name: string, input: unknown, options?: object): Promise<unknown> {
  try {
    const ended = await methodsOf(client)[name]!(input, options);
    if (typeof (ended as AsyncIterable<unknown>)?.[Symbol.asyncIterator] !== "function") return undefined;
    for await (const _item of ended as AsyncIterable<unknown>);
    return undefined;
  } catch (error) {
    return error;
  }
}

const INPUTS = { ...MARKED_CALLS, "orders.settle": ["ORDER-1" as unknown as object] };
const FORMS = ["payments.buildHostedForm", "payments.buildEmbeddedFields", "quickpay.buildCreateForm"];
const CALLS = Object.entries(INPUTS).filter(([name]) => !FORMS.includes(name));
const optionsOf = (name: string) => (name === "orders.settle" ? { patienceMs: 1, firstPauseMs: 1 } : undefined);

describe("no call shows a marked value", () => {
  it("and every method of the client is among those tried", () => {
    expect(Object.keys(INPUTS).sort()).toEqual(Object.keys(methodsOf(clientOf({}))).sort());
  });

  it.each(CALLS)("%s, whatever is answered", async (name, inputs) => {
    for (const input of inputs) {
      for (const answer of ANSWERS) {
        const error = await thrownBy(clientOf({ fetch: async () => answer() }), name, input, optionsOf(name));
        if (error !== undefined) expect(isOceanpaymentError(error)).toBe(true);
        expectNothing(error);
      }
    }
  });

  it.each(CALLS)("%s, when it times out or is aborted", async (name, inputs) => {
    for (const input of inputs) {
      const silent = clientOf({ timeoutMs: 5, fetch: () => new Promise(() => {}) });
      const late = await thrownBy(silent, name, input, optionsOf(name));
      expect(late).toBeDefined();
      expectNothing(late);
      const signal = AbortSignal.abort(new Error(SECURE_CODE));
      expectNothing(await thrownBy(silent, name, input, { ...optionsOf(name), signal }));
    }
  });

  const MARKS: readonly unknown[] = [`${PAN}\u0000`, `<${EMAIL}>,`, SECURE_CODE.repeat(300), Number(PAN), { [PAN]: CVV }, [PAN], null]; // prettier-ignore

  it.each(Object.entries(INPUTS))("%s, for each member that is wrong", async (name, inputs) => {
    const client = clientOf({ fetch: async () => new Response("", { status: 418 }) });
    for (const input of inputs) {
      for (const mark of MARKS) {
        // A list of one order number as it stands, and an error names its order.
        if (name === "orders.findMany" && Array.isArray(mark)) continue;
        expectNothing(await thrownBy(client, name, mark, optionsOf(name)));
      }
      if (typeof input !== "object" || Array.isArray(input)) continue;
      for (const member of [...Object.keys(input), SECURE_CODE, PAN]) {
        for (const mark of MARKS) expectNothing(await thrownBy(client, name, { ...input, [member]: mark }));
      }
    }
  });

  it("to who watches it", async () => {
    const told: unknown[] = [];
    const tell = (event: unknown) => void told.push(event);
    const hooks = { onRequest: tell, onResponse: tell, onError: tell };
    for (const answer of ANSWERS) {
      const client = clientOf({ hooks, fetch: async () => answer() });
      for (const [name, inputs] of CALLS) {
        for (const input of inputs)
          await thrownBy(client, name, input, name === "orders.settle" ? optionsOf(name) : AT_ONCE);
      }
    }
    expect(told.length).toBeGreaterThan(CALLS.length * ANSWERS.length);
    for (const event of told) expectNothing(event);
  });
});
