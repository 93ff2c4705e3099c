import { readPublicConfig, type PublicConfig } from "../card/public-config.ts";
import { isNavigable, resolveEnvironment } from "../environment.ts";
import { InputError, ResponseError, shapeOf } from "../errors.ts";

/** What a page can be sent elsewhere by: `location` is one. */
export interface Navigation {
  readonly assign: (address: string) => void;
}

/** A result that sends the shopper on: a payment's own, or what the vendor's script told this page. */
export interface RedirectingResult {
  readonly status: "redirect";
  readonly redirectUrl: string;
}

/**
 * Sends the shopper to the 3-D Secure page that a payment's result names: the whole page goes there, and comes back by a
 * form POST to the payment's `backUrl`. Takes the result, or its address. Goes nowhere but to https on a known host of the
 * gateway, or to loopback where the environment names it.
 *
 * @throws ResponseError `untrusted_redirect` for any other address.
 * @throws InputError `secret_in_page`, `invalid_config` for a page's configuration that is wrong; `invalid_argument` for
 * a result that sends nobody on, and where there is no page.
 */
export function continueThreeDS(
  result: RedirectingResult | string,
  config: PublicConfig,
  navigation: Navigation | undefined = (globalThis as { location?: unknown }).location as Navigation | undefined,
): void {
  const environment = resolveEnvironment(readPublicConfig(config).environment);
  const redirectUrl = typeof result === "string" ? result : result?.redirectUrl;
  if (typeof redirectUrl !== "string") {
    throw new InputError("invalid_argument", `"result" must have a redirectUrl, got ${shapeOf(redirectUrl)}`, {
      field: "result",
    });
  }
  if (!isNavigable(redirectUrl, environment)) {
    throw new ResponseError("untrusted_redirect", "the shopper may be sent to https on a host of the gateway only");
  }
  if (typeof navigation?.assign !== "function") {
    throw new InputError("invalid_argument", "there is no page here that could go elsewhere", { field: "navigation" });
  }
  // As it was checked: `https:host/path` as written is relative to the page.
  navigation.assign(new URL(redirectUrl).href);
}
