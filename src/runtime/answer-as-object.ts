import { fromAddress, type ObjectProtocol } from "./durable-protocol.ts";

/** How an object answers. */
export interface ObjectAnswers<Method extends string> {
  readonly protocol: ObjectProtocol<Method>;
  readonly answer: (method: Method, values: readonly unknown[]) => Promise<unknown>;
  /** Told what answering threw. */
  readonly onError: (error: unknown) => unknown;
}

/** Answers a question within a Durable Object: 404 to what is none, 500 where answering throws. */
export async function answerAsObject<Method extends string>(
  request: Request,
  { protocol, answer, onError }: ObjectAnswers<Method>,
): Promise<Response> {
  const method = fromAddress(protocol, request.url);
  if (!method) return new Response(null, { status: 404 });
  try {
    const values = (await request.json()) as readonly unknown[];
    return Response.json({ answer: await answer(method, values) });
  } catch (error) {
    await tell(onError, error);
    return new Response(null, { status: 500 });
  }
}

/** Tells what went wrong. Telling must not go wrong itself. */
export async function tell(onError: (error: unknown) => unknown, error: unknown): Promise<void> {
  try {
    await onError(error);
  } catch {
    // Nobody is left to be told.
  }
}
