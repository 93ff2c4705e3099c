import type { EnvironmentOption } from "../environment.ts";
import { InputError, shapeOf } from "../errors.ts";
import type { CallHooks } from "../http/call-hooks.ts";
import type { Fetch } from "../http/send.ts";
import type { PaymentsConfig } from "../schema/payments-config.ts";
import { createPayments } from "./create-payments.ts";
import { assertServer } from "./guard.ts";
import type { PaymentsClient } from "./payments-client.ts";

/** What the client of all products is made of. */
export interface OceanpaymentConfig {
  /** `"sandbox"`, `"production"`, or one of them with hosts changed. */
  readonly environment: EnvironmentOption;
  /** The credentials of Accept Payments. */
  readonly payments: Pick<PaymentsConfig, "account" | "terminals">;
  /** How requests leave. Default the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** How long a call may take, its answer's body included. Default 30,000 ms. */
  readonly timeoutMs?: number | undefined;
  /** How long a query may take in all, its repetitions included. Default 60,000 ms. */
  readonly queryBudgetMs?: number | undefined;
  /** The gateway's time zone, for lists that name none: an IANA name or an offset. No source tells it. */
  readonly gatewayTimeZone?: string | undefined;
  /** Watch every request: what they get holds no secret, card or personal value. */
  readonly hooks?: CallHooks | undefined;
  /** Set by tests that emulate a document on a server. Never set it in a page: the secret would be public. */
  readonly unsafeAllowDocument?: boolean | undefined;
}

/** The client of all products. */
export interface Oceanpayment extends PaymentsClient {}

/**
 * Returns the client of all products. Server only. Where one product is enough, make its own client: a bundle then holds
 * that one alone.
 *
 * @throws InputError `server_only` in a page, `invalid_config` and `missing_field` for a configuration that is wrong.
 * @throws KeyError for a public key that is none.
 * @example
 * ```ts
 * import { createOceanpayment } from "oceanpayment/edge";
 *
 * declare const secureCode: string;
 * const oceanpayment = createOceanpayment({
 *   environment: "sandbox",
 *   payments: { account: "995149", terminals: [{ terminal: "99514901", secureCode }] },
 * });
 * ```
 */
export function createOceanpayment(config: OceanpaymentConfig): Oceanpayment {
  assertServer(config);
  if (typeof config !== "object" || config === null) {
    throw new InputError("invalid_config", `"config" must be an object, got ${shapeOf(config)}`, { field: "config" });
  }
  const { payments, ...common } = config;
  return createPayments({ ...payments, ...common });
}
