import type { GatewayContext } from "./gateway-context.ts";
import { createNumberId, createToken, createUuid } from "./ids.ts";
import { INFERRED } from "./inferred.ts";
import type { SandboxQuickpay } from "./sandbox-quickpay.ts";

/** What a request says of a means of payment to be stored. */
export type NewQuickpay = Omit<SandboxQuickpay, "id" | "token" | "referenceId" | "createdAtMs" | "expiresAtMs">;

/** Keeps a new means of payment, and returns it. */
export async function createQuickpay(asked: NewQuickpay, context: GatewayContext): Promise<SandboxQuickpay> {
  const referenceId = await createNumberId(context);
  const nowMs = context.now();
  const expiresAtMs = nowMs + INFERRED.quickpayYears * 365 * 86_400_000;
  const id = await createUuid(referenceId, context);
  const token = await createToken(`quickpay-page/${referenceId}`, context);
  const quickpay = { ...asked, id, token, referenceId, createdAtMs: nowMs, expiresAtMs };
  await context.state.saveQuickpay(quickpay);
  return quickpay;
}
