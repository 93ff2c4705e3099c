import * as v from "valibot";
import type { EnvironmentOption } from "../environment.ts";
import type { CallHooks } from "../http/call-hooks.ts";
import type { Fetch } from "../http/send.ts";
import { timeoutMs } from "./fields.ts";
import { expects } from "./parse.ts";

/** How every client may be made to call. */
export interface ClientMembers {
  /** How requests leave. Default the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** How long a call may take, its answer's body included. Default 30,000 ms. */
  readonly timeoutMs?: number | undefined;
  /** How long a query may take in all, its repetitions included. Default 60,000 ms. */
  readonly queryBudgetMs?: number | undefined;
  /** Watch every request: what they get holds no secret, card or personal value. */
  readonly hooks?: CallHooks | undefined;
  /** Set by tests that emulate a document on a server. Never set it in a page: the secret would be public. */
  readonly unsafeAllowDocument?: boolean | undefined;
}

/** A function of a configuration. */
export const configFunction = v.custom<() => never>(
  (value) => typeof value === "function",
  expects("invalid_config", "must be a function"),
);

const hook = v.optional(configFunction);

/** The schema of {@link ClientMembers}. */
export const clientMembers = {
  fetch: v.optional(
    v.custom<Fetch>((value) => typeof value === "function", expects("invalid_config", "must be a function")),
  ),
  timeoutMs: v.optional(timeoutMs("invalid_config")),
  queryBudgetMs: v.optional(timeoutMs("invalid_config")),
  hooks: v.optional(v.strictObject({ onRequest: hook, onResponse: hook, onError: hook })),
  unsafeAllowDocument: v.optional(v.boolean(expects("invalid_config", "must be true or false"))),
};

/** What may be an environment: what it is, its reader decides. */
export const environmentOption = v.custom<EnvironmentOption>(
  (value) => typeof value === "string" || (typeof value === "object" && value !== null),
  expects("invalid_config", 'must be "sandbox" or "production"'),
);
