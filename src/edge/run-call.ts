import type { OrderReference } from "../errors.ts";
import type { CallHooks } from "../http/call-hooks.ts";
import type { AnswerContext } from "../results/plain-answer.ts";
import { type CallOptions, parseCallOptions } from "../schema/call-options.ts";
import type { CheckedTerminal } from "../schema/payments-config.ts";
import type { Merchant } from "../wire/merchant.ts";
import { operations } from "../wire/operations.ts";
import { signRequest } from "../wire/signing.ts";
import type { CallInput, CallRow, FormRow } from "./call.ts";
import { exchange, type ExchangeContext, type Question, toRequest } from "./exchange.ts";
import { flattenJson, maskFields } from "./mask.ts";
import { runAttempts, withOutcome } from "./run-attempts.ts";
import type { Terminals } from "./terminals.ts";

/** What calls are run with. */
export interface CallContext extends ExchangeContext {
  readonly account: string;
  readonly terminals: Terminals;
  readonly hooks: CallHooks;
  readonly timeoutMs: number;
  readonly queryBudgetMs: number;
}

/** A form that a page sends in the merchant's name. */
export interface SignedForm {
  /** Where it goes: an address of the gateway's, by POST. */
  readonly action: string;
  /** Its fields by name, the signature among them. Each is one hidden input. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Runs a call: checks its input, signs and sends its question, reads its answer. A change is sent once, whatever happens;
 * a query again while its budget lasts.
 */
export async function runCall<Input extends CallInput, Result>(
  row: CallRow<Input, Result>,
  input: unknown,
  call: CallOptions | undefined,
  context: CallContext,
): Promise<Result> {
  const checked = row.parse(input);
  const { signal, timeoutMs = context.timeoutMs, budgetMs = context.queryBudgetMs } = parseCallOptions(call);
  const question = ask(row, checked, context);
  const isQuery = question.row.effect === "query";
  const order = referenceOf(checked, question);
  try {
    const request = await toRequest(question, context);
    const { host } = new URL(request.url);
    const event = {
      operation: row.operation,
      host,
      path: question.row.path ?? "",
      fields: maskFields(question.fields),
    };
    return await runAttempts({ event, isQuery, order, hooks: context.hooks, timeoutMs, budgetMs, signal }, (make) =>
      make({
        send: (limits) => exchange(question, request, { context, ...limits }),
        read: (body) => row.read(body, answerContext(question, order, context)),
      }),
    );
  } catch (error) {
    throw withOutcome(error, { isQuery, order });
  }
}

/** Signs a form for a page to send. */
export async function signForm<Input extends CallInput>(
  row: FormRow<Input>,
  input: unknown,
  context: CallContext,
): Promise<SignedForm> {
  const checked = row.parse(input);
  const found = operations[row.operation];
  const { secureCode, merchant } = select(checked, context);
  const fields = row.build(checked, merchant);
  const signValue = await signRequest(found, fields, secureCode);
  const given = Object.entries({ ...fields, signValue }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const path = "path" in found ? found.path : "";
  return Object.freeze({
    action: `${context.environment.hosts[found.host]}${path}`,
    fields: Object.freeze(Object.fromEntries(given)),
  });
}

function ask<Input extends CallInput, Result>(
  row: CallRow<Input, Result>,
  checked: Input,
  context: CallContext,
): Question {
  const found = operations[row.operation];
  const { secureCode, merchant } = select(checked, context);
  if ("build" in row) return { row: found, fields: row.build(checked, merchant), secureCode };
  const json = row.buildJson(checked, merchant);
  const { account, terminal } = merchant;
  return { row: found, fields: { account, terminal, ...flattenJson(json) }, json, secureCode };
}

function select(input: CallInput, context: CallContext): Pick<CheckedTerminal, "secureCode"> & { merchant: Merchant } {
  const { terminal, publicKey, secureCode } = context.terminals.select(input.terminal);
  return { secureCode, merchant: { account: context.account, terminal, publicKey } };
}

function answerContext(
  { row, fields }: Question,
  about: OrderReference,
  { environment, terminals }: CallContext,
): AnswerContext {
  return { row, sent: fields, about, environment, secureCodesOf: terminals.secureCodesOf };
}

/** The members of an input by which the gateway, or the merchant, can find again what a call was about. */
const REFERENCES = [
  "orderNumber",
  "paymentId",
  "refundNumber",
  "refundId",
  "merchantReference",
] as const satisfies readonly (keyof OrderReference)[];

function referenceOf(checked: CallInput, { fields }: Question): OrderReference {
  const { account = "", terminal = "" } = fields;
  const { orderNumbers: [orderNumber, ...others] = [], ...members } = checked as CallInput & {
    readonly orderNumbers?: readonly string[];
  };
  const only = others.length === 0 && orderNumber !== undefined ? { orderNumber } : {};
  const named: Partial<Record<(typeof REFERENCES)[number], string>> = { ...members, ...only };
  const given = REFERENCES.filter((name) => named[name] !== undefined).map((name) => [name, named[name]]);
  return Object.freeze({ account, terminal, ...Object.fromEntries(given) });
}
