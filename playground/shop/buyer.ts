import { areRight, clearProblems, find, value } from "./dom.ts";

/** Calls `go` with who buys whenever the form is sent with all fields right. */
export function onBuyer(go: (buyer: { readonly name: string; readonly email: string }) => Promise<void>): void {
  const form = find<HTMLFormElement>("pay");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (find<HTMLButtonElement>("submit").disabled) return;
    clearProblems(form);
    const wrong: [string, string][] = [];
    if (value("name") === "") wrong.push(["name", "Please enter your name."]);
    if (value("email") === "" || !find<HTMLInputElement>("email").checkValidity()) {
      wrong.push(["email", "Please enter your email address."]);
    }
    if (areRight(wrong)) void go({ name: value("name"), email: value("email") });
  });
}

/** Says on the button what it does, or that it is at work. */
export function setButton(label: string, isBusy = false): void {
  find<HTMLButtonElement>("submit").disabled = isBusy;
  find("submit-label").textContent = label;
}
