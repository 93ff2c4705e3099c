import { isPlainText } from "../bytes/plain-text.ts";
import { readRsaPrivateKey } from "../crypto/rsa-private-key.ts";
import { type EnvironmentName, isOrigin } from "../environment.ts";
import type { OpccountConfig } from "../schema/opccount-config.ts";
import { type ReadVariable, requireVariable, type VariableRow } from "./read-variable.ts";

/** What an OPCCOUNT client takes beside its credentials. */
export type OpccountOptions = Omit<OpccountConfig, "opccountNo" | "vaCode" | "privateKey" | "host">;

/** Oceanpayment's technical support gives them, for both environments (stated, protocol.md §1). */
const ASK = "ask Oceanpayment's technical support (techservice@oceanpayment.com.cn) for it";
const WHERE: Readonly<Record<EnvironmentName, string>> = { sandbox: ASK, production: ASK };

const VARIABLES = {
  opccountNo: {
    variable: "OPCCOUNT_NO",
    expected: "the OPCCOUNT account number, letters and digits",
    holds: (value) => isPlainText(value, 4, 20),
    where: WHERE,
  },
  vaCode: {
    variable: "VA_CODE",
    expected: "the merchant identifier, 19 digits",
    holds: (value) => isPlainText(value, 16, 20) && !/\D/.test(value),
    where: WHERE,
  },
  privateKey: {
    variable: "OPCCOUNT_PRIVATE_KEY",
    expected: "the merchant's own RSA private key as PKCS#8 PEM, its line ends real or written as \\n",
    holds: isPrivateKey,
  },
  host: {
    variable: "OPCCOUNT_HOST",
    expected: "an origin such as https://example.com",
    holds: isOrigin,
    where: WHERE,
  },
} as const satisfies Record<string, VariableRow>;

/** Returns an OPCCOUNT client's configuration from variables of the host. @throws InputError as `fromEnv`. */
export async function readOpccountCredentials(
  read: ReadVariable,
): Promise<Pick<OpccountConfig, "opccountNo" | "vaCode" | "privateKey" | "host">> {
  // Where the values are found is the same in both environments, so none needs to be named.
  const place = { base: "production" } as const;
  const opccountNo = await requireVariable(read, VARIABLES.opccountNo, place);
  const vaCode = await requireVariable(read, VARIABLES.vaCode, place);
  const pem = toPem(await requireVariable(read, VARIABLES.privateKey, place));
  const host = await requireVariable(read, VARIABLES.host, place);
  return { opccountNo, vaCode, privateKey: () => pem, host };
}

/** Hosts whose variables have one line write an end of line as two characters. */
function toPem(value: string): string {
  return value.replaceAll("\\n", "\n");
}

function isPrivateKey(value: string): boolean {
  try {
    return readRsaPrivateKey(toPem(value)) !== undefined;
  } catch {
    return false;
  }
}
