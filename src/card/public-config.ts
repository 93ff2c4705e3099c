import { isPlainText } from "../bytes/plain-text.ts";
import { type EnvironmentOption, resolveEnvironment } from "../environment.ts";
import { publicMembers, readRsaPublicKey } from "../crypto/rsa-public-key.ts";
import { assertInput, InputError } from "../errors.ts";

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
  const publicKey = readPageKey(config);
  const { environment, account, terminal } = config;
  resolveEnvironment(environment);
  assertInput(isPlainText(account, 6, 6), "invalid_config", "account", "6 letters or digits", account);
  assertInput(isPlainText(terminal, 8, 12), "invalid_config", "terminal", "8 to 12 letters or digits", terminal);
  return Object.freeze({ environment, account, terminal, publicKey });
}

/**
 * Returns the public key of a page's configuration, checked as {@link readPublicConfig} does. For what only encrypts:
 * where payments go is not looked at.
 */
export function readPageKey(config: PublicConfig): PublicConfig["publicKey"] {
  assertInput(typeof config === "object" && config !== null, "invalid_config", "config", "an object", config);
  refuseSecrets(config, 0);
  for (const name of Object.keys(config)) {
    assertInput(MEMBERS.includes(name), "invalid_config", "config", `of ${MEMBERS.join(", ")} alone`, config);
  }
  const { publicKey } = config;
  assertInput(publicKey !== undefined && publicKey !== null, "invalid_config", "publicKey", "a public key", publicKey);
  // Reads the key, so that a private one in whatever form is met before it is used.
  readRsaPublicKey(publicKey);
  return publicMembers(publicKey);
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
