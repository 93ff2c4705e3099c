/** What holds a form back until it has what the form may send. */
export interface FormSeal {
  /** Whether it has a part in what this button submits. */
  readonly takesPart: (submitter: HTMLElement | null) => boolean;
  /** Puts in what the form may send. Rejects where there is nothing: then the form stays. */
  readonly seal: () => Promise<unknown>;
  /** Takes it out again. `hasLeft`: whether the browser itself is sending the form. */
  readonly unseal: (hasLeft: boolean) => void;
}

/**
 * Holds a form's submissions back, each until it is sealed, and submits it then by the same button: the page's own
 * listeners see the second event only. Another submission meanwhile is dropped. Returns what ends that.
 */
export function holdSubmit(form: HTMLFormElement, { takesPart, seal, unseal }: FormSeal): () => void {
  let state: "idle" | "sealing" | "sending" = "idle";
  let sent: SubmitEvent | undefined;
  let isOver = false;

  const send = async (submitter: HTMLElement | null): Promise<void> => {
    state = "sealing";
    sent = undefined;
    try {
      // At least until this event is over, or the browser would drop the second one. Cryptography may be as fast as that.
      await Promise.all([seal(), new Promise((resolve) => setTimeout(resolve))]);
      if (isOver) return;
      state = "sending";
      // The button may have left the form meanwhile.
      const isOwn = (submitter as HTMLButtonElement | null)?.form === form;
      // By the prototype: a control of the form may have this name.
      HTMLFormElement.prototype.requestSubmit.call(form, isOwn ? submitter : null);
    } finally {
      state = "idle";
      unseal(sent !== undefined && !(sent as SubmitEvent).defaultPrevented);
    }
  };
  const hold = (event: SubmitEvent): void => {
    if (event.target !== form) return;
    if (state === "sending") {
      sent = event;
      return;
    }
    if (!takesPart(event.submitter)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // What went wrong is shown in the fields, or was reported with the configuration.
    if (state === "idle") send(event.submitter).catch(() => {});
  };
  form.addEventListener("submit", hold, true);
  return () => {
    isOver = true;
    form.removeEventListener("submit", hold, true);
  };
}
