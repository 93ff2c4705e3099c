import type { ApiAnswer } from "../results/api-answer.ts";
import type { OpccountOperationName, OpcardOperationName } from "../wire/api-operations.ts";
import type { ApiQuestion } from "../wire/api-question.ts";

/** A call of OPCard, disputes or OPCCOUNT: how its input is checked, its question built and its answer read. */
export interface ApiCall<Input, Result> {
  /** Its row of the service's operations table. */
  readonly operation: OpcardOperationName | OpccountOperationName;
  /** @throws InputError with the field and the shape of what came. */
  readonly parse: (input: unknown) => Input;
  readonly build: (input: Input) => ApiQuestion;
  /** @throws ResponseError `unexpected_answer`. */
  readonly read: (answer: ApiAnswer) => Result;
}
