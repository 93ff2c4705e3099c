import { toHex } from "../../bytes/hex.ts";
import { randomBytes } from "../../bytes/random.ts";
import { INFERRED, STATED } from "../inferred.ts";

/** An app of OPCard's: a developer's id and its secret. */
export interface SandboxApp {
  readonly appKey: string;
  readonly appSecret: string;
}

/** How the simulated gateway's OPCard behaves. Where no source tells which way the live one goes, it goes each way. */
export interface SandboxOpcardOptions {
  /** Default one app with a fresh key and secret. */
  readonly apps?: readonly SandboxApp[] | undefined;
  /** App keys of the other environment: they are told so, by code 20015 or 20014. Default none. */
  readonly foreignApps?: readonly string[] | undefined;
  /** Whether a new token ends the app's tokens before it. Default `false`. */
  readonly newTokenRevokesOld?: boolean | undefined;
  /** How long an access token lives. Default 60 minutes (stated). */
  readonly tokenLifeMs?: number | undefined;
  /** How long a refresh token lives, unless it is used. Default 30 days (inferred). */
  readonly refreshTokenLifeMs?: number | undefined;
  /** How a resource call with a token that is no good is refused: by HTTP 401, or by HTTP 200 and code `401`. Default `"status"`. */
  readonly refusesWith?: "status" | "code" | undefined;
  /** Where an answer has its tokens: in `data`, or beside the code. Default `"data"`. */
  readonly tokensAt?: "data" | "top" | undefined;
  /** The name of the access token. Default `"access_token"`. */
  readonly tokenName?: "access_token" | "token" | undefined;
  /** How an answer tells when its token ends: in seconds from now, in Unix seconds, or not at all. Default `"expires_in"`. */
  readonly tokenEnd?: "expires_in" | "expires_at" | "none" | undefined;
  /** Whether a card may be made without naming its holder. Default `true`. */
  readonly hasDefaultHolder?: boolean | undefined;
  /** Entries of a page of a list with cursors. Default 10. */
  readonly pageSize?: number | undefined;
}

/** What the simulated gateway knows of OPCard. */
export type OpcardSide = {
  readonly [Name in keyof SandboxOpcardOptions]-?: Exclude<SandboxOpcardOptions[Name], undefined>;
};

/** Token calls so far: those that came, and those of both that were refused. Calls that met a fault have come too. */
export interface TokenCalls {
  readonly create: number;
  readonly refresh: number;
  readonly refused: number;
}

/** Returns OPCard's options with defaults. */
export function readOpcardOptions({
  apps = [{ appKey: toHex(randomBytes(16)), appSecret: toHex(randomBytes(32)) }],
  foreignApps = [],
  newTokenRevokesOld = false,
  tokenLifeMs = STATED.tokenLifeMs,
  refreshTokenLifeMs = INFERRED.opcard.refreshTokenLifeMs,
  refusesWith = "status",
  tokensAt = "data",
  tokenName = "access_token",
  tokenEnd = "expires_in",
  hasDefaultHolder = true,
  pageSize = INFERRED.opcard.pageSize,
}: SandboxOpcardOptions): OpcardSide {
  return {
    ...{ apps, foreignApps, newTokenRevokesOld, tokenLifeMs, refreshTokenLifeMs, refusesWith, tokensAt },
    ...{ tokenName, tokenEnd, hasDefaultHolder, pageSize },
  };
}
