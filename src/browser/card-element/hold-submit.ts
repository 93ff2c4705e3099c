/** What holds a form back until it has what the form may send. */
export interface FormSeal {
  /** Whether it has a part in what this button submits. */
  readonly takesPart: (submitter: HTMLElement | null) => boolean;
  /** Puts in what the form may send. Rejects where there is nothing: then the form stays. */
  readonly seal: () => Promise<unknown>;
  /** Puts in again what was sealed for a submission that the page held up, and returns whether there was anything. */
  readonly sealAgain: () => boolean;
  /** Takes it out again. `hasLeft`: whether the browser is sending the form; `isRead`: or the page has read it, to send it. */
  readonly unseal: (hasLeft: boolean, isRead: boolean) => void;
  /** Forgets what was sealed. */
  readonly drop: () => void;
  /** Whether the browser has just been sending the form: a second click sends nothing twice. */
  readonly isLeaving: () => boolean;
}

/**
 * Holds a form's submissions back, each until it is sealed, and submits it then by the same button: the page's own
 * listeners see the second event only. Another submission meanwhile is dropped. Returns what ends that.
 */
export function holdSubmit(form: HTMLFormElement, seals: FormSeal): () => void {
  let state: "idle" | "sealing" | "sending" = "idle";
  let sent: SubmitEvent | undefined;
  let isRead = false;
  let isOver = false;

  const send = async (submitter: HTMLElement | null): Promise<void> => {
    const submit = byButton(form, submitter);
    state = "sealing";
    sent = undefined;
    isRead = false;
    try {
      // At least until this event is over, or the browser would drop the second one. Cryptography may be as fast as that.
      await Promise.all([seals.seal(), new Promise((resolve) => setTimeout(resolve))]);
      state = "sending";
      if (!isOver) submit();
    } finally {
      state = "idle";
      if (isOver) seals.drop();
      else seals.unseal(isGone(sent), isRead);
    }
  };
  const hold = (event: SubmitEvent): void => {
    if (event.target !== form) return;
    if (state === "sending") {
      sent = event;
      return;
    }
    if (!seals.takesPart(event.submitter)) return;
    if (state === "idle" && !seals.isLeaving() && seals.sealAgain()) {
      isRead = false;
      // When the page's listeners have had their turn.
      setTimeout(() => seals.unseal(isGone(event), isRead));
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    // What went wrong is shown in the fields, or was reported with the configuration.
    if (state === "idle" && !seals.isLeaving()) send(event.submitter).catch(() => {});
  };
  const read = (): void => {
    isRead = true;
  };
  form.addEventListener("submit", hold, true);
  form.addEventListener("formdata", read, true);
  return () => {
    isOver = true;
    form.removeEventListener("submit", hold, true);
    form.removeEventListener("formdata", read, true);
  };
}

function isGone(event: SubmitEvent | undefined): boolean {
  return event !== undefined && !event.defaultPrevented;
}

/**
 * Returns what submits a form by a button as the button is now. By the time it is called the page may have disabled it
 * against a second click, or taken it away: one like it stands in then, or its name and value would be lost.
 */
function byButton(form: HTMLFormElement, button: HTMLElement | null): () => void {
  const standIn = button?.cloneNode() as HTMLButtonElement | undefined;
  return () => {
    // By the prototype: a control of the form may have this name.
    const submit = (by: HTMLElement | null): void => HTMLFormElement.prototype.requestSubmit.call(form, by);
    const isOwn = (button as HTMLButtonElement | null)?.form === form && !button?.matches(":disabled");
    if (isOwn || !standIn) return submit(isOwn ? button : null);
    standIn.hidden = true;
    standIn.disabled = false;
    standIn.removeAttribute("id");
    form.append(standIn);
    submit(standIn);
    standIn.remove();
  };
}
