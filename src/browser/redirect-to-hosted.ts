import { type EnvironmentOption, isNavigable, resolveEnvironment } from "../environment.ts";
import { InputError, ResponseError, shapeOf } from "../errors.ts";
import { toPlainFields } from "./vendor-fields.ts";

/** A signed form, as the server's `payments.buildHostedForm` or `quickpay.buildCreateForm` returns it. */
export interface HostedForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Sends the shopper to the gateway's page with a form that the server signed: the whole page goes there by POST, and comes
 * back by one to the payment's `backUrl`. Goes nowhere but to https on a known host of the gateway, or to loopback where the
 * environment names it. `config` is what `publicConfig()` gives; of it only the environment is used.
 *
 * @throws ResponseError `untrusted_redirect` for any other address.
 * @throws InputError `invalid_argument`, `invalid_field`, `secret_in_page` for a form that is none, `invalid_config`.
 * @example
 * ```ts
 * import { redirectToHosted } from "oceanpayment/browser";
 *
 * const { form, config } = await (await fetch("/api/hosted", { method: "POST" })).json();
 * redirectToHosted(form, config);
 * ```
 */
export function redirectToHosted(form: HostedForm, config: { readonly environment: EnvironmentOption }): void {
  const { action, fields } = form ?? {};
  if (typeof action !== "string") {
    throw new InputError("invalid_argument", `"form.action" must be text, got ${shapeOf(action)}`, { field: "form" });
  }
  const plain = toPlainFields(fields);
  if (!isNavigable(action, resolveEnvironment(config?.environment))) {
    throw new ResponseError("untrusted_redirect", "a form may be sent to https on a host of the gateway only");
  }
  if (globalThis.document === undefined) {
    throw new InputError("invalid_argument", "there is no page here that could go elsewhere");
  }
  const element = document.createElement("form");
  element.hidden = true;
  // The signature is over UTF-8, whatever the page is written in; and the whole page goes, whatever its base says.
  for (const [name, value] of Object.entries({
    action: new URL(action).href,
    method: "post",
    target: "_self",
    "accept-charset": "utf-8",
  })) {
    element.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries(plain)) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    element.append(input);
  }
  document.body.append(element);
  // Not the form's own member: a field may be called "submit".
  HTMLFormElement.prototype.submit.call(element);
  element.remove();
}
