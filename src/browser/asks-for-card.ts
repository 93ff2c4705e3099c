/**
 * Tells whether a submission may pay, and so must hold a card: a dialog is only closed, and a button that skips validation
 * ("Save for later") is not one to pay by.
 */
export function asksForCard(form: HTMLFormElement | null, submitter: HTMLElement | null): boolean {
  const button = submitter as HTMLButtonElement | null;
  const method = button?.getAttribute("formmethod") ?? form?.getAttribute("method");
  return !button?.formNoValidate && method?.toLowerCase() !== "dialog";
}
