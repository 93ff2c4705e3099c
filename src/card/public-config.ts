import { isPlainText } from "../bytes/plain-text.ts";
import { type EnvironmentOption, resolveEnvironment } from "../environment.ts";
import { publicMembers, readRsaPublicKey } from "../crypto/rsa-public-key.ts";
import { InputError, shapeOf } from "../errors.ts";

/** What a page may know of a terminal: exactly this, and nothing that is secret. */
export interface PublicConfig {
  readonly environment: EnvironmentOption;
  /** The account number, 6 characters. */
  readonly account: string;
  /** The terminal number, 8 to 12 characters. */
  readonly terminal: string;
  /** The terminal's public key, as Oceanpayment hands it out. */
  readonly publicKey: string | JsonWebKey;
}

const MEMBERS: readonly string[] = ["environment", "account", "terminal", "publicKey"];

/** Parts of names that only secrets have, in lower case without separators. */
const SECRET_NAMES = [
  "secret",
  "securecode",
  "signvalue",
  "appkey",
  "password",
  "privatekey",
  "token",
  "vacode",
  "opccountno",
];

/**
 * Returns a page's configuration, checked: the four members and no other. A member that names a secret, or a value that
 * looks like one, is refused, so that a server's configuration handed to a page fails at its first run.
 *
 * @throws InputError `secret_in_page` where a secret is in it, `invalid_config` for all else.
 * @throws KeyError `private_key`, `invalid_key`, `key_too_small`, `key_too_large` for the key.
 */
export function readPublicConfig(config: PublicConfig): PublicConfig {
  if (typeof config !== "object" || config === null) {
    throw new InputError("invalid_config", `the page's configuration must be an object, got ${shapeOf(config)}`);
  }
  refuseSecrets(config, 0);
  const unknown = Object.keys(config).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    throw new InputError("invalid_config", `a page's configuration has ${MEMBERS.join(", ")} and no other member`);
  }
  const { environment, account, terminal, publicKey } = config;
  resolveEnvironment(environment);
  refuseUnless(isPlainText(account, 6, 6), "account", "6 letters or digits", account);
  refuseUnless(isPlainText(terminal, 8, 12), "terminal", "8 to 12 letters or digits", terminal);
  refuseUnless(publicKey !== undefined && publicKey !== null, "publicKey", "a public key", publicKey);
  // Reads the key, so that a private one in whatever form is met before it is used.
  readRsaPublicKey(publicKey);
  return Object.freeze({ environment, account, terminal, publicKey: publicMembers(publicKey) });
}

function refuseSecrets(value: unknown, depth: number): void {
  if (typeof value === "string" && value.includes("PRIVATE KEY")) throw secretInPage("a private key");
  if (typeof value !== "object" || value === null || depth > 4) return;
  if ("d" in value && "kty" in value) throw secretInPage("a private key");
  for (const [name, member] of Object.entries(value)) {
    const plain = name.toLowerCase().replace(/[^a-z]/g, "");
    if (SECRET_NAMES.some((secret) => plain.includes(secret))) throw secretInPage("a member that names a secret");
    refuseSecrets(member, depth + 1);
  }
}

function secretInPage(what: string): InputError {
  return new InputError(
    "secret_in_page",
    `a page's configuration must hold no secret, and this one holds ${what}: send publicConfig() to the page`,
  );
}

function refuseUnless(holds: boolean, field: string, expected: string, value: unknown): void {
  if (!holds)
    throw new InputError("invalid_config", `"${field}" must be ${expected}, got ${shapeOf(value)}`, { field });
}
