import { type CardBrand, cardBrand } from "../../card/card-number.ts";
import { createBrandDisplay } from "./brand-display.ts";
import { brandRule } from "./brand-rules.ts";
import { type CardField, createField, type FieldRow } from "./card-field.ts";
import type { CardTexts } from "./card-texts.ts";
import { type CardValues, checkField, FIELD_NAMES, type FieldName, type Problem } from "./check-card.ts";
import type { ShowTexts } from "./element-texts.ts";
import { formatExpiry } from "./format-expiry.ts";
import { formatNumber, formatSecurityCode } from "./format-number.ts";
import { ENGLISH } from "./languages.ts";
import { makeElement } from "./make-element.ts";

/** A field that is empty or wrong. */
export interface FieldProblem {
  readonly name: FieldName;
  readonly problem: Problem;
  readonly text: string;
  readonly input: HTMLInputElement;
}

/** What the shopper sees of the element: its fields, what stands in them, and what is said about them. */
export interface CardView {
  readonly fields: Readonly<Record<FieldName, CardField>>;
  readonly values: () => CardValues;
  readonly brand: () => CardBrand | undefined;
  readonly problems: () => readonly FieldProblem[];
  /** Says beside each field what is wrong with it. */
  readonly showProblems: () => void;
  readonly showTexts: ShowTexts;
  /** Says why no card can be taken here. */
  readonly showMessage: (problem: Problem | undefined) => void;
  readonly wipe: (names: readonly FieldName[]) => void;
  /**
   * Holds back what is said of a field that was left, while a button of the mouse is down: it would move what is being
   * clicked away from under it, and the click would be lost.
   */
  readonly holdBack: (isHeld: boolean) => void;
}

/** Draws the element into its root. `onChange` is called when the shopper has typed something, or has left a field. */
export function createView(root: ShadowRoot, onChange: (isTyped: boolean) => void): CardView {
  const { ownerDocument: document } = root;
  let texts: CardTexts = ENGLISH;
  let message: Problem | undefined;
  let isHeld = false;
  let isWaiting = false;

  const make = (row: FieldRow): CardField => createField(row, root, { onInput, onLeave });
  const fields: Readonly<Record<FieldName, CardField>> = {
    number: make({ name: "number", autocomplete: "cc-number", format: formatNumber }),
    expiry: make({ name: "expiry", autocomplete: "cc-exp", format: formatExpiry }),
    securityCode: make({
      name: "securityCode",
      id: "security-code",
      style: "code",
      autocomplete: "cc-csc",
      format: (edit) => formatSecurityCode(edit, numberInput.value),
    }),
    holder: make({ name: "holder", autocomplete: "cc-name" }),
  };
  const numberInput = fields.number.input;
  const all = FIELD_NAMES.map((name) => fields[name]);
  const drawBrand = createBrandDisplay(numberInput);
  const notice = makeElement(document, "p", { class: "error message", part: "error message", role: "alert" });
  const group = makeElement(document, "div", { class: "card", part: "card", role: "group" });
  group.append(...all.map(({ element }) => element), notice);
  root.append(group);

  const shown = (): CardField[] => all.filter(({ element }) => !element.hidden);
  const brand = (): CardBrand | undefined => cardBrand(numberInput.value);
  const values = (): CardValues =>
    Object.fromEntries(all.map(({ name, input }) => [name, input.value])) as unknown as CardValues;
  const textOf = (problem: Problem | undefined): string =>
    problem ? texts[problem].replace("{digits}", `${brandRule(numberInput.value).codeDigits ?? "3–4"}`) : "";
  const showBrand = (): void => {
    drawBrand(brand());
    fields.securityCode.input.placeholder = "1234".slice(0, brandRule(numberInput.value).codeDigits ?? 3);
  };
  const judge = (field: CardField): void => field.showProblem(textOf(checkField(field.name, values())));

  function onInput(): void {
    showBrand();
    // What was said to be wrong is taken back as soon as it is right.
    for (const field of shown()) if (field.isWrong() && !checkField(field.name, values())) field.showProblem("");
    onChange(true);
  }
  function onLeave(): void {
    showBrand();
    if (isHeld) isWaiting = true;
    // A field that is still empty is left alone: the shopper may be on the way to it.
    else for (const field of shown()) if (field.isVisited && field.input.value !== "") judge(field);
    onChange(false);
  }

  return {
    fields,
    values,
    brand,
    problems: () =>
      shown().flatMap(({ name, input }) => {
        const problem = checkField(name, values());
        return problem ? [{ name, problem, text: textOf(problem), input }] : [];
      }),
    showProblems: () => shown().forEach(judge),
    showTexts: (now, language, isRightToLeft) => {
      texts = now;
      group.lang = language;
      group.dir = isRightToLeft ? "rtl" : "ltr";
      group.setAttribute("aria-label", texts.group);
      notice.textContent = textOf(message);
      for (const field of all) {
        field.showLabel(texts[field.name]);
        if (field.isWrong()) judge(field);
      }
      numberInput.placeholder = "1234 1234 1234 1234";
      fields.expiry.input.placeholder = texts.expiryFormat;
      showBrand();
    },
    showMessage: (problem) => {
      message = problem;
      notice.textContent = textOf(problem);
    },
    wipe: (names) => {
      for (const name of names) fields[name].wipe();
      showBrand();
    },
    holdBack: (isDown) => {
      isHeld = isDown;
      if (isDown || !isWaiting) return;
      isWaiting = false;
      onLeave();
    },
  };
}
