import type { WireFields } from "../wire/signing.ts";
import type { CallFault } from "./faults.ts";
import { toXml } from "./gateway-xml.ts";

/** What a call does when it is let through. */
export type Call = () => Promise<WireFields>;

/** How a faulty call behaves. `stall` waits as long as the sandbox keeps callers waiting. */
type FaultyCall = (call: Call, stall: () => Promise<void>) => Promise<Response>;

/** The behaviour of each fault of a call, and of none: one row each. */
const BEHAVIOURS: Readonly<Record<CallFault | "none", FaultyCall>> = {
  none: async (call) => xmlResponse(toXml(await call())),
  "timeout-before": async (_call, stall) => {
    await stall();
    return new Response("", { status: 504 });
  },
  "timeout-during": async (call, stall) => {
    const whole = new TextEncoder().encode(toXml(await call()));
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(whole.slice(0, whole.length / 2)),
      pull: async (controller) => {
        await stall();
        controller.close();
      },
    });
    return xmlResponse(body);
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
  "truncated-xml": async (call) => {
    const whole = toXml(await call());
    return xmlResponse(whole.slice(0, whole.length / 2));
  },
  "wrong-signature": async (call) => {
    const { signValue = "", ...fields } = await call();
    const first = signValue.startsWith("0") ? "1" : "0";
    return xmlResponse(toXml({ ...fields, signValue: first + signValue.slice(1) }));
  },
  redirect: async () => new Response(null, { status: 307, headers: { location: "https://redirected.invalid/" } }),
};

/** Returns the answer to a call, as a fault has it. */
export function answerCall(fault: CallFault | undefined, call: Call, stall: () => Promise<void>): Promise<Response> {
  return BEHAVIOURS[fault ?? "none"](call, stall);
}

function xmlResponse(body: string | ReadableStream): Response {
  return new Response(body, { headers: { "content-type": "application/xml; charset=UTF-8" } });
}
