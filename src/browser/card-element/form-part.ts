import { asksForCard } from "../asks-for-card.ts";
import { holdSubmit } from "./hold-submit.ts";

/** How long a page may hold a submission up, to ask a captcha say, before the card is to be encrypted anew. */
const KEPT_MS = 5 * 60_000;
/** How long after the browser sent the form another submission is taken for a second click: then the card is over. */
const LEAVING_MS = 10_000;

/** What a form part asks of its element. */
export interface FormPartOwner {
  readonly encrypt: () => Promise<string>;
  /** What is to stand in the form, by name, and nothing else. */
  readonly entries: (sealed: string) => Readonly<Record<string, string>>;
  readonly isDisabled: () => boolean;
  /** Whether the shopper is pressing the button just now. */
  readonly isPressed: () => boolean;
  /** The browser has sent the form, and the page is still there: it went into another window, or nobody answers. */
  readonly onSent: () => void;
  readonly onChange: () => void;
}

/** The element's part in its form: the ciphertext, for as long as the form is being submitted, and nothing else ever. */
export interface FormPart {
  /** Whether there is a ciphertext of what was typed, for this submission or for one that the page held up. */
  readonly isSealed: () => boolean;
  /** Joins a form, or leaves the one it is in. */
  readonly join: (form: HTMLFormElement | null) => void;
  /** Forgets the ciphertext. */
  readonly drop: () => void;
}

export function createFormPart(internals: ElementInternals | undefined, owner: FormPartOwner): FormPart {
  let sealed: string | undefined;
  let isLeaving = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let release: (() => void) | undefined;

  const put = (cardData: string): void => {
    sealed = cardData;
    const data = new FormData();
    for (const [name, value] of Object.entries(owner.entries(cardData))) data.append(name, value);
    // No state: a browser would keep it with its history, to restore the form from.
    internals?.setFormValue(data, null);
    owner.onChange();
  };
  const drop = (): void => {
    clearTimeout(timer);
    sealed = undefined;
    isLeaving = false;
    internals?.setFormValue(null);
    owner.onChange();
  };
  const seals = {
    // What was kept of an earlier submission is over: another try must not prolong its time.
    seal: async () => {
      drop();
      put(await owner.encrypt());
    },
    // Who presses the button is asked for the security code again. A page that submits by itself goes on where it was.
    sealAgain: () => {
      if (sealed === undefined || owner.isPressed()) return false;
      put(sealed);
      return true;
    },
    /** Takes it out of the form when the page's listeners have had their turn, and forgets it after a while. */
    unseal: (hasLeft: boolean, isRead: boolean) => {
      const mine = sealed;
      if (mine === undefined) return;
      isLeaving = hasLeft;
      clearTimeout(timer);
      timer = hasLeft ? setTimeout(owner.onSent, LEAVING_MS) : setTimeout(drop, isRead ? 0 : KEPT_MS);
      setTimeout(() => sealed === mine && internals?.setFormValue(null));
    },
    drop,
    isLeaving: () => isLeaving,
  };

  return {
    isSealed: () => sealed !== undefined,
    drop,
    join: (form) => {
      release?.();
      const takesPart = (submitter: HTMLElement | null): boolean => !owner.isDisabled() && asksForCard(form, submitter);
      release = form ? holdSubmit(form, { ...seals, takesPart }) : undefined;
    },
  };
}
