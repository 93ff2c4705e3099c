import { randomDigits } from "../../bytes/random.ts";
import { type PublicKeyInput, readRsaPublicKey } from "../../crypto/rsa-public-key.ts";
import { subtle } from "../../crypto/subtle.ts";
import { InputError, KeyError } from "../../errors.ts";

/** How the simulated gateway's OPCCOUNT begins. */
export interface SandboxOpccountOptions {
  /** Default six fresh digits. */
  readonly opccountNo?: string | undefined;
  /** Default 19 fresh digits. */
  readonly vaCode?: string | undefined;
  /** The merchant's public key, 2048 bits (stated). Default that of `privateKey`. */
  readonly publicKey?: PublicKeyInput | undefined;
  /** The merchant's private key, which `opccountConfig` hands on. Default a fresh one, made when that is called first. */
  readonly privateKey?: JsonWebKey | undefined;
  /** Account numbers of the other environment: they are told so, by code 20015 or 20014. Default none. */
  readonly foreignAccounts?: readonly string[] | undefined;
  /** What is in the account at first, by currency. Default 10000.00 each of USD and EUR. */
  readonly funds?: Readonly<Record<string, string>> | undefined;
  /** The withdrawal accounts that are there at first, by key and currency. Default one in USD with a fresh key. */
  readonly withdrawalAccounts?:
    readonly { readonly withdrawalAccountKey: string; readonly currency: string }[] | undefined;
  /** The keys of accounts that a payment may be withheld from: no call makes one. Default none. */
  readonly withholdingAccountKeys?: readonly string[] | undefined;
}

/** What the simulated gateway knows of OPCCOUNT. */
export interface OpccountSide {
  readonly opccountNo: string;
  readonly vaCode: string;
  readonly foreignAccounts: readonly string[];
  readonly funds: Readonly<Record<string, string>>;
  readonly withdrawalAccounts: readonly { readonly withdrawalAccountKey: string; readonly currency: string }[];
  readonly withholdingAccountKeys: readonly string[];
  /** Returns the merchant's public key, or nothing while it has none. */
  readonly publicKey: () => PublicKeyInput | undefined;
  /** Returns the merchant's private key, made where there is none. */
  readonly privateKey: () => Promise<JsonWebKey>;
}

/** The merchant's key pair has 2048 bits (stated, protocol.md §1). */
const MODULUS_BITS = 2048;

/** Returns OPCCOUNT's options with defaults. Keys are made when they are needed: making one takes long. */
export function readOpccountOptions({
  opccountNo = `9${randomDigits(5)}`,
  vaCode = `1${randomDigits(18)}`,
  publicKey: givenPublic,
  privateKey: givenPrivate,
  foreignAccounts = [],
  funds = { USD: "10000.00", EUR: "10000.00" },
  withdrawalAccounts = [{ withdrawalAccountKey: `1${randomDigits(18)}`, currency: "USD" }],
  withholdingAccountKeys = [],
}: SandboxOpccountOptions): OpccountSide {
  let privateKey = givenPrivate;
  if (givenPublic !== undefined) assertSize(givenPublic);
  return {
    ...{ opccountNo, vaCode, foreignAccounts, funds, withdrawalAccounts, withholdingAccountKeys },
    publicKey: () => givenPublic ?? (privateKey && publicHalf(privateKey)),
    privateKey: async () => {
      if (privateKey) return privateKey;
      if (givenPublic !== undefined) {
        throw new InputError("invalid_argument", `"opccount.privateKey" must be given where "publicKey" is`, {
          field: "opccount.privateKey",
        });
      }
      const made = await createKey();
      // Of two that were made at once the first is kept.
      privateKey ??= made;
      return privateKey;
    },
  };
}

async function createKey(): Promise<JsonWebKey> {
  const pair = (await subtle().generateKey(
    {
      name: "RSASSA-PKCS1-v1_5",
      hash: "SHA-256",
      modulusLength: MODULUS_BITS,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    true,
    ["sign", "verify"],
  )) as CryptoKeyPair;
  return (await subtle().exportKey("jwk", pair.privateKey)) as JsonWebKey;
}

function publicHalf({ kty, n, e }: JsonWebKey): JsonWebKey {
  return { kty, n, e } as JsonWebKey;
}

function assertSize(key: PublicKeyInput): void {
  const { length } = readRsaPublicKey(key).modulus;
  if (length * 8 === MODULUS_BITS) return;
  throw new KeyError("invalid_key", `"opccount.publicKey" must have ${MODULUS_BITS / 8} bytes, got ${length}`, {
    field: "opccount.publicKey",
  });
}
