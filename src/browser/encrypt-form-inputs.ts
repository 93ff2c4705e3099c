import type { Card } from "../card/card.ts";
import { InputError } from "../errors.ts";

/** An input of the shop's own that holds a part of a card. */
export type CardInput = HTMLInputElement | HTMLSelectElement;

/** A form's inputs by what of the card they hold; month and year may be the same one. */
export type CardInputs = Readonly<Record<keyof Card, CardInput>>;

const ROLES = ["number", "expiry", "expiry-month", "expiry-year", "security-code"] as const;

type Role = (typeof ROLES)[number];

/**
 * Returns the inputs of a form that are marked by `data-oceanpayment`.
 *
 * @throws InputError `named_card_input` where one has a name and would be submitted, `missing_field`, `invalid_field`.
 */
export function findCardInputs(form: HTMLFormElement): CardInputs {
  const found: Partial<Record<Role, CardInput>> = {};
  for (const element of findMarked(form)) {
    const role = ROLES.find((known) => known === element.dataset.oceanpayment);
    if (role === undefined || !(element instanceof HTMLInputElement || element instanceof HTMLSelectElement)) {
      throw new InputError(
        "invalid_field",
        `"data-oceanpayment" must stand at inputs and be one of ${ROLES.join(", ")}`,
      );
    }
    if (element.name !== "") {
      throw new InputError("named_card_input", `the input of the ${role} must have no name, or it would be submitted`, {
        field: role,
      });
    }
    if (found[role] !== undefined) throw invalid(role, "must stand in the form once");
    found[role] = element;
  }
  const need = (role: Role) => {
    const input = found[role];
    if (input) return input;
    throw new InputError("missing_field", `the form must have an input with data-oceanpayment="${role}"`, {
      field: role,
    });
  };
  const { expiry } = found;
  if (expiry && (found["expiry-month"] || found["expiry-year"])) throw invalid("expiry", "must stand alone, or in two");
  return {
    number: need("number"),
    expiryMonth: expiry ?? need("expiry-month"),
    expiryYear: expiry ?? need("expiry-year"),
    securityCode: need("security-code"),
  };
}

/** Returns the card that is typed in a form's inputs. No regular expression sees it: that would keep what it saw. */
export function readCardInputs({ number, expiryMonth, expiryYear, securityCode }: CardInputs): Card {
  const [month, year] =
    expiryMonth === expiryYear ? splitExpiry(expiryMonth.value) : [expiryMonth.value.trim(), expiryYear.value.trim()];
  return {
    number: number.value.replaceAll("-", " "),
    expiryMonth: month,
    expiryYear: year,
    securityCode: securityCode.value.trim(),
  };
}

/** Empties an input, and tells a framework that keeps the value itself. */
export function wipeInput(input: CardInput): void {
  const prototype = input instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLSelectElement.prototype;
  // Not the input's own property, which a framework may watch: it would take the event for old news.
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(input, "");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Empties every input of a form that holds a part of a card, also where one is wrong. */
export function wipeCardInputs(form: HTMLFormElement): void {
  for (const element of findMarked(form)) {
    if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) wipeInput(element);
  }
}

/** Tells whether a form submits a field of a name. */
export function isNameTaken(form: HTMLFormElement, name: string): boolean {
  if (form.querySelector(`[name="${CSS.escape(name)}"]`) !== null) return true;
  return controlsOf(form).some((control) => control.getAttribute("name") === name);
}

function findMarked(form: HTMLFormElement): ReadonlySet<HTMLElement> {
  const outside = controlsOf(form).filter((control) => control.hasAttribute("data-oceanpayment"));
  return new Set([...form.querySelectorAll<HTMLElement>("[data-oceanpayment]"), ...outside]);
}

/** Returns a form's controls, also those that stand elsewhere and name it by `form`. One may be called "elements". */
function controlsOf(form: HTMLFormElement): readonly HTMLElement[] {
  const { get } = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements") ?? {};
  return [...((get?.call(form) ?? []) as Iterable<HTMLElement>)];
}

/** Takes `1/30`, `01 / 2030`, `130`, `0130`, `012030`, and `2030-01` as an input of type `month` has it. */
function splitExpiry(typed: string): readonly [month: string, year: string] {
  const runs = [""];
  for (const character of typed.trim()) {
    if (character >= "0" && character <= "9") runs[runs.length - 1] += character;
    else if (!" /-.".includes(character)) return ["", ""];
    else if (runs.at(-1) !== "") runs.push("");
  }
  const [first = "", second, ...more] = runs;
  if (more.length > 0) return ["", ""];
  if (second !== undefined) return first.length === 4 ? [second, first] : [first, second];
  const cut = first.length % 2 === 1 ? 1 : 2;
  return [first.slice(0, cut), first.slice(cut)];
}

function invalid(role: Role, why: string): InputError {
  return new InputError("invalid_field", `the input of the ${role} ${why}`, { field: role });
}
