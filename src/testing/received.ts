import type { JsonValue } from "../wire/json.ts";
import type { WireFields } from "../wire/signing.ts";
import type { GatewayOperationName } from "./operation-name.ts";

/** A request as it reached the simulated gateway, before it was checked. */
export interface ReceivedRequest {
  readonly operation: GatewayOperationName;
  readonly path: string;
  /** By wire names; of JSON by paths such as `order.amount`. Without card data, wallet tokens and keys; of OPCard and OPCCOUNT only what names nobody. */
  readonly fields: WireFields;
}

/** Keeps the last requests, for tests to look at. */
export interface RequestRecord {
  readonly add: (request: ReceivedRequest) => void;
  readonly all: () => readonly ReceivedRequest[];
}

const MOST = 100;
const NEVER_KEPT: readonly string[] = ["card_data", "pay_accountNumber", "key"];

/** Returns a record of the last hundred requests, in memory only. */
export function createRequestRecord(): RequestRecord {
  let kept: readonly ReceivedRequest[] = [];
  return {
    add: ({ operation, path, fields }) => {
      const shown = Object.entries(fields).filter(([name]) => !NEVER_KEPT.includes(name));
      kept = [...kept, { operation, path, fields: Object.fromEntries(shown) }].slice(-MOST);
    },
    all: () => kept,
  };
}

/** Returns the texts, numbers and truths of a JSON value by their paths. */
export function flattenJson(value: JsonValue, path = ""): WireFields {
  if (typeof value !== "object" || value === null) return { [path]: String(value) };
  const entries = Object.entries(value as Readonly<Record<string, JsonValue>>);
  return Object.assign({}, ...entries.map(([name, item]) => flattenJson(item, path ? `${path}.${name}` : name)));
}
