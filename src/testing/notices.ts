import type { Fetch } from "../http/send.ts";
import type { FaultSwitch } from "./faults.ts";
import type { QueuedNotice, SandboxState } from "./sandbox-state.ts";

/** What became of one attempt to deliver a notification. */
export interface Delivery {
  readonly paymentId: string;
  readonly attempt: number;
  /** Whether the answer was the plain text `receive-ok`. */
  readonly acknowledged: boolean;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
}

/** What notifications are delivered with. */
export interface NoticeContext {
  readonly state: SandboxState;
  readonly faults: FaultSwitch;
  readonly fetch: Fetch;
  readonly now: () => number;
  /** The pause before each attempt. At most five attempts (stated, §6.7); the intervals no source states. */
  readonly delaysMs: readonly number[];
  /** How long a late notification is late. */
  readonly lateMs: number;
}

/** Puts a notification into the queue, as the switched-on faults have it. */
export async function queueNotice(
  notice: Pick<QueuedNotice, "paymentId" | "url" | "body">,
  context: NoticeContext,
): Promise<void> {
  const { state, faults, now, delaysMs, lateMs } = context;
  if (notice.url === "" || faults.draw(["notice-lost"])) return;
  const first = { ...notice, attempt: 1, dueAtMs: now() + (delaysMs[0] ?? 0) };
  // Reordered means overtaken: due at once, but behind what comes after it.
  const late = faults.draw(["notice-late", "notice-reordered"]);
  await state.queueNotice(late ? { ...first, dueAtMs: first.dueAtMs + lateMs } : first);
  if (faults.draw(["notice-doubled"])) await state.queueNotice(first);
}

/** Delivers the notifications that are due, in order, and queues again those that were not acknowledged. */
export async function deliverNotices(context: NoticeContext): Promise<readonly Delivery[]> {
  const { state, now, delaysMs } = context;
  const due = [...(await state.notices())].filter(([, notice]) => notice.dueAtMs <= now());
  const deliveries: Delivery[] = [];
  for (const [key, notice] of due) {
    const delivery = await deliver(notice, context.fetch);
    deliveries.push(delivery);
    await state.dropNotice(key);
    const pauseMs = delaysMs[notice.attempt];
    if (delivery.acknowledged || pauseMs === undefined) continue;
    await state.queueNotice({ ...notice, attempt: notice.attempt + 1, dueAtMs: now() + pauseMs });
  }
  return deliveries;
}

async function deliver({ paymentId, attempt, url, body }: QueuedNotice, fetch: Fetch): Promise<Delivery> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/xml; charset=UTF-8" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    return { paymentId, attempt, acknowledged: response.ok && text === "receive-ok", status: response.status };
  } catch {
    return { paymentId, attempt, acknowledged: false, status: 0 };
  }
}
