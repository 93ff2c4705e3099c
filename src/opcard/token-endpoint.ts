import { type ErrorCode, OceanpaymentError, ResponseError, TransportError } from "../errors.ts";
import type { OpcardOperationName } from "../wire/api-operations.ts";
import type { ApiParameters } from "../wire/api-question.ts";
import type { OpcardAssumptions } from "./assumptions.ts";
import { readToken } from "./read-token.ts";
import type { TokenRecord } from "./token.ts";

/** Sends one of the two token calls, once, and returns what `read` makes of its answer. */
export type SendTokenCall = (
  operation: Extract<OpcardOperationName, "tokens.create" | "tokens.refresh">,
  parameters: ApiParameters,
  read: (body: string) => TokenRecord,
) => Promise<TokenRecord>;

/** The two calls that give a token. */
export interface TokenEndpoint {
  /** Buys a token with the app's key and secret. `POST /open-api/v1/oauth/token/create` (stated). */
  readonly create: () => Promise<TokenRecord>;
  /** Buys a token with a refresh token. `POST /open-api/v1/oauth/token/refresh` (stated). */
  readonly refresh: (refreshToken: string) => Promise<TokenRecord>;
}

/** Returns the two token calls of an app key. */
export function createTokenEndpoint({
  appKey,
  appSecret,
  assumptions,
  send,
  now,
}: {
  readonly appKey: string;
  readonly appSecret: string;
  readonly assumptions: OpcardAssumptions;
  readonly send: SendTokenCall;
  readonly now: () => number;
}): TokenEndpoint {
  async function ask(operation: Parameters<SendTokenCall>[0], parameters: ApiParameters): Promise<TokenRecord> {
    // The life counts from before the question left: the token is never thought to live longer than it does.
    const askedAtMs = now();
    return send(operation, parameters, (body) => readToken(body, { askedAtMs, assumptions }));
  }
  return {
    create: () => ask("tokens.create", { app_key: appKey, app_secret: appSecret }),
    // Where the answer has none, the one that was sent stays good (RFC 6749 §6).
    refresh: async (refreshToken) => ({
      refreshToken,
      ...(await ask("tokens.refresh", { refresh_token: refreshToken })),
    }),
  };
}

/** What another thing answers in the gateway's place, such as a page about maintenance: it says nothing of what was asked. */
const PASSING: readonly ErrorCode[] = ["malformed_json", "malformed_text", "unexpected_content_type"];
/** The statuses of HTTP that can speak of what was shown; any other 4xx speaks of the address or the way it was asked. */
const CREDENTIAL_STATUSES: readonly number[] = [400, 401, 403];

/** Tells whether a token call was refused, and asking the same again would not help. */
export function isTokenRefusal(error: unknown): boolean {
  if (error instanceof ResponseError) return !PASSING.includes(error.code);
  const { status = 0 } = error instanceof TransportError ? error : {};
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** Returns the error of a refused `token/create`, with what the caller has to look at. */
export function toCredentialError(error: unknown): unknown {
  if (!(error instanceof OceanpaymentError) || !isTokenRefusal(error)) return error;
  const { code, status = 0, gatewayCode, traceId } = error;
  const isStatus = error instanceof TransportError && CREDENTIAL_STATUSES.includes(status);
  if (code !== "unauthorised" && !isStatus) return error;
  const answer = gatewayCode === undefined ? `HTTP status ${status}` : `code ${gatewayCode}`;
  return new ResponseError(
    "unauthorised",
    `no token is given for this app key and secret (${answer}): are both right, and of the same environment as the host?`,
    { status: status || undefined, gatewayCode, traceId, outcome: "nothing-sent" },
  );
}
