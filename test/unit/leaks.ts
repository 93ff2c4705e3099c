import { inspect } from "node:util";
import { expect } from "vitest";
import { isOceanpaymentError, type ErrorCode, type OceanpaymentError } from "../../src/errors.ts";

/** Everything that a log may show of an error. */
export function printed(error: unknown): string {
  const { message, stack } = error as Error;
  return [
    message,
    stack,
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: null, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null }),
  ].join("\n");
}

/** Expects that nothing printed of an error holds any run of so many characters of a value. */
export function expectNoRun(error: unknown, value: string, length: number): void {
  const text = printed(error);
  for (let at = 0; at + length <= value.length; at++) {
    if (text.includes(value.slice(at, at + length))) {
      throw new Error(`the error shows ${length} characters of the value, from position ${at}`);
    }
  }
}

/** Returns the error of a call that must fail with one of this library's errors, of this code and field. */
export async function failure(
  call: () => unknown,
  code: ErrorCode | readonly ErrorCode[],
  field?: string,
): Promise<OceanpaymentError> {
  const error: unknown = await Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  if (!isOceanpaymentError(error))
    throw new Error(`expected the library's error ${String(code)}, got ${typeof error}`, { cause: error });
  expect([code].flat()).toContain(error.code);
  if (field !== undefined) expect(error.field).toBe(field);
  return error;
}
