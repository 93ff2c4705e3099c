import { TransportError } from "../errors.ts";
import { type ObjectProtocol, toAddress } from "./durable-protocol.ts";

/** One Durable Object as others see it: the part that is used. */
export interface ObjectStub {
  readonly fetch: (
    address: string,
    init: { readonly method: string; readonly body: string },
  ) => Promise<{ readonly ok: boolean; readonly text: () => Promise<string> }>;
}

/** A question to an object. */
export interface ObjectQuestion<Method extends string> {
  readonly protocol: ObjectProtocol<Method>;
  readonly method: Method;
  readonly values: readonly unknown[];
}

/**
 * Asks a Durable Object, and returns its answer.
 *
 * @throws TransportError `connection_failed` where it does not answer.
 */
export async function askObject<Answer, Method extends string>(
  stub: () => ObjectStub,
  { protocol, method, values }: ObjectQuestion<Method>,
): Promise<Answer> {
  try {
    const response = await stub().fetch(toAddress(protocol, method), { method: "POST", body: JSON.stringify(values) });
    const text = await response.text();
    if (response.ok) return (JSON.parse(text) as { readonly answer: Answer }).answer;
  } catch {
    // What the runtime throws says nothing that a caller could decide by.
  }
  throw new TransportError("connection_failed", `the Durable Object that keeps the ${protocol.kept} did not answer`);
}
