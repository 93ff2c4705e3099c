import { encryptCard } from "../card/encrypt-card.ts";
import { readPublicConfig, type PublicConfig } from "../card/public-config.ts";
import { type CardPublicKey, importPublicKey, type PublicKeyOptions } from "../card/public-key.ts";
import { InputError, KeyError, type OceanpaymentError, shapeOf } from "../errors.ts";
import { asksForCard } from "./asks-for-card.ts";
import {
  type CardInput,
  type CardInputs,
  findCardInputs,
  isNameTaken,
  readCardInputs,
  wipeCardInputs,
  wipeInput,
} from "./encrypt-form-inputs.ts";
import { encryptedForms } from "./encrypted-forms.ts";
import { createKeptCiphertext, markCard, type SealedCard } from "./kept-ciphertext.ts";
import { createStandInButton } from "./stand-in-button.ts";

/** How a form's card is encrypted. */
export interface EncryptFormOptions extends Pick<PublicKeyOptions, "scheme" | "hash"> {
  /** The form field of the ciphertext. Default `"card_data"`. */
  readonly name?: string | undefined;
  /** Is told why a form was not submitted, and the input at fault where one is. Default: reported as uncaught. */
  readonly onError?: ((error: OceanpaymentError, input: CardInput | undefined) => void) | undefined;
}

/** A form whose card is encrypted. */
export interface EncryptedForm {
  /**
   * Returns the card's ciphertext, for a page that submits no form, and wipes the security code.
   *
   * @throws as `encryptForm`, and as `encryptCard`.
   */
  readonly encrypt: () => Promise<string>;
  /** Empties the card's inputs, and forgets a ciphertext that is kept. */
  readonly clear: () => void;
  /** Leaves the form as it was. Its inputs still have no name, so that no card is ever submitted. */
  readonly destroy: () => void;
}

/**
 * Encrypts the card of a form whose inputs are the shop's own, marked by `data-oceanpayment`: `number`, `expiry` (or
 * `expiry-month` and `expiry-year`) and `security-code`. None of them may have a `name`, so that the form can't submit a
 * card. On `submit` the form is held, the card encrypted, and the form submitted by the same button, or a hidden one like it
 * where that can't submit any more, with one more field, the ciphertext; the security code is wiped. The field stands in the
 * form while that submission is dispatched and no longer: `form.submit()` sends no card. A button with `formnovalidate` and
 * the method `dialog` submit as ever.
 *
 * A page that prevents the submission, to ask for something first, finds the same ciphertext in the next one, by
 * `form.requestSubmit()` or by the shopper: until an input of the card changes, the form is reset or sent, or five minutes
 * have passed. A page that reads the form with the ciphertext in it, by `FormData`, has sent it. Meanwhile the security
 * code's input is not `required`. All card inputs are emptied when the page is left.
 *
 * `publicKey` is a key or what `publicConfig()` gives.
 *
 * @throws InputError `named_card_input`, `missing_field`, `invalid_field` for the form's inputs; `secret_in_page`,
 * `invalid_config` for a configuration. @throws KeyError `crypto_unavailable` on a page without https. The same, and those of
 * `encryptCard`, reach `onError` when the form is submitted. `already_in_use` for a form that is encrypted and not destroyed.
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
  if (encryptedForms().has(form)) {
    throw new InputError("already_in_use", "the form's card is encrypted already: destroy the other first", {
      field: "form",
    });
  }
  if (isNameTaken(form, name)) {
    throw new InputError("invalid_field", "the form must have no field of the ciphertext's name", { field: "name" });
  }
  if (globalThis.crypto?.subtle === undefined) {
    throw new KeyError("crypto_unavailable", "a page needs https (or localhost) to encrypt a card");
  }
  const hidden = document.createElement("input");
  Object.assign(hidden, { type: "hidden", name });
  const kept = createKeptCiphertext();
  const buttons = createStandInButton(form);
  let imported: CardPublicKey | undefined;
  let state: "idle" | "encrypting" | "submitting" = "idle";
  let sent: SubmitEvent | undefined;
  let isTaken = false;
  /** Counts what ends a submission that is under way. */
  let ends = 0;

  const onSubmit = (event: SubmitEvent) => {
    if (state === "submitting") {
      sent = event;
      return;
    }
    if (!asksForCard(form, event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (state === "idle") void send(event.submitter);
  };
  const send = async (submitter: HTMLElement | null) => {
    const button = buttons.note(submitter);
    const before = ends;
    let inputs: CardInputs | undefined;
    state = "encrypting";
    try {
      // Looked up again: a framework may have drawn others, or given them names.
      inputs = findCardInputs(form);
      const sealed = await seal(inputs);
      // In a task of its own: while a submit event is dispatched no form can be submitted, and encrypting may have taken none.
      await new Promise((resolve) => setTimeout(resolve));
      const hasLeft = ends !== before || !form.isConnected || submit(sealed, button());
      // After the form is on its way: a required input that is empty would hold it.
      wipeInput(inputs.securityCode);
      if (hasLeft || ends !== before) forget();
      else kept.keep(sealed, inputs);
    } catch (error) {
      const { field } = error as OceanpaymentError;
      const input = inputs?.[field as keyof CardInputs];
      input?.focus();
      if (onError) onError(error as OceanpaymentError, input);
      else globalThis.reportError?.(error);
    } finally {
      state = "idle";
    }
  };
  const seal = async (inputs: CardInputs): Promise<SealedCard> => {
    const card = readCardInputs(inputs);
    const found = await kept.find(card);
    if (found) return found;
    imported ??= await importPublicKey(key, keyOptions);
    return { cardData: await encryptCard(card, imported), isOf: await markCard(card) };
  };
  /** Submits the form with a ciphertext, and returns whether it has left: by the browser, or into the page's own hands. */
  const submit = ({ cardData }: SealedCard, button: HTMLElement | null): boolean => {
    hidden.value = cardData;
    form.append(hidden);
    sent = undefined;
    isTaken = false;
    state = "submitting";
    try {
      // Not the form's own member: a button may be called "requestSubmit".
      HTMLFormElement.prototype.requestSubmit.call(form, button);
    } finally {
      state = "encrypting";
      // When the page's listeners have had their turn.
      setTimeout(takeOut);
    }
    return isTaken || (sent !== undefined && !(sent as SubmitEvent).defaultPrevented);
  };
  /** Somebody reads the form: a page that sends it by itself has the ciphertext now, and a second click must not send it too. */
  const onData = () => {
    if (!hidden.isConnected) return;
    isTaken = true;
    forget();
  };
  const takeOut = () => {
    hidden.remove();
    hidden.value = "";
  };
  const forget = () => {
    kept.forget();
    if (state !== "submitting") buttons.remove();
  };
  const end = () => {
    ends += 1;
    takeOut();
    forget();
  };
  const clear = () => {
    end();
    wipeCardInputs(form);
  };

  encryptedForms().add(form);
  form.addEventListener("submit", onSubmit, true);
  form.addEventListener("formdata", onData);
  form.addEventListener("reset", end);
  // The page may be kept with its history, and come back.
  globalThis.addEventListener("pagehide", clear);
  let isDestroyed = false;
  return Object.freeze({
    encrypt: async () => {
      const inputs = findCardInputs(form);
      const { cardData } = await seal(inputs);
      wipeInput(inputs.securityCode);
      forget();
      return cardData;
    },
    clear,
    destroy: () => {
      if (isDestroyed) return;
      isDestroyed = true;
      end();
      form.removeEventListener("submit", onSubmit, true);
      form.removeEventListener("formdata", onData);
      form.removeEventListener("reset", end);
      globalThis.removeEventListener("pagehide", clear);
      encryptedForms().delete(form);
    },
  });
}

function isConfig(value: string | JsonWebKey | PublicConfig): value is PublicConfig {
  return typeof value === "object" && value !== null && "publicKey" in value;
}
