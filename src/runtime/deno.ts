import { createOceanpayment, type Oceanpayment } from "../edge/create-oceanpayment.ts";
import { createOpccount } from "../edge/create-opccount.ts";
import { createOpcard } from "../edge/create-opcard.ts";
import type { OpcardClient } from "../edge/opcard-client.ts";
import type { OpccountClient } from "../edge/opccount-client.ts";
import { assertServer } from "../edge/guard.ts";
import { InputError } from "../errors.ts";
import { type ClientOptions, readCredentials } from "./credentials.ts";
import { type OpccountOptions, readOpccountCredentials } from "./opccount-credentials.ts";
import { type OpcardOptions, readOpcardCredentials } from "./opcard-credentials.ts";
import type { ReadVariable } from "./read-variable.ts";

/** The part of `Deno.env` that is read. */
export interface DenoEnv {
  readonly get: (name: string) => string | undefined;
}

/** The address of a connection, as `Deno.serve` tells it. */
export interface ConnectionInfo {
  readonly remoteAddr: { readonly transport?: string; readonly hostname?: string };
}

/**
 * Returns the Accept Payments client from Deno's environment variables: `OCEANPAYMENT_ENVIRONMENT`, `_ACCOUNT`,
 * `_TERMINAL`, `_SECURE_CODE`, `_PREVIOUS_SECURE_CODE` (while it is changed), `_PUBLIC_KEY` (needed for card payments), and
 * `_PAYMENT_HOST`, `_QUERY_HOST`, `_QUICKPAY_HOST`, `_CHECKS_HOST` for a relay.
 * Further terminals end in `_2` to `_9`.
 *
 * Permissions: `--allow-env=OCEANPAYMENT_*`, and `--allow-net` for the environment's payment host
 * (`test-secure.oceanpayment.com` or `secure.oceanpayment.com`). No other.
 *
 * @throws InputError `server_only` in a page; `missing_credential`, `invalid_config`: names the variable and where
 * Oceanpayment shows its value; `permission_denied`: names the permission that is missing.
 * @example
 * ```ts
 * import { fromEnv } from "oceanpayment/deno";
 *
 * const oceanpayment = await fromEnv();
 * ```
 */
export async function fromEnv(env?: DenoEnv, options: ClientOptions = {}): Promise<Oceanpayment> {
  assertServer(options);
  const config = await readCredentials(variablesOf(env));
  return createOceanpayment({ ...config, ...options });
}

/**
 * Returns the OPCard client from Deno's environment variables: `OCEANPAYMENT_ENVIRONMENT`, `_APP_KEY`, `_APP_SECRET`, and
 * `_OPCARD_HOST` for another host than the environment's. `_SEALING_KEY` with `_SEALING_KEY_ID`, and while keys are changed
 * `_PREVIOUS_SEALING_KEY` with its `_ID`, seal tokens in the store that `options` may name.
 *
 * Permissions: `--allow-env=OCEANPAYMENT_*`, and `--allow-net` for the OPCard host.
 *
 * @throws InputError as {@link fromEnv}, and as `createOpcard`.
 */
export async function opcardFromEnv(env?: DenoEnv, options: OpcardOptions = {}): Promise<OpcardClient> {
  assertServer(options);
  return createOpcard({ ...(await readOpcardCredentials(variablesOf(env))), ...options });
}

/**
 * Returns the OPCCOUNT client from Deno's environment variables: `OCEANPAYMENT_OPCCOUNT_NO`, `_VA_CODE`,
 * `_OPCCOUNT_PRIVATE_KEY` (PKCS#8 PEM) and `_OPCCOUNT_HOST`.
 *
 * Permissions: `--allow-env=OCEANPAYMENT_*`, and `--allow-net` for that host.
 *
 * @throws InputError as {@link fromEnv}, and as `createOpccount`.
 */
export async function opccountFromEnv(env?: DenoEnv, options: OpccountOptions = {}): Promise<OpccountClient> {
  assertServer(options);
  return createOpccount({ ...(await readOpccountCredentials(variablesOf(env))), ...options });
}

/** Returns the address a request came from, as the connection tells it, or nothing where it is no network address. */
export function senderAddress({ remoteAddr }: ConnectionInfo): string | undefined {
  return remoteAddr.hostname;
}

function variablesOf(env: DenoEnv | undefined): ReadVariable {
  const found = env ?? (globalThis as { Deno?: { env: DenoEnv } }).Deno?.env;
  if (!found) {
    throw new InputError("invalid_argument", `"env" must be given outside of Deno`, { field: "env" });
  }
  return (name) => readVariable(found, name);
}

function readVariable(env: DenoEnv, name: string): string | undefined {
  try {
    return env.get(name);
  } catch {
    throw new InputError("permission_denied", `Deno may not read ${name}: run it with --allow-env=OCEANPAYMENT_*`, {
      field: name,
    });
  }
}
