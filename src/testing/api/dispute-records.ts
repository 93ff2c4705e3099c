import type { GatewayContext } from "../gateway-context.ts";
import { createNumberId } from "../ids.ts";
import type { JsonValue } from "../../wire/json.ts";
import type { ApiSide } from "./api-context.ts";
import { listKept, readKept } from "./kept.ts";

/** A dispute as OPCard's calls show it. */
export interface ApiDispute {
  readonly disputeId: string;
  readonly type: "dispute" | "disputes-period";
  readonly reason: string;
  /** Empty where it is about no payment of this gateway's. */
  readonly paymentId: string;
  readonly orderNumber: string;
  readonly currency: string;
  readonly amount: string;
  readonly status: "open" | "won" | "lost";
  readonly createdAtMs: number;
}

/** A dispute that is put there by a test. */
export interface OpenDisputeOptions {
  /** Default `"dispute"`. */
  readonly type?: ApiDispute["type"] | undefined;
  /** Default `chargeback`. */
  readonly reason?: string | undefined;
  /** Default `A-1`. */
  readonly orderNumber?: string | undefined;
  /** Default `USD`. */
  readonly currency?: string | undefined;
  /** Default `10.00`. */
  readonly amount?: string | undefined;
}

const PREFIX = "opcard/dispute/";
const EVIDENCE = "opcard/evidence/";

/** Puts a dispute there that is about no payment of this gateway's, and returns its id. */
export async function openDispute(
  {
    type = "dispute",
    reason = "chargeback",
    orderNumber = "A-1",
    currency = "USD",
    amount = "10.00",
  }: OpenDisputeOptions,
  context: GatewayContext,
): Promise<string> {
  const disputeId = await createNumberId(context);
  const about = { type, reason, paymentId: "", orderNumber, currency, amount };
  await keepDispute({ disputeId, ...about, status: "open", createdAtMs: context.now() }, context.api);
  return disputeId;
}

/** Keeps a dispute as it stands now. */
export async function keepDispute(dispute: ApiDispute, { store }: Pick<ApiSide, "store">): Promise<void> {
  await store.put(PREFIX + dispute.disputeId, dispute);
}

/** Returns a dispute, or nothing. */
export function findDispute(disputeId: string, { store }: ApiSide): Promise<ApiDispute | undefined> {
  return readKept(store, PREFIX + disputeId);
}

/** Returns all disputes, oldest first. */
export async function disputesOf({ store }: ApiSide): Promise<readonly ApiDispute[]> {
  const all = await listKept<ApiDispute>(store, PREFIX);
  return [...all].sort((a, b) => a.createdAtMs - b.createdAtMs);
}

/** Returns the evidence that was sent about a dispute, oldest first. */
export async function evidenceOf(disputeId: string, { store }: ApiSide): Promise<readonly JsonValue[]> {
  return (await readKept<readonly JsonValue[]>(store, EVIDENCE + disputeId)) ?? [];
}

/** Keeps one more piece of evidence about a dispute. */
export async function addEvidence(disputeId: string, evidence: JsonValue, api: ApiSide): Promise<void> {
  await api.store.put(EVIDENCE + disputeId, [...(await evidenceOf(disputeId, api)), evidence]);
}
