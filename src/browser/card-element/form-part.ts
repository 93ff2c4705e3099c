import { holdSubmit } from "./hold-submit.ts";

/** What a form part asks of its element. */
export interface FormPartOwner {
  readonly encrypt: () => Promise<string>;
  /** What is to stand in the form beside nothing else, by name. */
  readonly entries: (sealed: string) => Readonly<Record<string, string>>;
  readonly isDisabled: () => boolean;
  /** The browser itself has sent the form. */
  readonly onSent: () => void;
  readonly onChange: () => void;
}

/** The element's part in its form: the ciphertext, for as long as the form is being submitted, and nothing else ever. */
export interface FormPart {
  readonly isSealed: () => boolean;
  /** Joins a form, or leaves the one it is in. */
  readonly join: (form: HTMLFormElement | null) => void;
  /** Takes the ciphertext out of the form. */
  readonly drop: () => void;
}

export function createFormPart(internals: ElementInternals | undefined, owner: FormPartOwner): FormPart {
  let sealed: string | undefined;
  let release: (() => void) | undefined;

  const seal = async (): Promise<void> => {
    sealed = await owner.encrypt();
    const data = new FormData();
    for (const [name, value] of Object.entries(owner.entries(sealed))) data.append(name, value);
    // No state: a browser would keep it with its history, to restore the form from.
    internals?.setFormValue(data, null);
    owner.onChange();
  };
  const drop = (): void => {
    sealed = undefined;
    internals?.setFormValue(null);
    owner.onChange();
  };
  /** Takes it out again: now where the browser is sending it, else when the page's listeners have had their turn. */
  const unseal = (hasLeft: boolean): void => {
    const mine = sealed;
    if (hasLeft) owner.onSent();
    else setTimeout(() => sealed === mine && drop());
  };

  return {
    isSealed: () => sealed !== undefined,
    drop,
    join: (form) => {
      release?.();
      const takesPart = (submitter: HTMLElement | null): boolean => {
        const button = submitter as HTMLButtonElement | null;
        // A dialog is only closed, and a button that skips validation ("Save for later") is not one to pay by.
        const method = button?.getAttribute("formmethod") ?? form?.getAttribute("method");
        return !owner.isDisabled() && !button?.formNoValidate && method?.toLowerCase() !== "dialog";
      };
      release = form ? holdSubmit(form, { takesPart, seal, unseal }) : undefined;
    },
  };
}
