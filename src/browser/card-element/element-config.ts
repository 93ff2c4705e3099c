import { readOpcseSeal, type Seal } from "../../card/opcse.ts";
import { type PublicConfig, readPageKey } from "../../card/public-config.ts";
import { InputError, KeyError, type OceanpaymentError } from "../../errors.ts";

/** What an element can do with its configuration: seal a card in the vendor's own format, or say why not. */
export interface ElementConfig {
  readonly config?: PublicConfig;
  readonly seal?: Seal;
  readonly error?: OceanpaymentError;
}

/** Returns what an element's configuration gives, an object or JSON. Never throws: what is wrong is in the answer. */
export function readElementConfig(given: PublicConfig | string | null | undefined): ElementConfig {
  if (globalThis.crypto?.subtle === undefined) {
    return { error: new KeyError("crypto_unavailable", "no crypto.subtle without https") };
  }
  try {
    const config = typeof given === "string" ? parse(given) : (given as PublicConfig);
    return { seal: readOpcseSeal(readPageKey(config)), config: Object.freeze({ ...config }) };
  } catch (error) {
    return { error: error as OceanpaymentError };
  }
}

function parse(json: string): PublicConfig {
  try {
    return JSON.parse(json) as PublicConfig;
  } catch {
    // The parser's own message quotes the text.
    throw new InputError("invalid_config", `"config" must be JSON as publicConfig() makes it`, { field: "config" });
  }
}
