/** Returns the button that Enter presses in a form: its first. */
export function defaultButton(form: HTMLFormElement): HTMLButtonElement | undefined {
  return [...form.elements].find((control) => isSubmit(control)) as HTMLButtonElement | undefined;
}

/** Tells whether something is a button that submits a form. */
export function isSubmit(target: EventTarget): target is HTMLButtonElement {
  return (target as HTMLButtonElement).type === "submit" && "form" in target;
}

/** Returns the first control of a form that is wrong: where a browser goes when a form can't be submitted. */
export function firstInvalid(form: HTMLFormElement): Element | null {
  return form.querySelector(":invalid:not(fieldset)");
}
