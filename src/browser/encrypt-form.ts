import { encryptCard } from "../card/encrypt-card.ts";
import { readPublicConfig, type PublicConfig } from "../card/public-config.ts";
import { type CardPublicKey, importPublicKey, type PublicKeyOptions } from "../card/public-key.ts";
import { InputError, KeyError, type OceanpaymentError, shapeOf } from "../errors.ts";
import { type CardInput, type CardInputs, findCardInputs, readCardInputs, wipeInput } from "./encrypt-form-inputs.ts";

/** How a form's card is encrypted. */
export interface EncryptFormOptions extends Pick<PublicKeyOptions, "scheme" | "hash"> {
  /** The form field of the ciphertext. Default `"card_data"`. */
  readonly name?: string | undefined;
  /** Is told why a form was not submitted, and the input at fault where one is. Default: reported as uncaught. */
  readonly onError?: ((error: OceanpaymentError, input: CardInput | undefined) => void) | undefined;
}

/** A form whose card is encrypted. */
export interface EncryptedForm {
  /** Leaves the form as it was. Its inputs still have no name, so that no card is ever submitted. */
  readonly destroy: () => void;
}

/**
 * Encrypts the card of a form whose inputs are the shop's own, marked by `data-oceanpayment`: `number`, `expiry` (or
 * `expiry-month` and `expiry-year`) and `security-code`. None of them may have a `name`, so that the form can't submit a
 * card. On `submit` the form is held, the card encrypted, and the form submitted by the same button with one more field,
 * the ciphertext; the security code is wiped. `form.submit()` sends no card, since it tells nobody.
 *
 * `publicKey` is a key or what `publicConfig()` gives.
 *
 * @throws InputError `named_card_input`, `missing_field`, `invalid_field` for the form's inputs; `secret_in_page`,
 * `invalid_config` for a configuration. @throws KeyError `crypto_unavailable` on a page without https. The same, and those of
 * `encryptCard`, reach `onError` when the form is submitted.
 * @example
 * ```ts
 * import { encryptForm } from "oceanpayment/browser";
 *
 * declare const form: HTMLFormElement, config: import("oceanpayment").PublicConfig;
 * encryptForm(form, config, { onError: (error) => console.log(error.code) });
 * ```
 */
export function encryptForm(
  form: HTMLFormElement,
  publicKey: string | JsonWebKey | PublicConfig,
  options: EncryptFormOptions = {},
): EncryptedForm {
  const { name = "card_data", onError, ...keyOptions } = options;
  if (typeof form?.querySelectorAll !== "function") {
    throw new InputError("invalid_argument", `"form" must be a form of the page, got ${shapeOf(form)}`, {
      field: "form",
    });
  }
  const key = isConfig(publicKey) ? readPublicConfig(publicKey).publicKey : publicKey;
  findCardInputs(form);
  if (form.querySelector(`[name="${CSS.escape(name)}"]`) !== null) {
    throw new InputError("invalid_field", "the form must have no field of the ciphertext's name", { field: "name" });
  }
  if (globalThis.crypto?.subtle === undefined) {
    throw new KeyError("crypto_unavailable", "a page needs https (or localhost) to encrypt a card");
  }
  const hidden = document.createElement("input");
  Object.assign(hidden, { type: "hidden", name });
  let imported: CardPublicKey | undefined;
  let state: "idle" | "encrypting" | "submitting" = "idle";
  let isDestroyed = false;

  const onSubmit = (event: SubmitEvent) => {
    if (state === "submitting") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (state === "idle") void encrypt(event.submitter);
  };
  const encrypt = async (submitter: HTMLElement | null) => {
    let inputs: CardInputs | undefined;
    state = "encrypting";
    try {
      // Looked up again: a framework may have drawn others, or given them names.
      inputs = findCardInputs(form);
      imported ??= await importPublicKey(key, keyOptions);
      hidden.value = await encryptCard(readCardInputs(inputs), imported);
      // In a task of its own: while a submit event is dispatched no form can be submitted, and encrypting may have taken none.
      await new Promise((resolve) => setTimeout(resolve));
      submit(submitter);
      // After the form is on its way: a required input that is empty would hold it.
      wipeInput(inputs.securityCode);
    } catch (error) {
      const { field } = error as OceanpaymentError;
      const input = inputs?.[field as keyof CardInputs];
      input?.focus();
      if (onError) onError(error as OceanpaymentError, input);
      else reportError(error);
    } finally {
      state = "idle";
    }
  };
  const submit = (submitter: HTMLElement | null) => {
    if (isDestroyed || !form.isConnected) return;
    form.append(hidden);
    state = "submitting";
    const isThere = submitter?.isConnected && (submitter as HTMLButtonElement).form === form;
    // Not the form's own member: a button may be called "requestSubmit".
    HTMLFormElement.prototype.requestSubmit.call(form, isThere ? submitter : null);
  };
  const dropCiphertext = () => hidden.remove();

  form.addEventListener("submit", onSubmit, true);
  form.addEventListener("reset", dropCiphertext);
  return Object.freeze({
    destroy: () => {
      isDestroyed = true;
      form.removeEventListener("submit", onSubmit, true);
      form.removeEventListener("reset", dropCiphertext);
      dropCiphertext();
    },
  });
}

function isConfig(value: string | JsonWebKey | PublicConfig): value is PublicConfig {
  return typeof value === "object" && value !== null && "publicKey" in value;
}
