import { fromForm, toForm } from "../../src/wire/form.ts";
import { openCases } from "./case.ts";

export const formCases = openCases("form", {
  "fields are written as WHATWG's urlencoded": (t) => {
    t.equal(toForm({ a: "1 2", b: "é€😀", c: "&=+%", d: "" }), "a=1+2&b=%C3%A9%E2%82%AC%F0%9F%98%80&c=%26%3D%2B%25&d=");
    t.equal(toForm({ a: undefined, b: "x" }), "b=x", "a field without a value");
  },

  "fields are read back exactly": (t) => {
    t.equal(fromForm("a=1+2&b=%C3%A9&c=%26%3D%2B&d&e="), { a: "1 2", b: "é", c: "&=+", d: "", e: "" });
    t.equal(fromForm(""), {});
    t.equal(Object.keys(fromForm("__proto__=1&constructor=2")), ["__proto__", "constructor"]);
  },

  "a field that stands twice, and a broken escape, are refused": async (t) => {
    for (const text of ["a=1&a=2", "a=1&%61=2", "=1", "a=1&&b=2", "a=%", "a=%zz", "a=%C3%28"]) {
      await t.refuses("malformed_form", () => fromForm(text));
    }
  },
});
