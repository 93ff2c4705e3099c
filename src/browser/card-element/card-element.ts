import type { CardBrand } from "../../card/card-number.ts";
import type { CardExpiry } from "../../card/card-expiry.ts";
import { toCardFields } from "../../card/card.ts";
import type { PublicConfig } from "../../card/public-config.ts";
import { InputError, type OceanpaymentError } from "../../errors.ts";
import { adoptStyles } from "./adopt-styles.ts";
import type { CardChange, CardElement } from "./card-element-type.ts";
import type { CardTexts } from "./card-texts.ts";
import { createView, type FieldProblem } from "./card-view.ts";
import { checkField, FIELD_NAMES } from "./check-card.ts";
import { type ElementConfig, readElementConfig } from "./element-config.ts";
import { createTexts } from "./element-texts.ts";
import { reportFault, toInputError } from "./element-faults.ts";
import { createFormPart } from "./form-part.ts";
import { readExpiry } from "./format-expiry.ts";
import { watchLanguage } from "./page-language.ts";
import { listenToPage } from "./page-listeners.ts";
import { keepTypingInside } from "./quiet-events.ts";
import { createSubmitKeys, firstInvalid } from "./submit-keys.ts";

/**
 * Returns the class of `<oceanpayment-card>`. Made when it is asked for, since there is no `HTMLElement` to extend where
 * there is no document.
 */
export function createCardElement(): new () => CardElement {
  return class extends HTMLElement implements CardElement {
    static readonly formAssociated = true;
    static readonly observedAttributes = ["config", "holder", "disabled", "lang"];

    readonly #root = this.attachShadow({ mode: "closed", delegatesFocus: true });
    // Test environments may have no form association: the element is drawn all the same.
    readonly #internals = this.attachInternals?.();
    readonly #view = createView(this.#root, (isTyped) => {
      if (isTyped && this.#part.isSealed()) this.#part.drop();
      this.#update();
    });
    #ready: ElementConfig = readElementConfig(undefined);
    readonly #texts = createTexts(this, (texts, ...how) => {
      this.#view.showTexts(texts, ...how);
      this.#update();
    });
    readonly #keys = createSubmitKeys(() => this.form);
    readonly #part = createFormPart(this.#internals, {
      encrypt: () => this.#encryptForForm(),
      entries: (sealed) => ({ [this.name]: sealed, ...(this.holder && { card_name: this.holderName }) }),
      isDisabled: () => this.#isDisabled,
      isPressed: () => this.#keys.isPressed(),
      onSent: () => this.clear(),
      onChange: () => this.#update(),
    });
    /** A card was asked for: by a configuration, whatever it is worth, or by who presses the button. */
    #isAsked = false;
    #isFieldsetDisabled = false;
    #encrypting: Promise<string> | undefined;
    #told = "";
    #isReadyTold = false;
    #stop: (() => void) | undefined;

    constructor() {
      super();
      adoptStyles(this.#root);
      keepTypingInside(this.#root);
      this.#root.addEventListener("keydown", (event) => this.#keys.onKey(event as KeyboardEvent));
      this.addEventListener("invalid", (event) => this.#showInvalid(event));
      this.#texts.setOwn({});
      this.#apply();
    }

    get config(): PublicConfig | undefined {
      return this.#ready.config;
    }
    set config(config: PublicConfig | string | null | undefined) {
      this.#ready = readElementConfig(config);
      this.#isAsked = config !== undefined && config !== null;
      const { error } = this.#ready;
      // A page that has no configuration yet is no fault, and what the shopper is told needs no report.
      if (error && this.#isAsked) reportFault(error);
      this.#apply();
      this.#tellReady();
    }
    get texts(): Partial<CardTexts> {
      return this.#texts.own();
    }
    set texts(texts: Partial<CardTexts>) {
      this.#texts.setOwn(texts);
    }
    get name(): string {
      return this.getAttribute("name") ?? "card_data";
    }
    set name(name: string) {
      this.setAttribute("name", name);
    }
    get holder(): boolean {
      return this.hasAttribute("holder");
    }
    set holder(isShown: boolean) {
      this.toggleAttribute("holder", isShown);
    }
    get disabled(): boolean {
      return this.hasAttribute("disabled");
    }
    set disabled(isDisabled: boolean) {
      this.toggleAttribute("disabled", isDisabled);
    }
    get form(): HTMLFormElement | null {
      return this.#internals?.form ?? null;
    }
    get validity(): ValidityState {
      return this.#internals?.validity ?? ({ valid: this.#isValid() } as ValidityState);
    }
    get validationMessage(): string {
      return this.#internals?.validationMessage ?? this.#message();
    }
    get willValidate(): boolean {
      return this.#internals?.willValidate ?? !this.disabled;
    }
    get brand(): CardBrand | undefined {
      return this.#view.brand();
    }
    get holderName(): string {
      const values = this.#view.values();
      return this.holder && !checkField("holder", values) ? values.holder.trim() : "";
    }

    encrypt(): Promise<string> {
      this.#encrypting ??= this.#encrypt().finally(() => {
        this.#encrypting = undefined;
      });
      return this.#encrypting;
    }
    clear(): void {
      this.#view.wipe(FIELD_NAMES);
      this.#part.drop();
    }
    override focus(options?: FocusOptions): void {
      this.#view.fields.number.input.focus(options);
    }
    checkValidity(): boolean {
      return this.#internals?.checkValidity() ?? this.#isValid();
    }
    reportValidity(): boolean {
      const isValid = this.checkValidity();
      if (!isValid) this.#show();
      return isValid;
    }

    connectedCallback(): void {
      adoptProperties(this);
      const load = (): void => void this.#load();
      const unwatch = watchLanguage(this, load);
      const unlisten = listenToPage(this.ownerDocument, this.#keys.onClick, this.#view.holdBack, () => this.clear());
      this.#stop = () => {
        unwatch();
        unlisten();
      };
      load();
    }
    /** Where this is, `moveBefore` moves the element as it is. */
    connectedMoveCallback(): void {}
    adoptedCallback(): void {
      adoptStyles(this.#root);
    }
    disconnectedCallback(): void {
      this.#stop?.();
      this.clear();
    }
    attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
      if (name === "config") this.config = value;
      else if (name === "lang") void this.#load();
      else this.#apply();
    }
    formAssociatedCallback(form: HTMLFormElement | null): void {
      this.#part.join(form);
    }
    formDisabledCallback(isDisabled: boolean): void {
      this.#isFieldsetDisabled = isDisabled;
      this.#apply();
    }
    formResetCallback(): void {
      this.clear();
    }

    async #encrypt(): Promise<string> {
      const { error, seal } = this.#ready;
      if (!seal) {
        this.#ask();
        throw error as OceanpaymentError;
      }
      if (this.#isDisabled) throw new InputError("invalid_argument", "the card element is disabled");
      const [wrong] = this.#view.problems();
      if (wrong) {
        this.#show();
        throw toInputError(wrong);
      }
      const { number, expiry, securityCode } = this.#view.values();
      const cardData = await seal(toCardFields(number, readExpiry(expiry) as CardExpiry, securityCode));
      this.#view.wipe(["securityCode"]);
      this.#update();
      return cardData;
    }

    #encryptForForm(): Promise<string> {
      return this.encrypt().catch((error: OceanpaymentError) => {
        reportFault(error);
        throw error;
      });
    }

    get #isDisabled(): boolean {
      return this.disabled || this.#isFieldsetDisabled;
    }
    #isValid(): boolean {
      return !this.#ready.error && this.#view.problems().length === 0;
    }
    #message(): string {
      if (this.#ready.error) return this.#texts.all()[this.#isInsecure() ? "insecure" : "unavailable"];
      return this.#view.problems()[0]?.text ?? "";
    }
    #isInsecure(): boolean {
      return this.#ready.error?.code === "crypto_unavailable";
    }

    /** Brings what is shown in line with attributes and configuration. */
    #apply(): void {
      const { fields } = this.#view;
      for (const name of FIELD_NAMES) fields[name].input.disabled = this.#isDisabled || !!this.#ready.error;
      fields.holder.element.hidden = !this.holder;
      const isOut = this.#isAsked && this.#ready.error !== undefined;
      this.#view.showMessage(this.#isInsecure() ? "insecure" : isOut ? "unavailable" : undefined);
      this.#update();
    }
    /** Brings validity in line with what is typed, and tells the page where something has changed for it. */
    #update(): void {
      const [first] = this.#view.problems();
      const isRight = this.#part.isSealed() || this.#isValid();
      const flags = this.#ready.error
        ? { customError: true }
        : { [first && isMissing(first) ? "valueMissing" : "badInput"]: true };
      this.#internals?.setValidity(isRight ? {} : flags, isRight ? "" : this.#message(), first?.input);
      const isEmpty = Object.values(this.#view.values()).every((value) => value === "");
      const detail: CardChange = { isValid: this.#isValid(), brand: this.brand, isEmpty };
      const told = JSON.stringify(detail);
      if (told === this.#told) return;
      // Nobody could have listened to what is so from the start.
      const isFirst = this.#told === "";
      this.#told = told;
      if (!isFirst) this.dispatchEvent(new CustomEvent("change", { detail, bubbles: true }));
    }

    async #load(): Promise<void> {
      await this.#texts.load();
      this.#tellReady();
    }
    #tellReady(): void {
      if (this.#isReadyTold || !this.#texts.isLoaded() || this.#ready.error) return;
      this.#isReadyTold = true;
      this.dispatchEvent(new Event("ready"));
    }

    /** Without a configuration that can be used no card can be taken: the shopper is told, and nothing is asked for. */
    #ask(): void {
      this.#isAsked = true;
      this.#apply();
    }
    #show(): void {
      const { error } = this.#ready;
      if (error) {
        reportFault(error);
        this.#ask();
        return;
      }
      this.#view.showProblems();
      this.#view.problems()[0]?.input.focus();
    }
    #showInvalid(event: Event): void {
      // Pages also ask whether a form is valid while it is being filled in: nothing may be said then.
      if (!this.#keys.isPressed() || !this.form) return;
      event.preventDefault();
      if (this.#ready.error || firstInvalid(this.form) === this) this.#show();
      else this.#view.showProblems();
    }
  };
}

function isMissing({ problem }: FieldProblem): boolean {
  return problem.endsWith("Missing");
}

/** Takes over what the page set before the element was defined. */
function adoptProperties(element: CardElement): void {
  const own = element as unknown as Record<string, unknown>;
  for (const name of ["config", "texts", "name", "holder", "disabled"]) {
    if (!Object.hasOwn(own, name)) continue;
    const value = own[name];
    delete own[name];
    own[name] = value;
  }
}
