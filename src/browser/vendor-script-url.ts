/** The part of a Trusted Types policy that is used. Pages' types need not know Trusted Types. */
export interface ScriptUrlPolicy {
  readonly createScriptURL: (url: string) => unknown;
}

interface PolicyFactory {
  readonly createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => ScriptUrlPolicy;
}

/**
 * Returns an address as the page's policy lets a script have it: by a Trusted Types policy of the name `oceanpayment`,
 * made when it is first needed, that passes the addresses in `known` and no other.
 */
export function toScriptUrl(
  url: string,
  page: { policy?: ScriptUrlPolicy | undefined; readonly scripts: ReadonlyMap<string, string> },
): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
  if (trustedTypes === undefined) return url;
  try {
    page.policy ??= trustedTypes.createPolicy("oceanpayment", {
      createScriptURL: (asked) => {
        if ([...page.scripts.values()].includes(asked)) return asked;
        throw new TypeError("only the vendor's scripts on the payment host are let through");
      },
    });
  } catch {
    // The page names no policy of ours. Where it enforces nothing, plain text is as good.
    return url;
  }
  return page.policy.createScriptURL(url) as string;
}
