import * as v from "valibot";
import { isPlainText, isSecretText } from "../bytes/plain-text.ts";
import { readRsaPublicKey, type PublicKeyInput } from "../crypto/rsa-public-key.ts";
import { type EnvironmentOption, resolveEnvironment } from "../environment.ts";
import { InputError } from "../errors.ts";
import { isTimeZone } from "../wire/gateway-time.ts";
import { clientMembers, type ClientMembers, environmentOption } from "./client-members.ts";
import { expects, parse } from "./parse.ts";

/** A terminal's secret, or what returns it: a configuration that holds the latter prints without the secret. */
export type SecureCode = string | (() => string);

/** A terminal of the merchant's: one per payment channel or scenario, each with its own secret. */
export interface TerminalConfig {
  /** The terminal number, 8 to 12 characters: Account Dashboard > Developer > Terminal setting. */
  readonly terminal: string;
  /** The terminal's secret, which signs. Server only, and never in a body or a URL. */
  readonly secureCode: SecureCode;
  /** The secret before this one, while it is changed: messages signed with it are still believed, nothing is signed. */
  readonly previousSecureCode?: SecureCode | undefined;
  /** The terminal's `key`: needed for card payments by Embedded or direct payment only. */
  readonly publicKey?: PublicKeyInput | undefined;
}

/** What the Accept Payments client is made of. */
export interface PaymentsConfig extends ClientMembers {
  /** `"sandbox"`, `"production"`, or one of them with hosts changed. */
  readonly environment: EnvironmentOption;
  /** The account number, 6 characters. */
  readonly account: string;
  /** The terminals; the first is used where a call names none. */
  readonly terminals: readonly TerminalConfig[];
  /** The gateway's time zone, for lists that name none: an IANA name or an offset. No source tells it. */
  readonly gatewayTimeZone?: string | undefined;
}

/** A checked configuration, its secrets at hand. Never leaves the client. */
export interface CheckedPaymentsConfig extends Omit<PaymentsConfig, "terminals"> {
  readonly terminals: readonly CheckedTerminal[];
}

/** A checked terminal. */
export interface CheckedTerminal extends Omit<TerminalConfig, "secureCode" | "previousSecureCode"> {
  readonly secureCode: string;
  readonly previousSecureCode?: string | undefined;
}

const SECRET_EXPECTED = "must be the terminal's secret, text without white space";

const secret = v.pipe(
  v.custom<SecureCode>((value) => ["string", "function"].includes(typeof value), config(SECRET_EXPECTED)),
  v.transform((value) => (typeof value === "function" ? value() : value)),
  v.check((value: string) => isSecretText(value), config(SECRET_EXPECTED)),
);

const terminal = v.strictObject({
  terminal: v.pipe(
    misfit("must be 8 to 12 letters or digits"),
    v.check((value) => isPlainText(value, 8, 12), config("must be 8 to 12 letters or digits")),
  ),
  secureCode: secret,
  previousSecureCode: v.optional(secret),
  publicKey: v.optional(
    v.custom<PublicKeyInput>(
      (value) => typeof value === "string" || (typeof value === "object" && value !== null),
      config("must be the terminal's public key"),
    ),
  ),
});

const paymentsConfig = v.strictObject({
  environment: environmentOption,
  account: v.pipe(
    misfit("must be 6 letters or digits"),
    v.check((value) => isPlainText(value, 6, 6), config("must be 6 letters or digits")),
  ),
  terminals: v.pipe(
    v.array(terminal, config("must be a list of terminals")),
    v.minLength(1, config("must hold a terminal")),
    v.check(
      (list) => new Set(list.map((item) => item.terminal)).size === list.length,
      config("must name each terminal once"),
    ),
  ),
  gatewayTimeZone: v.optional(
    v.custom<string>(
      (value) => typeof value === "string" && isTimeZone(value),
      config('must be a time zone such as "Asia/Shanghai" or "+08:00"'),
    ),
  ),
  ...clientMembers,
});

/**
 * Returns the configuration of the Accept Payments client, checked: keys are read, so that a wrong one is met here.
 *
 * @throws InputError `invalid_config`. @throws KeyError for a public key that is none.
 */
export function parsePaymentsConfig(input: unknown): CheckedPaymentsConfig {
  const parsed = parse(paymentsConfig, input, "config");
  resolveEnvironment(parsed.environment);
  for (const item of parsed.terminals) {
    if (item.publicKey !== undefined) readRsaPublicKey(item.publicKey);
    for (const field of ["secureCode", "previousSecureCode"] as const) {
      if (item[field] === item.terminal || item[field] === parsed.account) {
        throw new InputError("invalid_config", `"${field}" must be the terminal's secret, got its number`, { field });
      }
    }
  }
  return parsed as CheckedPaymentsConfig;
}

function config(expected: string): string {
  return expects("invalid_config", expected);
}

function misfit(expected: string) {
  return v.string(config(expected));
}
