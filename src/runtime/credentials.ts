import { isPlainText, isSecretText } from "../bytes/plain-text.ts";
import { readRsaPublicKey } from "../crypto/rsa-public-key.ts";
import { type EnvironmentName, type HostName, isOrigin } from "../environment.ts";
import type { OceanpaymentConfig } from "../edge/create-oceanpayment.ts";
import type { TerminalConfig } from "../schema/payments-config.ts";
import {
  findVariable,
  readEnvironmentName,
  type ReadVariable,
  requireVariable,
  type VariableRow,
} from "./read-variable.ts";

/** What a client takes beside its credentials. */
export type ClientOptions = Omit<OceanpaymentConfig, "environment" | "payments" | "opcard" | "opccount">;

/** The credentials of Accept Payments, with their environment. */
export type PaymentsCredentials = Pick<OceanpaymentConfig, "environment"> & {
  readonly payments: NonNullable<OceanpaymentConfig["payments"]>;
};

/** Where Oceanpayment shows a terminal's values. */
const WHERE: Readonly<Record<EnvironmentName, string>> = {
  sandbox: "ask Oceanpayment's technical support (techservice@oceanpayment.com.cn) for it",
  production: "see Account Dashboard > Developer > Terminal setting",
};

const ORIGIN = { expected: "an origin such as https://example.com", holds: isOrigin };

/** The variables of a client. Further terminals have the same names with `_2` to `_9` at the end. */
const VARIABLES = {
  account: {
    variable: "ACCOUNT",
    expected: "the account number, 6 letters or digits",
    holds: (value) => isPlainText(value, 6, 6),
    where: WHERE,
  },
  terminal: {
    variable: "TERMINAL",
    expected: "a terminal number, 8 to 12 letters or digits",
    holds: (value) => isPlainText(value, 8, 12),
    where: WHERE,
  },
  secureCode: {
    variable: "SECURE_CODE",
    expected: "the terminal's secureCode, text without white space",
    holds: isSecretText,
    where: WHERE,
  },
  previousSecureCode: {
    variable: "PREVIOUS_SECURE_CODE",
    expected: "the terminal's secureCode before this one, text without white space",
    holds: isSecretText,
    where: WHERE,
  },
  publicKey: {
    variable: "PUBLIC_KEY",
    expected: "the terminal's key, 256 hex characters",
    holds: isPublicKey,
    where: WHERE,
  },
} as const satisfies Record<string, VariableRow>;

/** The hosts that a variable can change. */
const HOST_ROWS = {
  payment: { variable: "PAYMENT_HOST", ...ORIGIN },
  query: { variable: "QUERY_HOST", ...ORIGIN },
  quickpay: { variable: "QUICKPAY_HOST", ...ORIGIN },
  checks: { variable: "CHECKS_HOST", ...ORIGIN },
} as const satisfies Partial<Record<HostName, VariableRow>>;

const MOST_TERMINALS = 9;

/**
 * Returns the payments client's configuration from variables of the host.
 *
 * @throws InputError `missing_credential` or `invalid_config`, naming the variable, what it must look like and where
 * Oceanpayment shows it; never the value.
 */
export async function readCredentials(read: ReadVariable): Promise<PaymentsCredentials> {
  const base = await readEnvironmentName(read);
  const account = await requireVariable(read, VARIABLES.account, { base });
  const terminals: TerminalConfig[] = [];
  for (const suffix of await terminalSuffixes(read, base)) {
    const place = { base, suffix };
    const terminal = await requireVariable(read, VARIABLES.terminal, place);
    const secureCode = await requireVariable(read, VARIABLES.secureCode, place);
    const previous = await findVariable(read, VARIABLES.previousSecureCode, place);
    const publicKey = await findVariable(read, VARIABLES.publicKey, place);
    terminals.push({
      terminal,
      secureCode: () => secureCode,
      ...(previous !== undefined && { previousSecureCode: () => previous }),
      ...(publicKey !== undefined && { publicKey }),
    });
  }
  const hosts: { -readonly [Name in HostName]?: string } = {};
  for (const [name, row] of Object.entries(HOST_ROWS)) {
    const host = await findVariable(read, row, { base });
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
      if ((await findVariable(read, row, { base, suffix })) !== undefined) last = i;
    }
  }
  return suffixes.slice(0, last + 1);
}

function isPublicKey(value: string): boolean {
  try {
    return readRsaPublicKey(value).modulusBits > 0;
  } catch {
    return false;
  }
}
