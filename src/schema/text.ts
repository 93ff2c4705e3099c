import * as v from "valibot";
import { isWellFormed } from "../bytes/utf8.ts";
import { readUrl } from "../environment.ts";
import { cleanValue, isClean } from "../wire/clean.ts";
import { hasControl as hasXmlControl } from "../wire/xml-text.ts";
import { expects } from "./parse.ts";

/** Text of people: cleaned of what breaks signatures, then held against its length in characters (protocol.md §4.2, §6.1). */
export function personText(most: number, least = 0) {
  return v.pipe(
    text(`must be text of ${least} to ${most} characters`),
    v.transform(cleanValue),
    v.check((value) => value !== "" || least === 0, expects("missing_field", `must have at least ${least} character`)),
    v.check((value) => [...value].length <= most, expects("field_too_long", `must have at most ${most} characters`)),
  );
}

/** Text of people that may be left out. */
export function optionalText(most: number) {
  return v.optional(personText(most));
}

/**
 * A name that programs give: printable ASCII without those characters that break signatures (§4.2), and without the comma.
 * Inferred, as the lengths of most are.
 */
export function identifier(most: number) {
  return v.pipe(
    text(`must be text of 1 to ${most} characters`),
    v.check((value) => value !== "", expects("missing_field", "must be given")),
    v.check((value) => value.length <= most, expects("field_too_long", `must have at most ${most} characters`)),
    v.check(
      (value) => /^[!-~]+$/.test(value) && !value.includes(",") && isClean(value),
      expects("invalid_field", "must be printable ASCII without spaces, commas, quotes, < and >"),
    ),
  );
}

/** A number as text, so that no digit is lost. */
export function digits(least: number, most: number, what: string) {
  return v.pipe(
    text(`must be a ${what}`),
    v.check(
      (value) => value.length >= least && value.length <= most && /^\d+$/.test(value),
      expects("invalid_field", `must be a ${what}: text of ${least} to ${most} digits`),
    ),
  );
}

/** Text that may stand in a form and in XML, without control characters. */
export function text(expected: string) {
  return v.pipe(
    v.string(expects("invalid_field", expected)),
    v.check(
      (value) => isWellFormed(value) && !hasControl(value),
      expects("invalid_field", `${expected} without control characters`),
    ),
  );
}

function hasControl(value: string): boolean {
  // What XML can't hold, and what it may hold but no form field of people does.
  return hasXmlControl(value) || [...value].some((character) => "\t\n\r\u007F".includes(character));
}

/** A whole http or https address of at most 500 characters. */
export function webAddress(isAllowed: (url: URL) => boolean, where: string) {
  return v.pipe(
    text("must be a web address"),
    v.check((value) => value.length <= 500, expects("field_too_long", "must have at most 500 characters")),
    v.check(
      (value) => {
        const url = readUrl(value);
        return (
          url !== undefined && /^https?:$/.test(url.protocol) && isClean(value) && !/\s/.test(value) && isAllowed(url)
        );
      },
      expects("invalid_field", `must be a whole http or https address${where}, its quotes, < and > percent-encoded`),
    ),
  );
}
