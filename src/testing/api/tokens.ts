import { toBase64Url } from "../../bytes/base64.ts";
import { isEqualBytes } from "../../bytes/equal.ts";
import { toHex } from "../../bytes/hex.ts";
import { randomBytes } from "../../bytes/random.ts";
import { utf8 } from "../../bytes/utf8.ts";
import { sha256 } from "../../crypto/sha256.ts";
import type { Answer } from "../answers.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { INFERRED } from "../inferred.ts";
import type { ApiOperationName } from "../operation-name.ts";
import { foreignRefusal, opcardAnswer, opcardRefusal, wrongParameter } from "./api-answers.ts";
import type { ApiSide } from "./api-context.ts";
import type { ApiHandler, AppRequest } from "./api-request.ts";
import { readKept } from "./kept.ts";
import { isText, needed, wrongMember } from "./member-checks.ts";

/** A token that is good: the gateway keeps its digest only. */
interface KeptToken {
  readonly appKey: string;
  readonly endsAtMs: number;
}

/** Which tokens end. */
type Ends = (token: KeptToken) => boolean;

const ACCESS = "opcard/access/";
const REFRESH = "opcard/refresh/";

const { unauthorised } = INFERRED.opcard.codes;

/** Answers `token/create`. */
export const createTokens: ApiHandler = async (request, context) => {
  const { environment, opcard } = context.api;
  const wrong = wrongMember(request, { app_key: needed(isText), app_secret: needed(isText) });
  if (wrong) return refuse(context, wrongParameter(wrong));
  const { app_key: appKey, app_secret: secret } = request.parameters;
  if (opcard.foreignApps.includes(String(appKey))) {
    return refuse(context, opcardRefusal(...foreignRefusal(environment)));
  }
  const app = opcard.apps.find((item) => item.appKey === appKey);
  if (!app || !isEqualBytes(utf8(String(secret)), utf8(app.appSecret))) {
    return refuse(context, opcardRefusal(unauthorised, "app_key or app_secret is wrong"));
  }
  return issueTokens(app.appKey, context);
};

/** Answers `token/refresh`. The refresh token that was used ends (inferred). */
export const refreshTokens: ApiHandler = async (request, context) => {
  const wrong = wrongMember(request, { refresh_token: needed(isText) });
  if (wrong) return refuse(context, wrongParameter(wrong));
  const key = REFRESH + (await context.api.digestOf(String(request.parameters.refresh_token)));
  const appKey = await appOf(key, context);
  if (appKey === undefined) return refuse(context, opcardRefusal(unauthorised, "refresh_token is not valid"));
  await context.api.store.delete(key);
  return issueTokens(appKey, context);
};

/** Returns what answers calls whose `Authorization` is a token that is good: the token alone, without a scheme (stated). */
export function asApp(answer: (request: AppRequest, context: GatewayContext) => Promise<Answer>): ApiHandler {
  return async (request, context) => {
    const { digestOf, opcard } = context.api;
    const key = ACCESS + (await digestOf(request.headers.get("authorization") ?? ""));
    const appKey = await appOf(key, context);
    if (appKey !== undefined) return answer({ ...request, appKey }, context);
    const status = opcard.refusesWith === "status" ? 401 : 200;
    return opcardRefusal(unauthorised, "The token is not valid", status);
  };
}

/** Ends access tokens, and refresh tokens where it is said. */
export async function endTokens(store: ApiSide["store"], ends: Ends, kinds = [ACCESS, REFRESH]): Promise<void> {
  for (const prefix of kinds) {
    const kept = [...(await store.list({ prefix }))] as [string, KeptToken][];
    for (const [key, token] of kept) if (ends(token)) await store.delete(key);
  }
}

/** Ends tokens at once, as an operator would: of one app, or of all. */
export function revokeTokens(
  { store }: ApiSide,
  {
    appKey,
    refreshTokens = false,
  }: { readonly appKey?: string | undefined; readonly refreshTokens?: boolean | undefined },
): Promise<void> {
  const ends: Ends = (token) => appKey === undefined || token.appKey === appKey;
  return endTokens(store, ends, refreshTokens ? [ACCESS, REFRESH] : [ACCESS]);
}

/** Counts a token call that came. */
export function countTokenCall(operation: ApiOperationName, { tokenCalls }: ApiSide): void {
  if (operation === "tokens.create") tokenCalls.create++;
  if (operation === "tokens.refresh") tokenCalls.refresh++;
}

async function issueTokens(appKey: string, { api, now }: GatewayContext): Promise<Answer> {
  const { store, opcard } = api;
  const { tokenLifeMs, refreshTokenLifeMs, tokenName, tokenEnd, tokensAt, newTokenRevokesOld } = opcard;
  const nowMs = now();
  await endTokens(store, (token) => token.endsAtMs <= nowMs || (newTokenRevokesOld && token.appKey === appKey));
  const endsAtMs = nowMs + tokenLifeMs;
  const accessToken = toBase64Url(randomBytes(48));
  const refreshToken = await createRefreshToken(appKey, nowMs);
  await store.put(ACCESS + (await api.digestOf(accessToken)), { appKey, endsAtMs } satisfies KeptToken);
  const refreshEndsAtMs = nowMs + refreshTokenLifeMs;
  await store.put(REFRESH + (await api.digestOf(refreshToken)), {
    appKey,
    endsAtMs: refreshEndsAtMs,
  } satisfies KeptToken);
  const ends = { expires_in: Math.floor(tokenLifeMs / 1000), expires_at: Math.floor(endsAtMs / 1000) };
  const tokens = {
    [tokenName]: accessToken,
    refresh_token: refreshToken,
    ...(tokenEnd !== "none" && { [tokenEnd]: ends[tokenEnd] }),
  };
  return tokensAt === "data" ? opcardAnswer(tokens) : opcardAnswer(null, tokens);
}

/** The shape of the documented sample (proved by decoding it, §7): a JSON part and 64 bytes, base64url, joined by a dot. */
async function createRefreshToken(appKey: string, nowMs: number): Promise<string> {
  const op_id = toHex(await sha256(utf8(`op_id/${appKey}`))).slice(0, 16);
  const signed = utf8(JSON.stringify({ op_id, sign_date: Math.floor(nowMs / 1000) }));
  return `${toBase64Url(signed)}.${toBase64Url(randomBytes(64))}`;
}

async function appOf(key: string, { api, now }: GatewayContext): Promise<string | undefined> {
  const token = await readKept<KeptToken>(api.store, key);
  const isGood = token && token.endsAtMs > now() && api.opcard.apps.some((app) => app.appKey === token.appKey);
  return isGood ? token.appKey : undefined;
}

function refuse({ api }: GatewayContext, refusal: Answer): Answer {
  api.tokenCalls.refused++;
  return refusal;
}
