import { parse } from "node:querystring";
import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import { CONFIG, type Fields, type SentRequest, type Spied, spiedClient } from "../edge/merchant.ts";
import { SIGNED_ORDERS } from "../signed-orders.ts";

/** A modulus of 1024 bits, as the gateway writes it. */
export const KEY = `c${"0123456789abcdef".repeat(15)}0123456789abcd5`;
export const SECOND_KEY = `D${"FEDCBA9876543210".repeat(15)}FEDCBA987654321`;

/** Both terminals with their public keys. */
export const KEYED: Partial<PaymentsConfig> = {
  terminals: CONFIG.terminals.map((one, i) => ({ ...one, publicKey: [KEY, SECOND_KEY][i]! })),
};

type Method = (client: PaymentsClient, input: never) => unknown;

/** How each operation is asked for: the one public method that sends it. */
export const METHODS: Readonly<Record<string, Method>> = {
  "payments.pay": ({ payments }, input) => payments.pay(input),
  "payments.createHosted": ({ payments }, input) => payments.createHosted(input),
  "payments.buildHostedForm": ({ payments }, input) => payments.buildHostedForm(input),
  "payments.buildEmbeddedFields": ({ payments }, input) => payments.buildEmbeddedFields(input),
  "payments.createLink": ({ payments }, input) => payments.createLink(input),
  "payments.capture": ({ payments }, input) => payments.capture(input),
  "payments.void": ({ payments }, input) => payments.void(input),
  "payments.voidOffline": ({ payments }, input) => payments.void(input),
  "payments.declareCustoms": ({ payments }, input) => payments.declareCustoms(input),
  "orders.find": ({ orders }, input: { orderNumbers: string[]; terminal?: string }) =>
    input.orderNumbers?.length === 1
      ? orders.find(input.orderNumbers[0]!, { terminal: input.terminal })
      : orders.findMany(input.orderNumbers, { terminal: input.terminal }),
  "orders.list": ({ orders }, input) => drain(orders.list(input)),
  "orders.listBusiness": ({ orders }, input) => drain(orders.listBusiness(input)),
  "orders.listDisputes": ({ orders }, input) => drain(orders.listDisputes(input)),
  "orders.uploadTracking": ({ orders }, input) => orders.uploadTracking(input),
  "refunds.create": ({ refunds }, input) => refunds.create(input),
  "refunds.find": ({ refunds }, input) => refunds.find(input),
  "quickpay.buildCreateForm": ({ quickpay }, input) => quickpay.buildCreateForm(input),
  "quickpay.create": ({ quickpay }, input) => quickpay.create(input),
  "quickpay.find": ({ quickpay }, input) => quickpay.find(input),
  "quickpay.cancel": ({ quickpay }, input) => quickpay.cancel(input),
  "quickpay.charge": ({ quickpay }, input) => quickpay.charge(input),
  "checks.account": ({ checks }, input) => checks.account(input),
  "checks.cardBins": ({ checks }, input) => checks.cardBins(input),
};

/** Those whose fields are handed to a page: nothing is sent here. */
export const HANDED_OUT = ["payments.buildHostedForm", "payments.buildEmbeddedFields", "quickpay.buildCreateForm"];

/** Returns a client whose requests are kept; lists are answered with so many pages, the rest with next to nothing. */
export function probe(operation: string, changes: Partial<PaymentsConfig> = {}, pages = 1): Spied {
  let page = 0;
  const json = SIGNED_ORDERS[operation]?.orders.length === 0;
  const type = json ? "application/json" : "application/xml";
  const listed = () =>
    `<response><results>00</results><totalpages>${pages}</totalpages><orderInfo><payment_id>${++page}</payment_id></orderInfo></response>`;
  const answer = () =>
    json
      ? '{"code":"000","data":{}}'
      : operation.startsWith("orders.list")
        ? listed()
        : "<response><results>00</results></response>";
  return spiedClient(() => new Response(answer(), { headers: { "content-type": type } }), { ...KEYED, ...changes });
}

/** Runs an operation by its public method, and returns what it returned, or what it threw. */
export async function run(client: PaymentsClient, operation: string, input: unknown): Promise<unknown> {
  try {
    return await METHODS[operation]!(client, input as never);
  } catch (error) {
    return error;
  }
}

/** The fields of a body by Node's own parser, which gives a list where a name stands twice. */
export function fieldsOf({ body }: Pick<SentRequest, "body">): Fields {
  const fields = { ...parse(body, "&", "=", { maxKeys: 0 }) };
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== "string") throw new Error(`${name} stands twice`);
  }
  return fields as Fields;
}

/** The document's order for what is sent: the one without the fields that may be left out where they are left out. */
export function orderFor(operation: string, fields: Fields): readonly string[] {
  const { orders } = SIGNED_ORDERS[operation]!;
  const whole = orders.length === 1 ? orders : orders.filter((order) => order.every((name) => name in fields));
  return [...whole].sort((a, b) => b.length - a.length)[0]!;
}

/** Sends what an operation makes of an input and returns its fields: from the wire, or as a page would get them. */
export async function sentFields(operation: string, input: unknown): Promise<Fields | Error> {
  const client = probe(operation);
  const ended = await run(client, operation, input);
  if (client.sent.length > 0) return fieldsOf(client.sent[0]!);
  if (ended instanceof Error) return ended;
  return ((ended as { fields?: Fields }).fields ?? ended) as Fields;
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items);
}
