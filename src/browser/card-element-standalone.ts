import { defineCardElement } from "./define-card-element.ts";

// The file that a page loads by a plain script element: loading it is all there is to do.
defineCardElement();
