import type { ApiAnswer } from "../results/api-answer.ts";
import { type JsonObject, objectOf, textOf } from "../results/json-answer.ts";
import type { CreateCardInput } from "../schema/opcard-input.ts";
import type { ApiQuestion } from "../wire/api-question.ts";
import { toWireId } from "./wire-id.ts";

/** A card that was made. What the gateway does not send is `undefined`. */
export interface Card {
  /** `card_id` (stated), digits as text, exact: keep it. */
  readonly cardId: string | undefined;
  /** All that the gateway said of it, by its own names; integers beyond 2^53 as text. */
  readonly fields: JsonObject;
}

/** Returns the question that makes a card: `POST /card-api/v1/cards/create` (stated, protocol.md §7). */
export function buildCreateCard(
  { name, cardholderId, description, validUntil, programValue, risks }: CreateCardInput,
  idsAs: "number" | "text",
): ApiQuestion {
  return {
    parameters: {
      card_name: name,
      card_holder_id: cardholderId === undefined ? undefined : toWireId(cardholderId, idsAs),
      card_desc: description,
      card_validity_time: `${validUntil.year}${String(validUntil.month).padStart(2, "0")}`,
      program_value: programValue,
      risk_list: risks?.map((risk) => ({ trade_risk_name: risk.name, trade_risk_value: risk.value })),
    },
  };
}

/** Returns the card that was made. One whose answer says nothing more than success is one all the same. */
export function readCard({ data }: ApiAnswer): Card {
  const fields = objectOf(data);
  return { cardId: textOf(fields.card_id) || undefined, fields };
}
