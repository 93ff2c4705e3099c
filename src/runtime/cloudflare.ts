import { createOceanpayment, type Oceanpayment } from "../edge/create-oceanpayment.ts";
import { assertServer } from "../edge/guard.ts";
import { InputError, shapeOf } from "../errors.ts";
import { type ClientOptions, readCredentials } from "./credentials.ts";

/** A binding of Cloudflare's Secrets Store. */
export interface SecretsStoreSecret {
  readonly get: () => Promise<string>;
}

/**
 * Returns the client of all products from a Worker's bindings: variables, secrets, or Secrets Store secrets named
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
  if (typeof env !== "object" || env === null) {
    throw new InputError("invalid_argument", `"env" must be the Worker's bindings, got ${shapeOf(env)}`, {
      field: "env",
    });
  }
  const config = await readCredentials((name) => readBinding((env as Readonly<Record<string, unknown>>)[name], name));
  return createOceanpayment({ ...config, ...options });
}

/**
 * Returns the address a request came from, as Cloudflare saw it, or nothing where it says none. `X-Forwarded-For` is the
 * sender's own word and is never looked at.
 */
export function senderAddress(request: Request): string | undefined {
  return request.headers.get("cf-connecting-ip") ?? undefined;
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
