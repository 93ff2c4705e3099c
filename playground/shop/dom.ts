/** Returns an element of the page, which is there. */
export function find<Found extends HTMLElement = HTMLElement>(id: string): Found {
  return document.getElementById(id) as Found;
}

/** Returns what is typed into a field. */
export function value(id: string): string {
  return find<HTMLInputElement>(id).value.trim();
}

/** Returns a new element with a text. */
export function element(tag: string, text: string, className = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}

/** Returns a term and its description, in an element of their own. */
export function pair(name: string, text: string): HTMLElement {
  const holder = document.createElement("div");
  holder.append(element("dt", name), element("dd", text));
  return holder;
}

/** Returns an amount as people read it. */
export function price(amount: string, currency: string): string {
  return new Intl.NumberFormat("en", { style: "currency", currency }).format(Number(amount));
}

/** Sends JSON to the server. */
export function post(path: string, body: object = {}): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Sends JSON to the server and returns the members of its answer; none where no answer can be read. */
export async function ask<Answer extends object>(path: string, body: object = {}): Promise<Partial<Answer>> {
  try {
    return (await (await post(path, body)).json()) as Answer;
  } catch {
    return {};
  }
}

/** Says a problem, and brings it to the reader's attention. */
export function showProblem(text: string): void {
  const problem = find("problem");
  problem.textContent = text;
  problem.hidden = false;
  problem.focus();
}

/** Says beside a field what is wrong with it. */
export function markField(id: string, text: string): void {
  find(id).setAttribute("aria-invalid", "true");
  find(`${id}-error`).textContent = text;
}

/** Takes back all that was said. */
export function clearProblems(form: HTMLFormElement): void {
  find("problem").hidden = true;
  for (const input of form.querySelectorAll("input[aria-describedby]")) {
    input.removeAttribute("aria-invalid");
    find(`${input.id}-error`).textContent = "";
  }
}

/** Marks every field that is wrong, goes to the first, and tells whether none is. */
export function areRight(wrong: readonly (readonly [id: string, text: string])[]): boolean {
  for (const [id, text] of wrong) markField(id, text);
  const [first] = wrong;
  if (first) find(first[0]).focus();
  return wrong.length === 0;
}
