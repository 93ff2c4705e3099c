import type { JsonInput } from "./json.ts";

/** A file that is sent with a call. */
export interface ApiFile {
  /** The form field it is sent in. */
  readonly field: string;
  readonly name: string;
  readonly content: Blob;
}

/** The parameters of a call by their wire names; those that are undefined are not sent. */
export type ApiParameters = Readonly<Record<string, JsonInput>>;

/** What a call asks, before it is authorised and sent. */
export interface ApiQuestion {
  /** The values of the names in the operation's path. */
  readonly path?: Readonly<Record<string, string>>;
  /** Sent as a query, as JSON or as a form's fields: the operation's row tells which. */
  readonly parameters?: ApiParameters;
  readonly files?: readonly ApiFile[];
}
