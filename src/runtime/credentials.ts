import { isPlainText, isSecretText } from "../bytes/plain-text.ts";
import { readRsaPublicKey } from "../crypto/rsa-public-key.ts";
import { type EnvironmentName, type HostName, isOrigin } from "../environment.ts";
import { InputError, shapeOf } from "../errors.ts";
import type { OceanpaymentConfig } from "../edge/create-oceanpayment.ts";
import type { TerminalConfig } from "../schema/payments-config.ts";

/** What a client takes beside its credentials. */
export type ClientOptions = Omit<OceanpaymentConfig, "environment" | "payments">;

/** Reads one variable of the host. */
export type ReadVariable = (name: string) => string | undefined | Promise<string | undefined>;

/** A credential as a variable: what it must look like, and where Oceanpayment shows it (stated, protocol.md §1). */
interface CredentialRow {
  readonly variable: string;
  readonly expected: string;
  readonly holds: (value: string) => boolean;
}

const PREFIX = "OCEANPAYMENT_";

/** Every variable that can be read. Further terminals have the same names with `_2` to `_9` at the end. */
export const VARIABLES = {
  environment: { variable: "ENVIRONMENT", expected: `"sandbox" or "production"`, holds: isEnvironmentName },
  account: {
    variable: "ACCOUNT",
    expected: "the account number, 6 letters or digits",
    holds: (value) => isPlainText(value, 6, 6),
  },
  terminal: {
    variable: "TERMINAL",
    expected: "a terminal number, 8 to 12 letters or digits",
    holds: (value) => isPlainText(value, 8, 12),
  },
  secureCode: {
    variable: "SECURE_CODE",
    expected: "the terminal's secureCode, text without white space",
    holds: isSecretText,
  },
  previousSecureCode: {
    variable: "PREVIOUS_SECURE_CODE",
    expected: "the terminal's secureCode before this one, text without white space",
    holds: isSecretText,
  },
  publicKey: { variable: "PUBLIC_KEY", expected: "the terminal's key, 256 hex characters", holds: isPublicKey },
  paymentHost: { variable: "PAYMENT_HOST", expected: "an origin such as https://example.com", holds: isOrigin },
  queryHost: { variable: "QUERY_HOST", expected: "an origin such as https://example.com", holds: isOrigin },
  quickpayHost: { variable: "QUICKPAY_HOST", expected: "an origin such as https://example.com", holds: isOrigin },
  checksHost: { variable: "CHECKS_HOST", expected: "an origin such as https://example.com", holds: isOrigin },
} as const satisfies Record<string, CredentialRow>;

/** The hosts that a variable can change. */
const HOST_ROWS = {
  payment: VARIABLES.paymentHost,
  query: VARIABLES.queryHost,
  quickpay: VARIABLES.quickpayHost,
  checks: VARIABLES.checksHost,
} as const satisfies Partial<Record<HostName, CredentialRow>>;

/** Where Oceanpayment shows a terminal's values. */
const WHERE: Readonly<Record<EnvironmentName, string>> = {
  sandbox: "ask Oceanpayment's technical support (techservice@oceanpayment.com.cn) for it",
  production: "see Account Dashboard > Developer > Terminal setting",
};

const MOST_TERMINALS = 9;

/**
 * Returns a client's configuration from variables of the host.
 *
 * @throws InputError `missing_credential` or `invalid_config`, naming the variable, what it must look like and where
 * Oceanpayment shows it; never the value.
 */
export async function readCredentials(read: ReadVariable): Promise<OceanpaymentConfig> {
  const base = (await required(read, VARIABLES.environment, "sandbox")) as EnvironmentName;
  const account = await required(read, VARIABLES.account, base);
  const terminals: TerminalConfig[] = [];
  for (const suffix of await terminalSuffixes(read, base)) {
    const terminal = await required(read, VARIABLES.terminal, base, suffix);
    const secureCode = await required(read, VARIABLES.secureCode, base, suffix);
    const previous = await optional(read, VARIABLES.previousSecureCode, base, suffix);
    const publicKey = await optional(read, VARIABLES.publicKey, base, suffix);
    terminals.push({
      terminal,
      secureCode: () => secureCode,
      ...(previous !== undefined && { previousSecureCode: () => previous }),
      ...(publicKey !== undefined && { publicKey }),
    });
  }
  const hosts: { -readonly [Name in HostName]?: string } = {};
  for (const [name, row] of Object.entries(HOST_ROWS)) {
    const host = await optional(read, row, base);
    if (host !== undefined) hosts[name as keyof typeof HOST_ROWS] = host;
  }
  return {
    environment: Object.keys(hosts).length > 0 ? { base, hosts } : base,
    payments: { account, terminals },
  };
}

/** Returns the endings of all terminals up to the last one that is named in part: a gap is met as what is missing. */
async function terminalSuffixes(read: ReadVariable, base: EnvironmentName): Promise<readonly string[]> {
  const suffixes = Array.from({ length: MOST_TERMINALS }, (_, i) => (i === 0 ? "" : `_${i + 1}`));
  let last = 0;
  for (const [i, suffix] of suffixes.entries()) {
    for (const row of [VARIABLES.terminal, VARIABLES.secureCode, VARIABLES.previousSecureCode, VARIABLES.publicKey]) {
      if ((await optional(read, row, base, suffix)) !== undefined) last = i;
    }
  }
  return suffixes.slice(0, last + 1);
}

async function required(read: ReadVariable, row: CredentialRow, base: EnvironmentName, suffix = ""): Promise<string> {
  const found = await optional(read, row, base, suffix);
  if (found !== undefined) return found;
  throw describe("missing_credential", row, suffix, base, "is missing");
}

async function optional(
  read: ReadVariable,
  row: CredentialRow,
  base: EnvironmentName,
  suffix = "",
): Promise<string | undefined> {
  const value = await read(PREFIX + row.variable + suffix);
  if (value === undefined || value === "") return undefined;
  if (typeof value === "string" && row.holds(value)) return value;
  throw describe("invalid_config", row, suffix, base, `has another shape (${shapeOf(value)})`);
}

function describe(
  code: "missing_credential" | "invalid_config",
  row: CredentialRow,
  suffix: string,
  base: EnvironmentName,
  what: string,
) {
  const name = PREFIX + row.variable + suffix;
  const hosts: readonly CredentialRow[] = Object.values(HOST_ROWS);
  const isCredential = row !== VARIABLES.environment && !hosts.includes(row);
  const where = isCredential ? `: ${WHERE[base]}` : "";
  return new InputError(code, `the variable ${name} ${what}; it must be ${row.expected}${where}`, { field: name });
}

function isEnvironmentName(value: string): boolean {
  return value === "sandbox" || value === "production";
}

function isPublicKey(value: string): boolean {
  try {
    return readRsaPublicKey(value).modulusBits > 0;
  } catch {
    return false;
  }
}
