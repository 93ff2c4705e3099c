import type { PublicConfig } from "../card/public-config.ts";
import { publicMembers } from "../crypto/rsa-public-key.ts";
import type { EnvironmentOption } from "../environment.ts";
import { InputError } from "../errors.ts";
import type { SecureCodesOf } from "../results/signed-payment.ts";
import type { CheckedPaymentsConfig, CheckedTerminal } from "../schema/payments-config.ts";

/** The merchant's terminals, kept out of sight: nothing of this object prints a secret. */
export interface Terminals {
  /** The numbers of all terminals, the first one first. */
  readonly names: readonly string[];
  /** Returns the named terminal, or the first. */
  readonly select: (name: string | undefined) => CheckedTerminal;
  readonly secureCodesOf: SecureCodesOf;
  readonly publicConfig: (name?: string) => PublicConfig;
}

/** Returns the terminals of a checked configuration. */
export function createTerminals({ environment, account, terminals }: CheckedPaymentsConfig): Terminals {
  const byName = new Map(terminals.map((item) => [item.terminal, item]));
  const select = (name: string | undefined = terminals[0]?.terminal): CheckedTerminal => {
    const found = byName.get(name ?? "");
    if (!found)
      throw new InputError("invalid_argument", `"terminal" must be a configured terminal`, { field: "terminal" });
    return found;
  };
  return {
    names: terminals.map((item) => item.terminal),
    select,
    secureCodesOf: (name) => {
      const found = byName.get(name);
      return found ? [found.secureCode, found.previousSecureCode].filter((code) => code !== undefined) : [];
    },
    publicConfig: (name) => {
      const { terminal, publicKey } = select(name);
      if (publicKey === undefined) {
        throw new InputError(
          "missing_credential",
          `"publicKey" of the terminal must be configured for a page to encrypt cards`,
          {
            field: "publicKey",
          },
        );
      }
      return Object.freeze({
        environment: toPublicEnvironment(environment),
        account,
        terminal,
        publicKey: publicMembers(publicKey),
      });
    },
  };
}

/** Leaves out the hosts that no page calls. The payment host stays: a shopper may be sent there. */
function toPublicEnvironment(option: EnvironmentOption): EnvironmentOption {
  if (typeof option === "string") return option;
  const { base, hosts, navigationHosts } = option;
  return {
    base,
    ...(hosts?.payment && { hosts: { payment: hosts.payment } }),
    ...(navigationHosts && { navigationHosts: [...navigationHosts] }),
  };
}
