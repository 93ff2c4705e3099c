import { type Answer, toResponse } from "./answers.ts";
import type { CallFault } from "./faults.ts";

/** What a call does when it is let through. */
export type Call = () => Promise<Answer>;

/** How a faulty call behaves. `stall` waits as long as the sandbox keeps callers waiting. */
type FaultyCall = (call: Call, stall: () => Promise<void>) => Promise<Response>;

/** The behaviour of each fault of a call, and of none: one row each. */
const BEHAVIOURS: Readonly<Record<CallFault | "none", FaultyCall>> = {
  none: async (call) => toResponse(await call()),
  "timeout-before": async (_call, stall) => {
    await stall();
    return new Response("", { status: 504 });
  },
  "timeout-during": async (call, stall) => {
    const { status, headers, body } = await call();
    const whole = new TextEncoder().encode(body);
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(whole.slice(0, whole.length / 2)),
      pull: async (controller) => {
        await stall();
        controller.close();
      },
    });
    return new Response(stream, { status, headers });
  },
  "timeout-after": async (call, stall) => {
    await call();
    await stall();
    return new Response("", { status: 504 });
  },
  "http-500": async () => new Response("Internal Server Error", { status: 500 }),
  "html-error": async () =>
    new Response("<!DOCTYPE html><html><body><h1>Service unavailable</h1><br></body></html>", {
      headers: { "content-type": "text/html; charset=utf-8" },
    }),
  "truncated-answer": async (call) => {
    const answer = await call();
    return toResponse({ ...answer, body: answer.body.slice(0, answer.body.length / 2) });
  },
  "wrong-signature": async (call) => {
    const answer = await call();
    return toResponse({ ...answer, body: answer.misSignedBody });
  },
  redirect: async () => new Response(null, { status: 307, headers: { location: "https://redirected.invalid/" } }),
};

/** Returns the answer to a call, as a fault has it. */
export function answerCall(fault: CallFault | undefined, call: Call, stall: () => Promise<void>): Promise<Response> {
  return BEHAVIOURS[fault ?? "none"](call, stall);
}
