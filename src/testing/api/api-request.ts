import type { JsonValue } from "../../wire/json.ts";
import type { Answer } from "../answers.ts";
import type { GatewayContext } from "../gateway-context.ts";
import type { ApiOperationName } from "../operation-name.ts";

/** A file of a form, its content as a digest. */
export interface SandboxUpload {
  /** The form field it came in. */
  readonly field: string;
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  /** The SHA-256 digest of its content, in hex. */
  readonly sha256: string;
}

/** A call of OPCard, disputes or OPCCOUNT, read and not yet checked. */
export interface ApiRequest {
  readonly operation: ApiOperationName;
  readonly headers: Headers;
  /** The values of the names in the path. */
  readonly path: Readonly<Record<string, string>>;
  /** What a query, a JSON body or a form's fields hold; integers beyond 2^53 as text. */
  readonly parameters: Readonly<Record<string, JsonValue>>;
  /** The same as compact JSON text, value by value, just as it was sent: of a form always texts. */
  readonly texts: ReadonlyMap<string, string>;
  readonly files: readonly SandboxUpload[];
}

/** Answers a call. */
export type ApiHandler = (request: ApiRequest, context: GatewayContext) => Promise<Answer>;

/** A call whose token was good, with the app that it was given to. */
export interface AppRequest extends ApiRequest {
  readonly appKey: string;
}
