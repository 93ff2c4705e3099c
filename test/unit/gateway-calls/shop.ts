import { createPayments } from "../../../src/edge/create-payments.ts";
import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import type { OrderToPay, PaymentDetails } from "../../../src/schema/order-input.ts";
import type { PayInput } from "../../../src/schema/pay-input.ts";
import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import type { SandboxOptions } from "../../../src/testing/sandbox.ts";
import { createSandboxStore, type SandboxStore } from "../../../src/testing/sandbox-store.ts";
import { CARD } from "../card-samples.ts";
import { sealByNode } from "../sandbox/sealed-card.ts";
import { CARDS, createWorld, type Fields, TERMINALS, type World } from "../sandbox/shopper.ts";

export const [FIRST, SECOND] = [TERMINALS[0].terminal, TERMINALS[1].terminal] as const;
export const DAY_MS = 86_400_000;

/** A merchant with the library's client before a simulated gateway, whose clock and memory the test owns. */
export interface Shop {
  readonly world: World;
  readonly sandbox: World["sandbox"];
  readonly client: PaymentsClient;
  readonly store: SandboxStore;
  /** Another client of the same merchant. */
  readonly clientWith: (changes: Partial<PaymentsConfig>) => PaymentsClient;
  /** A card payment's input, its card sealed by OpenSSL. */
  readonly input: (orderNumber: string, changes?: Partial<PayInput>, card?: keyof typeof CARDS) => PayInput;
  /** Pays an order that is approved, and returns the payment's id. */
  readonly paid: (orderNumber: string, changes?: Partial<PayInput>) => Promise<string>;
  /** Reserves an order's money, and returns the payment's id. */
  readonly reserved: (orderNumber: string) => Promise<string>;
  /** Makes a payment by a method of a hosted page, leaves it pending, and returns its id. */
  readonly offline: (orderNumber: string, methods?: string) => Promise<string>;
  /** Moves the clock on. */
  readonly pass: (ms: number) => void;
}

/** What every payment takes beside its source. */
export function orderInput(
  orderNumber: string,
  changes: Partial<OrderToPay & PaymentDetails> = {},
): OrderToPay & PaymentDetails {
  return {
    orderNumber,
    amount: "10.00",
    currency: "USD",
    billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "GB" },
    backUrl: "https://shop.example/back",
    noticeUrl: "https://notify.example/in",
    ...changes,
  };
}

/** Opens a shop. */
export async function openShop(options: SandboxOptions = {}, config: Partial<PaymentsConfig> = {}): Promise<Shop> {
  const store = createSandboxStore();
  const world = await createWorld({ store, stallMs: 60_000, ...options });
  const { sandbox, clock, key } = world;
  const clientWith = (changes: Partial<PaymentsConfig>) =>
    createPayments({ ...sandbox.paymentsConfig(), gatewayTimeZone: "+08:00", ...config, ...changes });
  const client = clientWith({});
  const input: Shop["input"] = (orderNumber, changes = {}, card = "approve") =>
    ({
      ...orderInput(orderNumber),
      cardData: sealByNode({ ...CARD, number: CARDS[card] }, key),
      ...changes,
    }) as PayInput;
  const expectStatus = <Result extends { readonly status: string; readonly paymentId: string }>(
    result: Result,
    status: Result["status"],
  ) => {
    if (result.status !== status) throw new Error(`${result.status} in place of ${status}`);
    return result.paymentId;
  };
  return {
    world,
    sandbox,
    client,
    store,
    clientWith,
    input,
    paid: async (orderNumber, changes) =>
      expectStatus(await client.payments.pay(input(orderNumber, changes)), "approved"),
    reserved: async (orderNumber) =>
      expectStatus(await client.payments.pay(input(orderNumber, { intent: "pre-authorisation" })), "authorised"),
    offline: async (orderNumber, methods = "Alipay_Web") =>
      expectStatus(await client.payments.createHosted({ ...orderInput(orderNumber), methods }), "redirect"),
    pass: (ms) => void (clock.nowMs += ms),
  };
}

/** Everything the gateway holds, to be compared. */
export async function holdings({ store }: Pick<Shop, "store">): Promise<Fields> {
  const all = await store.list({ prefix: "" });
  return Object.fromEntries([...all].map(([key, value]) => [key, JSON.stringify(value)]));
}

/** All items of a list, read to its end. */
export async function all<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}
