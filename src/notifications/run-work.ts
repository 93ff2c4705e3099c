import { growingPauseMs } from "../http/pause.ts";
import type { ClaimAnswer } from "../inbox/order-record.ts";
import type { StoredOrder } from "../results/match-order.ts";
import { runEffect } from "./effects.ts";
import { fromItemText, fromOrderKey } from "./notice-item.ts";
import type { EffectEnd, WorkContext } from "./work-context.ts";

const PAUSES = { firstMs: 2000, mostMs: 3_600_000 };

/** Runs work of an order that was claimed, and returns whether it has taken effect, now or before. */
export async function runClaimed<Order extends StoredOrder>(
  order: string,
  answer: ClaimAnswer,
  context: WorkContext<Order>,
): Promise<boolean> {
  if (answer.kind !== "claimed") return answer.kind === "done" || answer.kind === "superseded";
  const { store } = context.options;
  const { attempt, paidBy, key, token } = answer;
  const about = fromOrderKey(order);
  let end: EffectEnd = "again";
  try {
    end = await runEffect(fromItemText(answer.item), { about, key, attempt, paidBy, context });
  } catch (error) {
    await context.tellError(error, { about, workKey: key, attempt });
  }
  const lease = { order, key, token };
  // Where the lease was taken over meanwhile, another runs it: it is not done yet.
  if (end === "done") return store.complete(lease);
  await store.release(lease, growingPauseMs(attempt, PAUSES));
  return false;
}
