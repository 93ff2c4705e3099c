import type { CardBrand } from "../../card/card-number.ts";
import type { PublicConfig } from "../../card/public-config.ts";
import type { CardTexts } from "./card-texts.ts";

/** What the element's `change` event tells: never a digit. */
export interface CardChange {
  readonly isValid: boolean;
  /** The brand of the number so far. */
  readonly brand: CardBrand | undefined;
  /** Whether nothing is typed in any field. */
  readonly isEmpty: boolean;
}

/** The element's events: its own two, and those of every element. */
export interface CardEventMap extends Omit<HTMLElementEventMap, "change"> {
  /** Something has changed of what the page is told: validity, brand, whether there is anything. */
  change: CustomEvent<CardChange>;
  /** It has its configuration and its language: once. */
  ready: Event;
}

type Listener<Type> = (this: CardElement, event: Type) => unknown;

/** The `<oceanpayment-card>` element. Its value is never the card: what it gives away is encrypted. */
export interface CardElement extends HTMLElement {
  /**
   * What the server's `publicConfig()` made, as an object, or as JSON in the attribute of this name. A wrong one disables
   * the element, and is reported as an uncaught error is; `encrypt()` rejects with the same error.
   */
  get config(): PublicConfig | undefined;
  set config(config: PublicConfig | string | null | undefined);
  /** Texts in place of the element's own, in whatever language. */
  texts: Partial<CardTexts>;
  /** The form field of the ciphertext. Default `card_data`. */
  name: string;
  /** Whether the holder's name is asked for: it goes with the form as `card_name`. */
  holder: boolean;
  disabled: boolean;
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  readonly brand: CardBrand | undefined;
  /** The holder's name as typed, or an empty text where it is not asked for or is none: a card number in its field, say. */
  readonly holderName: string;
  /**
   * Returns the card encrypted: the `card_data` that the server's payment takes. Calls at the same time share one result.
   * Where a field is wrong it says so beside it. The security code is wiped afterwards.
   *
   * @throws InputError `invalid_card_number`, `invalid_expiry`, `card_expired`, `invalid_security_code`, and for the
   * holder's name `invalid_field`; `invalid_config`, `secret_in_page` for the configuration.
   * @throws KeyError `crypto_unavailable` on a page without https.
   */
  encrypt(): Promise<string>;
  /** Empties every field. */
  clear(): void;
  checkValidity(): boolean;
  /** Tells whether the card can be encrypted, and says beside each field what is wrong with it. */
  reportValidity(): boolean;
  addEventListener<Type extends keyof CardEventMap>(
    type: Type,
    listener: Listener<CardEventMap[Type]>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(...listening: Parameters<HTMLElement["addEventListener"]>): void;
  removeEventListener<Type extends keyof CardEventMap>(
    type: Type,
    listener: Listener<CardEventMap[Type]>,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(...listening: Parameters<HTMLElement["removeEventListener"]>): void;
}
