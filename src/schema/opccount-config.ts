import * as v from "valibot";
import { isPlainText } from "../bytes/plain-text.ts";
import { readRsaPrivateKey, type RsaPrivateKey, type RsaPrivateKeyInput } from "../crypto/rsa-private-key.ts";
import { isOrigin } from "../environment.ts";
import type { ApiMethod } from "../wire/api-operations.ts";
import type { ApiParameters } from "../wire/api-question.ts";
import { clientMembers, type ClientMembers, configFunction } from "./client-members.ts";
import { expects, parse } from "./parse.ts";

/**
 * The merchant's RSA private key, at least 2048 bits: PKCS#8 PEM text, a JSON Web Key, or a function that returns either. A
 * configuration that holds a function prints without the key.
 */
export type OpccountPrivateKey = RsaPrivateKeyInput | (() => RsaPrivateKeyInput);

/**
 * Returns the text that is signed, of a call's parameters and its timestamp. The parameters are those that are sent, by
 * their wire names and with the same values, files left out; the timestamp is the `Timestamp` header's text.
 */
export type SignedText = (parameters: ApiParameters, timestamp: string) => string;

/** What the OPCCOUNT client is made of. */
export interface OpccountConfig extends ClientMembers {
  /** The account number, 4 to 20 letters and digits (inferred): `VA995149` in one table of the documentation, `995149` in samples. */
  readonly opccountNo: string;
  /** The merchant identifier, as text: its 19 digits are more than a number holds. 16 to 20 digits are taken (inferred). */
  readonly vaCode: string;
  /** The merchant's private key, whose public half Oceanpayment has (stated: RSA-2048, SHA-256). */
  readonly privateKey: OpccountPrivateKey;
  /**
   * The origin that calls go to, such as `https://example.com`: https, or http on loopback. No source states one: Oceanpayment's
   * technical support gives it, for the sandbox and for production.
   */
  readonly host: string;
  /** The clock of the timestamp that is signed, in milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /**
   * The text that is signed. No source tells it exactly; the default is inferred from a sample that cannot run: compact
   * JSON of the parameters and `timestamp`, which is text, sorted by name.
   */
  readonly signedText?: SignedText | undefined;
  /**
   * How single calls travel. The documentation shows a body on the GET of `funds.list`, which `fetch` refuses: by default
   * its parameters are a query (inferred), with `"POST"` they are JSON.
   */
  readonly methods?: { readonly "funds.list"?: ApiMethod | undefined } | undefined;
}

/** A checked configuration, its key at hand. Never leaves the client. */
export interface CheckedOpccountConfig extends Omit<OpccountConfig, "privateKey"> {
  readonly privateKey: RsaPrivateKey;
}

const KEY_EXPECTED = "must be the merchant's private key, PKCS#8 PEM or JWK";
const VA_CODE_EXPECTED = "must be text of 16 to 20 digits, since a number does not hold so many exactly";

const opccountConfig = v.strictObject({
  opccountNo: v.custom<string>(
    (value) => isPlainText(value, 4, 20),
    config("must be text of 4 to 20 letters and digits"),
  ),
  vaCode: v.custom<string>((value) => isPlainText(value, 16, 20) && isDigits(value), config(VA_CODE_EXPECTED)),
  privateKey: v.pipe(
    v.custom<OpccountPrivateKey>(
      (value) => ["string", "function"].includes(typeof value) || isObject(value),
      config(KEY_EXPECTED),
    ),
    v.transform((value) => (typeof value === "function" ? value() : value)),
  ),
  host: v.pipe(
    v.string(config("must be the origin that calls go to, such as https://example.com")),
    v.check(isOrigin, config("must be an origin, https or http on loopback, such as https://example.com")),
    v.transform((value) => new URL(value).origin),
  ),
  now: v.optional(configFunction),
  signedText: v.optional(configFunction),
  methods: v.optional(
    v.strictObject({ "funds.list": v.optional(v.picklist(["GET", "POST"], config("must be GET or POST"))) }),
  ),
  ...clientMembers,
});

/**
 * Returns the configuration of the OPCCOUNT client, checked: the key is read, so that a wrong one is met here.
 *
 * @throws InputError `invalid_config`, `missing_field`. @throws KeyError `invalid_key`, `key_too_small`, `key_too_large`.
 */
export function parseOpccountConfig(input: unknown): CheckedOpccountConfig {
  const { privateKey, ...parsed } = parse(opccountConfig, input, "config");
  return { ...parsed, privateKey: readRsaPrivateKey(privateKey) };
}

function config(expected: string): string {
  return expects("invalid_config", expected);
}

function isDigits(value: unknown): boolean {
  return typeof value === "string" && [...value].every((digit) => digit >= "0" && digit <= "9");
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
