import { createOceanpayment, type Oceanpayment } from "../edge/create-oceanpayment.ts";
import { createOpccount } from "../edge/create-opccount.ts";
import { createOpcard } from "../edge/create-opcard.ts";
import type { OpcardClient } from "../edge/opcard-client.ts";
import type { OpccountClient } from "../edge/opccount-client.ts";
import { assertServer } from "../edge/guard.ts";
import { InputError, shapeOf } from "../errors.ts";
import { type ClientOptions, readCredentials } from "./credentials.ts";
import { type OpccountOptions, readOpccountCredentials } from "./opccount-credentials.ts";
import { type OpcardOptions, readOpcardCredentials } from "./opcard-credentials.ts";
import type { ReadVariable } from "./read-variable.ts";

/** A binding of Cloudflare's Secrets Store. */
export interface SecretsStoreSecret {
  readonly get: () => Promise<string>;
}

/**
 * Returns the Accept Payments client from a Worker's bindings: variables, secrets, or Secrets Store secrets named
 * `OCEANPAYMENT_ENVIRONMENT`, `_ACCOUNT`, `_TERMINAL`, `_SECURE_CODE`, `_PREVIOUS_SECURE_CODE` (while it is changed),
 * `_PUBLIC_KEY` (needed for card payments), and `_PAYMENT_HOST`, `_QUERY_HOST`, `_QUICKPAY_HOST`, `_CHECKS_HOST` for a
 * relay. Further terminals end in `_2` to `_9`.
 *
 * @throws InputError `server_only` in a page; `missing_credential`, `invalid_config`: names the variable and where
 * Oceanpayment shows its value.
 * @example
 * ```ts
 * import { fromEnv } from "oceanpayment/cloudflare";
 *
 * export default {
 *   async fetch(request: Request, env: Record<string, unknown>): Promise<Response> {
 *     const oceanpayment = await fromEnv(env);
 *     return Response.json(oceanpayment.publicConfig());
 *   },
 * };
 * ```
 */
export async function fromEnv(env: object, options: ClientOptions = {}): Promise<Oceanpayment> {
  assertServer(options);
  const config = await readCredentials(variablesOf(env));
  return createOceanpayment({ ...config, ...options });
}

/**
 * Returns the OPCard client from a Worker's bindings: `OCEANPAYMENT_ENVIRONMENT`, `_APP_KEY`, `_APP_SECRET`, and
 * `_OPCARD_HOST` for another host than the environment's. `_SEALING_KEY` with `_SEALING_KEY_ID`, and while keys are changed
 * `_PREVIOUS_SEALING_KEY` with its `_ID`, seal tokens in the store that `options` may name. Make it once for each isolate:
 * it keeps the token.
 *
 * @throws InputError as {@link fromEnv}, and as `createOpcard`.
 * @example
 * ```ts
 * import { createDurableTokenStore, opcardFromEnv, type TokenNamespace } from "oceanpayment/cloudflare";
 *
 * declare const env: { readonly TOKENS: TokenNamespace<unknown> };
 * const opcard = await opcardFromEnv(env, { tokenStore: createDurableTokenStore(env.TOKENS) });
 * ```
 */
export async function opcardFromEnv(env: object, options: OpcardOptions = {}): Promise<OpcardClient> {
  assertServer(options);
  return createOpcard({ ...(await readOpcardCredentials(variablesOf(env))), ...options });
}

/**
 * Returns the OPCCOUNT client from a Worker's bindings: `OCEANPAYMENT_OPCCOUNT_NO`, `_VA_CODE`, `_OPCCOUNT_PRIVATE_KEY`
 * (PKCS#8 PEM) and `_OPCCOUNT_HOST`.
 *
 * @throws InputError as {@link fromEnv}, and as `createOpccount`.
 */
export async function opccountFromEnv(env: object, options: OpccountOptions = {}): Promise<OpccountClient> {
  assertServer(options);
  return createOpccount({ ...(await readOpccountCredentials(variablesOf(env))), ...options });
}

/**
 * Returns the address a request came from, as Cloudflare saw it, or nothing where it says none. `X-Forwarded-For` is the
 * sender's own word and is never looked at.
 */
export function senderAddress(request: Request): string | undefined {
  return request.headers.get("cf-connecting-ip") ?? undefined;
}

function variablesOf(env: object): ReadVariable {
  if (typeof env !== "object" || env === null) {
    throw new InputError("invalid_argument", `"env" must be the Worker's bindings, got ${shapeOf(env)}`, {
      field: "env",
    });
  }
  return (name) => readBinding((env as Readonly<Record<string, unknown>>)[name], name);
}

async function readBinding(binding: unknown, name: string): Promise<string | undefined> {
  if (binding === undefined || typeof binding === "string") return binding;
  const { get } = (binding ?? {}) as Partial<SecretsStoreSecret>;
  if (typeof get !== "function") {
    throw new InputError(
      "invalid_config",
      `the binding ${name} must be text or a Secrets Store secret, got ${shapeOf(binding)}`,
      {
        field: name,
      },
    );
  }
  try {
    return await (binding as SecretsStoreSecret).get();
  } catch {
    throw new InputError("missing_credential", `the Secrets Store has no secret for the binding ${name}`, {
      field: name,
    });
  }
}
