/** What of a button a submission goes by. */
const ATTRIBUTES = ["type", "name", "value", "formaction", "formenctype", "formmethod", "formtarget"];

/** Buttons to submit a form by later than they were pressed. */
export interface StandInButton {
  /**
   * Notes a button as it is now, and returns what gives the one to submit by: itself, or a hidden one like it where the page
   * has disabled it against a second click, changed it, or taken it away. Its name and value would be lost otherwise.
   */
  readonly note: (button: HTMLElement | null) => () => HTMLElement | null;
  /** Takes away the hidden one. */
  readonly remove: () => void;
}

export function createStandInButton(form: HTMLFormElement): StandInButton {
  let standIn: HTMLElement | undefined;
  const remove = () => {
    standIn?.remove();
    standIn = undefined;
  };
  return {
    remove,
    note: (button) => {
      if (!button) return () => null;
      const { localName } = button;
      const noted = ATTRIBUTES.map((name) => [name, button.getAttribute(name)] as const);
      return () => {
        const isOwn = button.isConnected && (button as HTMLButtonElement).form === form;
        if (
          isOwn &&
          !button.matches(":disabled") &&
          noted.every(([name, value]) => button.getAttribute(name) === value)
        ) {
          return button;
        }
        remove();
        standIn = document.createElement(localName);
        standIn.hidden = true;
        for (const [name, value] of noted) if (value !== null) standIn.setAttribute(name, value);
        form.append(standIn);
        return standIn;
      };
    },
  };
}
