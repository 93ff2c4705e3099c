/** How a shopper submits the form that the element is in. */
export interface SubmitKeys {
  /** A submit button of the form was pressed in this task. */
  readonly isPressed: () => boolean;
  /** Looks at a click anywhere in the page. */
  readonly onClick: (event: Event) => void;
  /** Submits the form on Enter, as an input of its own would. */
  readonly onKey: (event: KeyboardEvent) => void;
}

export function createSubmitKeys(formNow: () => HTMLFormElement | null): SubmitKeys {
  let isPressed = false;
  return {
    isPressed: () => isPressed,
    onClick: (event) => {
      isPressed = event.composedPath().some((target) => isSubmit(target) && target.form === formNow());
      if (isPressed) setTimeout(() => (isPressed = false));
    },
    onKey: ({ key, keyCode, isComposing }) => {
      const form = formNow();
      // 229 is an input method's: Safari says no more of the Enter that ends a composition.
      if (key !== "Enter" || isComposing || keyCode === 229 || !form) return;
      const button = defaultButton(form);
      if (button) button.click();
      // By the prototype: a control of the form may have this name.
      else HTMLFormElement.prototype.requestSubmit.call(form);
    },
  };
}

/** Returns the first control of a form that is wrong: where a browser goes when a form can't be submitted. */
export function firstInvalid(form: HTMLFormElement): Element | undefined {
  return controlsOf(form, ":invalid:not(fieldset)")[0];
}

/** Returns the button that Enter presses in a form: its first, wherever in the page it stands. */
function defaultButton(form: HTMLFormElement): HTMLButtonElement | undefined {
  return controlsOf(form, "button,input").find(isSubmit);
}

/** Not by `elements` of the form: one of them may have this name. */
function controlsOf(form: HTMLFormElement, selector: string): readonly HTMLButtonElement[] {
  const controls = (form.getRootNode() as ParentNode).querySelectorAll<HTMLButtonElement>(selector);
  return [...controls].filter((control) => control.form === form);
}

function isSubmit(target: EventTarget): target is HTMLButtonElement {
  return ["submit", "image"].includes((target as HTMLButtonElement).type) && "form" in target;
}
