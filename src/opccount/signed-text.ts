import type { ApiParameters } from "../wire/api-question.ts";
import { toJson } from "../wire/json.ts";

/**
 * Returns the text that is signed (inferred, protocol.md §8; this is the one place that says it): compact JSON of all
 * parameters but files, plus `timestamp` as text, sorted by name at the top level. What is signed, and that it is sorted, is
 * stated; how it is written is not: the documentation's sample, which cannot run, shows such an object, with the page's
 * numbers as numbers, the currencies as a list, and the timestamp as text.
 *
 * Names are sorted by their code units, as Java and PHP sort them; what is not ASCII stays as it is, and `/` is not
 * escaped.
 */
export function toSignedText(parameters: ApiParameters, timestamp: string): string {
  const members = Object.entries({ ...parameters, timestamp });
  return toJson(Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1))));
}
