import { isHeaderText, isSecretText } from "../bytes/plain-text.ts";
import type { OpcardConfig } from "../edge/opcard-config.ts";
import { type EnvironmentName, isOrigin } from "../environment.ts";
import { readSealingKey, type SealingKey } from "../opcard/sealing-key.ts";
import {
  findVariable,
  readEnvironmentName,
  type ReadVariable,
  requireVariable,
  type VariableRow,
} from "./read-variable.ts";

/** What an OPCard client takes beside its credentials. */
export type OpcardOptions = Omit<OpcardConfig, "environment" | "appKey" | "appSecret" | "host" | "sealing">;

/** Where Oceanpayment shows an app's values (stated, protocol.md §1). */
const WHERE: Readonly<Record<EnvironmentName, string>> = {
  sandbox: "in IAM, where the sandbox tools appear after business verification",
  production: "see IAM > Home > Developer Console > Developer > Key Management",
};

const VARIABLES = {
  appKey: {
    variable: "APP_KEY",
    expected: "the app's key, printable text without spaces",
    holds: (value) => value.length <= 128 && isHeaderText(value),
    where: WHERE,
  },
  appSecret: {
    variable: "APP_SECRET",
    expected: "the app's secret, text without white space",
    holds: isSecretText,
    where: WHERE,
  },
  host: { variable: "OPCARD_HOST", expected: "an origin such as https://example.com", holds: isOrigin },
} as const satisfies Record<string, VariableRow>;

/** The keys that tokens are sealed under: the current one, and the one before it. */
const SEALING_ROWS = {
  key: sealingRows("SEALING_KEY"),
  previousKey: sealingRows("PREVIOUS_SEALING_KEY"),
} as const;

/** Returns an OPCard client's configuration from variables of the host. @throws InputError as `fromEnv`. */
export async function readOpcardCredentials(
  read: ReadVariable,
): Promise<Pick<OpcardConfig, "environment" | "appKey" | "appSecret" | "host" | "sealing">> {
  const base = await readEnvironmentName(read);
  const appKey = await requireVariable(read, VARIABLES.appKey, { base });
  const appSecret = await requireVariable(read, VARIABLES.appSecret, { base });
  const host = await findVariable(read, VARIABLES.host, { base });
  const key = await readKey(read, SEALING_ROWS.key, base);
  const previousKey = await readKey(read, SEALING_ROWS.previousKey, base);
  return {
    ...{ environment: base, appKey, appSecret: () => appSecret },
    ...(host !== undefined && { host }),
    ...(key && { sealing: { key, ...(previousKey && { previousKey }) } }),
  };
}

async function readKey(
  read: ReadVariable,
  rows: ReturnType<typeof sealingRows>,
  base: EnvironmentName,
): Promise<SealingKey | undefined> {
  const bytes = await findVariable(read, rows.bytes, { base });
  if (bytes === undefined) return undefined;
  return { id: await requireVariable(read, rows.id, { base }), bytes: () => bytes };
}

/** A key and its id, which names it in what it has sealed. */
function sealingRows(variable: string) {
  const bytes: VariableRow = {
    variable,
    expected: "base64 or hexadecimal text of 32 random bytes (openssl rand -base64 32)",
    holds: isSealingKey,
  };
  const id: VariableRow = {
    variable: `${variable}_ID`,
    expected: "a name of the sealing key's own, 1 to 32 letters, digits, _ and -",
    holds: (value) => /^[\w-]{1,32}$/.test(value),
  };
  return { bytes, id };
}

function isSealingKey(value: string): boolean {
  try {
    return readSealingKey({ id: "one", bytes: value }, "key").bytes.length > 0;
  } catch {
    return false;
  }
}
