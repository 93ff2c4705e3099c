import type { Fields } from "../edge/merchant.ts";

/**
 * One input of an operation, where it goes, and exactly the fields that go with it but for the signature: of each page
 * where there are several.
 */
export type FormCase = readonly [
  operation: string,
  name: string,
  input: unknown,
  url: string | undefined,
  ...fields: readonly Fields[],
];

/** One input of a JSON operation, where it goes, its terminal, and exactly the body. */
export type JsonCase = readonly [
  operation: string,
  name: string,
  input: unknown,
  url: string,
  terminal: string,
  body: unknown,
];
