import * as v from "valibot";
import { expects } from "./parse.ts";
import { text } from "./text.ts";

/** Text of a length in characters, as it is: OPCard's calls have no signature, so there is nothing that breaks one. */
export function opcardText(most: number, least = 0) {
  return v.pipe(
    text(`must be text of ${least} to ${most} characters`),
    v.check((value) => value.trim() !== "" || least === 0, expects("missing_field", "must be given")),
    v.check((value) => [...value].length <= most, expects("field_too_long", `must have at most ${most} characters`)),
  );
}
