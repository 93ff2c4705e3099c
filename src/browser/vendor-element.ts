import { InputError } from "../errors.ts";

/** Where the vendor's script draws. */
export interface DrawnElement {
  readonly element: HTMLElement;
  /** Takes away everything that was drawn. */
  readonly release: () => void;
}

/**
 * Returns the element that the vendor's script looks for by its id: the caller's own where it has that id, else a child
 * made in it.
 *
 * @throws InputError `invalid_argument` for what is no element of the page, or lies in a shadow tree, where the script
 * would not find it; `already_in_use` where another element has the id.
 */
export function placeElement(parent: HTMLElement, id: string): DrawnElement {
  if (typeof parent?.append !== "function" || parent.getRootNode() !== document) {
    throw new InputError("invalid_argument", `"element" must be an element in the page, and in no shadow tree`, {
      field: "element",
    });
  }
  if (parent.id === id) return { element: parent, release: () => parent.replaceChildren() };
  if (document.getElementById(id) !== null) {
    throw new InputError("already_in_use", `the page must have no other element of the id ${id}`, { field: "element" });
  }
  const element = document.createElement("div");
  element.id = id;
  parent.append(element);
  return { element, release: () => element.remove() };
}
