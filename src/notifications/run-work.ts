import { growingPauseMs } from "../http/pause.ts";
import type { WorkReference } from "../inbox/notice-store.ts";
import type { ClaimAnswer } from "../inbox/order-record.ts";
import type { StoredOrder } from "../results/match-order.ts";
import { runEffect } from "./effects.ts";
import { fromItemText, fromOrderKey } from "./notice-item.ts";
import type { EffectEnd, WorkContext } from "./work-context.ts";

const PAUSES = { firstMs: 2000, mostMs: 3_600_000 };

/** Runs work that was claimed, and returns whether it has taken effect, now or before. */
export async function runClaimed<Order extends StoredOrder>(
  reference: WorkReference,
  answer: ClaimAnswer,
  context: WorkContext<Order>,
): Promise<boolean> {
  if (answer.kind !== "claimed") return answer.kind !== "held";
  const { store } = context.options;
  const { attempt, isDouble, token } = answer;
  const about = fromOrderKey(reference.order);
  let end: EffectEnd = "again";
  try {
    end = await runEffect(fromItemText(answer.item), { about, attempt, isDouble, context });
  } catch (error) {
    await context.tellError(error, { about, idempotencyKey: `${reference.order}/${reference.key}`, attempt });
  }
  const lease = { ...reference, token };
  // Where the lease was taken over meanwhile, another runs it: it is not done yet.
  if (end === "done") return store.complete(lease);
  await store.release(lease, growingPauseMs(attempt, PAUSES));
  return false;
}
