import { fromHundredths, toHundredths } from "../amounts.ts";
import type { GatewayContext } from "../gateway-context.ts";
import type { ApiSide } from "./api-context.ts";
import { listKept } from "./kept.ts";

/** A movement of an account's funds. */
export interface FundMovement {
  /** Empty of the funds at first. */
  readonly batchNo: string;
  readonly kind: "opening" | "withdrawal" | "fund-payment";
  readonly currency: string;
  /** Below zero where it left. */
  readonly amount: string;
  /** What was left after it. */
  readonly balance: string;
  readonly createdAtMs: number;
}

const PREFIX = "opccount/movement/";
const COUNT = "opccount/movements";

/** Returns all movements, oldest first. The funds at first are the first of them. */
export async function movementsOf({ store, opccount, startedAtMs }: ApiSide): Promise<readonly FundMovement[]> {
  if ((await store.get(COUNT)) === undefined) {
    await store.put(COUNT, 0);
    for (const [currency, given] of Object.entries(opccount.funds)) {
      const amount = fromHundredths(toHundredths(given));
      const opening = {
        batchNo: "",
        kind: "opening",
        currency,
        amount,
        balance: amount,
        createdAtMs: startedAtMs,
      } as const;
      await addMovement(opening, store);
    }
  }
  return listKept(store, PREFIX);
}

/** Returns what is in the account, by currency. */
export async function fundsOf(api: ApiSide): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await movementsOf(api)).map(({ currency, balance }) => [currency, balance]));
}

/** Takes an amount out of the account. Returns `false`, with nothing moved, where it holds less. */
export async function takeFunds(
  { currency, amount, kind, batchNo }: Pick<FundMovement, "currency" | "amount" | "kind" | "batchNo">,
  { api, now }: GatewayContext,
): Promise<boolean> {
  const balance = toHundredths((await fundsOf(api))[currency] ?? "0");
  const asked = toHundredths(amount);
  if (asked > balance) return false;
  const moved = { amount: fromHundredths(-asked), balance: fromHundredths(balance - asked), createdAtMs: now() };
  await addMovement({ batchNo, kind, currency, ...moved }, api.store);
  return true;
}

async function addMovement(movement: FundMovement, store: ApiSide["store"]): Promise<void> {
  const number = ((await store.get(COUNT)) as number) + 1;
  await store.put(COUNT, number);
  await store.put(PREFIX + `${number}`.padStart(9, "0"), movement);
}
