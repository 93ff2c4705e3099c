import { toHex } from "../bytes/hex.ts";
import { utf8 } from "../bytes/utf8.ts";
import { sha256 } from "../crypto/sha256.ts";
import type { EnvironmentName } from "../environment.ts";
import { addDetails, TransportError } from "../errors.ts";
import type { OpcardAssumptions } from "../opcard/assumptions.ts";
import { createSharedToken, tellError, UNSHARED } from "../opcard/shared-token.ts";
import type { HeldToken } from "../opcard/held-token.ts";
import { createTokenEndpoint } from "../opcard/token-endpoint.ts";
import { createTokenManager, type TokenManager } from "../opcard/token-manager.ts";
import { createTokenSealing } from "../opcard/token-sealing.ts";
import { UNSEALED } from "../opcard/unsealed.ts";
import type { CallOptions } from "../schema/call-options.ts";
import { parseCallOptions } from "../schema/call-options.ts";
import type { CheckedOpcardSettings } from "../schema/opcard-config.ts";
import { opcardOperations } from "../wire/api-operations.ts";
import { toApiRequest } from "./api-request.ts";
import { maskParameters } from "./mask.ts";
import type { OpcardConfig } from "./opcard-config.ts";
import type { OpcardToken, TokensArea } from "./opcard-client.ts";
import { runAttempts } from "./run-attempts.ts";
import { type ApiContext, sendOnce } from "./run-api-call.ts";

/** How long one question for a token may take. */
const MOST_TIMEOUT_MS = 10_000;

/** What the token of a client is made of. */
export interface OpcardTokensOptions {
  readonly settings: CheckedOpcardSettings;
  readonly config: OpcardConfig;
  readonly environment: EnvironmentName;
  readonly assumptions: OpcardAssumptions;
  readonly context: Pick<ApiContext, "origins" | "send" | "hooks" | "timeoutMs">;
}

/** Returns the manager of a client's token. */
export function createOpcardTokens(options: OpcardTokensOptions): TokenManager {
  const { settings, config, environment, assumptions, context } = options;
  const { appKey, appSecret, now = () => Date.now(), waitUntil = () => {} } = settings;
  const { tokenStore, sealing, onTokenStoreError = () => {} } = config;
  const { tokens: host = "" } = context.origins;
  const timeoutMs = Math.min(MOST_TIMEOUT_MS, context.timeoutMs);
  const codes = { success: assumptions.tokenSuccessCodes, unauthorised: assumptions.unauthorisedCodes };
  const endpoint = createTokenEndpoint({
    ...{ appKey, appSecret, assumptions, now },
    send: (operation, parameters, read) => {
      const row = opcardOperations[operation];
      const request = toApiRequest(row, { parameters }, host);
      const event = {
        operation,
        host: new URL(request.url).host,
        path: row.path,
        fields: maskParameters(parameters),
      };
      const call = { event, isQuery: false, hooks: context.hooks, timeoutMs, budgetMs: timeoutMs };
      return runAttempts(call, (make) =>
        make({ send: (limits) => sendOnce(request, limits, { ...context, codes }), read }),
      );
    },
  });
  const shared = tokenStore
    ? createSharedToken({
        store: tokenStore,
        // Without keys only what stays in this process's memory comes so far.
        sealing: sealing ? createTokenSealing({ environment, host, appKey, ...sealing }) : UNSEALED,
        key: nameInStore(environment, host, appKey),
        onError: onTokenStoreError,
      })
    : UNSHARED;
  const onHostError = (error: unknown) => tellError(onTokenStoreError, error);
  return createTokenManager({ endpoint, shared, now, waitUntil, onHostError });
}

/** Returns the part of the client that gives tokens out. */
export function createTokensArea(manager: TokenManager, defaultTimeoutMs: number): TokensArea {
  const renew = (mode: keyof TokensArea) => async (options?: CallOptions) => {
    const { signal, timeoutMs = defaultTimeoutMs } = parseCallOptions(options);
    try {
      return toPublicToken(await manager.renew(mode, { patienceMs: timeoutMs, signal }));
    } catch (error) {
      // Whoever stopped waiting for it may have been given a token all the same.
      if (error instanceof TransportError) addDetails(error, { outcome: "unknown" });
      throw error;
    }
  };
  return Object.freeze({ create: renew("create"), refresh: renew("refresh"), rotate: renew("rotate") });
}

/** What is secret stands in a closure: nothing that prints an object shows it. */
function toPublicToken({ accessToken, refreshToken, endsAtMs }: HeldToken): OpcardToken {
  return Object.freeze({
    expiresAtMs: endsAtMs,
    reveal: () => ({ accessToken, ...(refreshToken !== undefined && { refreshToken }) }),
  });
}

/** A hash: the store's own pages show which entry it is, not whose. Two hosts of one environment give tokens of their own. */
function nameInStore(environment: EnvironmentName, host: string, appKey: string): () => Promise<string> {
  // JSON: no two pairs have one text.
  const named = utf8(JSON.stringify([host, appKey]));
  return async () => `opcard-token/${environment}/${toHex((await sha256(named)).slice(0, 16))}`;
}
