import type { AnswerContext } from "../results/plain-answer.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { OperationName } from "../wire/operations.ts";
import type { WireFields } from "../wire/signing.ts";

/** What every input may name. */
export interface CallInput {
  readonly terminal?: string | undefined;
}

/** A message of the merchant's: how its input becomes fields. */
export interface MessageRow<Input extends CallInput> {
  /** Its row of the operations table. */
  readonly operation: OperationName;
  readonly parse: (input: unknown) => Input;
}

/** A message that is a form: sent by the server, or handed to a page. */
export interface FormRow<Input extends CallInput> extends MessageRow<Input> {
  readonly build: (input: Input, merchant: Merchant) => WireFields;
}

/** A call whose question is a form and whose answer is XML. */
export interface FormCall<Input extends CallInput, Result> extends FormRow<Input> {
  readonly read: (body: string, context: AnswerContext) => Result | Promise<Result>;
}

/** A call whose question and answer are JSON. */
export interface JsonCall<Input extends CallInput, Result> extends MessageRow<Input> {
  readonly buildJson: (input: Input, merchant: Merchant) => object;
  readonly read: (body: string, context: AnswerContext) => Result | Promise<Result>;
}

/** A call, of either kind. */
export type CallRow<Input extends CallInput, Result> = FormCall<Input, Result> | JsonCall<Input, Result>;
