import { element } from "./dom.ts";

/** A form that the server signed, as `buildHostedForm` and `buildCreateForm` return it. */
export interface SignedForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Takes the shopper to the gateway with a signed form: one hidden input for each field. */
export function submitForm({ action, fields }: SignedForm): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  form.hidden = true;
  for (const [name, value] of Object.entries(fields)) {
    const input = element("input", "") as HTMLInputElement;
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
