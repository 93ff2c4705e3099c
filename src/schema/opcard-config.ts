import * as v from "valibot";
import { isHeaderText, isSecretText } from "../bytes/plain-text.ts";
import { assertOwnHost, type EnvironmentOption, isOrigin, resolveEnvironment } from "../environment.ts";
import { InputError } from "../errors.ts";
import { clientMembers, type ClientMembers, configFunction, environmentOption } from "./client-members.ts";
import { expects, parse } from "./parse.ts";

/** The app's secret, or what returns it: a configuration that holds the latter prints without the secret. */
export type AppSecret = string | (() => string);

/** What an OPCard client is made of, but for where its token is kept. */
export interface OpcardSettings extends ClientMembers {
  /** `"sandbox"`, `"production"`, or one of them with hosts changed. */
  readonly environment: EnvironmentOption;
  /** `app_key`: IAM > Home > Developer Console > Developer > Key Management. */
  readonly appKey: string;
  /** `app_secret`, of the same place. Server only; sent to `token/create` alone. */
  readonly appSecret: AppSecret;
  /** The origin of all of this client's calls. Default the environment's OPCard host (of production inferred). */
  readonly host?: string | undefined;
  /**
   * The origin of cards, card holders, disputes and files, where it is another than that of tokens. No source tells it:
   * default the same host (inferred).
   */
  readonly resourceHost?: string | undefined;
  /** The clock by which tokens end, in milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /**
   * Keeps a renewal alive that nobody waits for: in a Worker the `waitUntil` of `cloudflare:workers`, or
   * `(work) => ctx.waitUntil(work)`; `ctx.waitUntil` alone throws "Illegal invocation". Default none: the renewal then ends
   * with the request that began it, and another call begins it anew.
   */
  readonly waitUntil?: ((work: Promise<unknown>) => unknown) | undefined;
}

/** Checked settings, the secret at hand. Never leave the client. */
export interface CheckedOpcardSettings extends Omit<OpcardSettings, "appSecret"> {
  readonly appSecret: string;
}

const SECRET_EXPECTED = "must be the app's secret, text without white space";
const ORIGIN_EXPECTED = "must be an origin, https or http on loopback, such as https://example.com";

const origin = v.pipe(
  v.string(expects("invalid_config", ORIGIN_EXPECTED)),
  v.check(isOrigin, expects("invalid_config", ORIGIN_EXPECTED)),
  v.transform((value) => new URL(value).origin),
);

const settings = v.strictObject({
  environment: environmentOption,
  appKey: v.custom<string>(
    (value) => typeof value === "string" && value.length <= 128 && isHeaderText(value),
    expects("invalid_config", "must be the app's key, printable text without spaces"),
  ),
  appSecret: v.pipe(
    v.custom<AppSecret>(
      (value) => ["string", "function"].includes(typeof value),
      expects("invalid_config", SECRET_EXPECTED),
    ),
    v.transform((value) => (typeof value === "function" ? value() : value)),
    v.check((value: string) => isSecretText(value), expects("invalid_config", SECRET_EXPECTED)),
  ),
  host: v.optional(origin),
  resourceHost: v.optional(origin),
  now: v.optional(configFunction),
  waitUntil: v.optional(configFunction),
  ...clientMembers,
});

/** Returns the settings of an OPCard client, checked. @throws InputError `invalid_config`, `missing_field`. */
export function parseOpcardSettings(input: unknown): CheckedOpcardSettings {
  const parsed = parse(settings, input, "config");
  const { name } = resolveEnvironment(parsed.environment);
  for (const field of ["host", "resourceHost"] as const) {
    const { [field]: given } = parsed;
    if (given !== undefined) assertOwnHost(name, given, field);
  }
  if (parsed.appSecret === parsed.appKey) {
    throw new InputError("invalid_config", `"appSecret" must be the app's secret, got its key`, { field: "appSecret" });
  }
  return parsed;
}
