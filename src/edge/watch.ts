import { OceanpaymentError } from "../errors.ts";
import type { CallHooks, RequestEvent } from "../http/call-hooks.ts";

/** An attempt's answer, read. */
interface Attempted<Result> {
  readonly status: number;
  readonly result: Result;
}

/** Runs an attempt and tells the hooks of it. */
export async function watch<Result>(
  hooks: CallHooks,
  event: RequestEvent,
  attempt: () => Promise<Attempted<Result>>,
): Promise<Result> {
  const startMs = performance.now();
  const durationMs = () => Math.round(performance.now() - startMs);
  tell(hooks.onRequest, event);
  try {
    const { status, result } = await attempt();
    tell(hooks.onResponse, { ...event, durationMs: durationMs(), status, gatewayCode: codeOf(result) });
    return result;
  } catch (error) {
    if (error instanceof OceanpaymentError) {
      const { status, gatewayCode, code, outcome } = error;
      tell(hooks.onError, { ...event, durationMs: durationMs(), status, gatewayCode, code, outcome });
    }
    throw error;
  }
}

/** What a hook does must not reach the call: neither its error nor its waiting. */
function tell<Event extends RequestEvent>(hook: ((event: Event) => unknown) | undefined, event: Event): void {
  try {
    Promise.resolve(hook?.(Object.freeze(event))).catch(() => {});
  } catch {
    // Dropped, as the hooks' documentation says.
  }
}

function codeOf(result: unknown): string | undefined {
  const { gatewayCode } = (result ?? {}) as { gatewayCode?: unknown };
  return typeof gatewayCode === "string" ? gatewayCode : undefined;
}
