import { ResponseError } from "../errors.ts";
import type { ApiAnswer } from "../results/api-answer.ts";
import { type JsonObject, objectOf, textOf } from "../results/json-answer.ts";
import { truthOf } from "../results/walk-cursor.ts";
import type { DisputePage, UpdateDisputeInput } from "../schema/dispute-input.ts";
import type { ApiQuestion } from "../wire/api-question.ts";
import type { JsonValue } from "../wire/json.ts";

/** A dispute. No source tells its members: they are here as they come. */
export interface Dispute {
  /** From the first of `dispute_id` and `id` that is there (inferred); nothing where none is. */
  readonly disputeId?: string;
  /** All that the gateway said, by its own names; integers beyond 2^53 as text. */
  readonly fields: JsonObject;
}

/** A page of disputes. */
export interface DisputeListPage {
  readonly items: readonly Dispute[];
  /** Whether there are more, where the answer says so. */
  readonly hasMore?: boolean;
}

/** Returns the question for a page of disputes; its parameters are stated (protocol.md §7). */
export function buildDisputePage({ createdFrom, createdTo, type, page, pageSize }: DisputePage): ApiQuestion {
  return {
    parameters: { from_created_at: createdFrom, to_created_at: createdTo, type, page, limit: pageSize },
  };
}

/** Returns the question for one dispute. */
export function buildGetDispute(disputeId: string): ApiQuestion {
  return { path: { id: disputeId } };
}

/** Returns the question that hands evidence in. */
export function buildUpdateDispute({ disputeId, evidence }: UpdateDisputeInput): ApiQuestion {
  return { path: { id: disputeId }, parameters: evidence };
}

/** Returns a page of disputes. @throws ResponseError `unexpected_answer` where the answer holds no list. */
export function readDisputePage({ data }: ApiAnswer): DisputeListPage {
  const hasMore = truthOf(objectOf(data).has_more);
  return { items: listIn(data).map(toDispute), ...(hasMore !== undefined && { hasMore }) };
}

/** Returns the dispute of an answer. */
export function readDispute({ data }: ApiAnswer): Dispute {
  return toDispute(data);
}

/** Returns the list of an answer: itself, or its member `data` as OPCard's lists have it, or `list` (inferred). */
export function listIn(data: JsonValue): readonly JsonValue[] {
  const { data: inner, list } = objectOf(data);
  const found = [data, inner, list].find((value) => Array.isArray(value));
  if (found === undefined) throw new ResponseError("unexpected_answer", "the answer must hold a list");
  return found as readonly JsonValue[];
}

function toDispute(value: JsonValue): Dispute {
  const fields = objectOf(value);
  const disputeId = textOf(fields.dispute_id) || textOf(fields.id);
  return { ...(disputeId !== "" && { disputeId }), fields };
}
