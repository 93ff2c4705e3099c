import { isOceanpaymentError } from "../errors.ts";
import { readBody } from "../http/read-body.ts";
import { mediaType } from "../http/send.ts";
import { fromForm } from "../wire/form.ts";
import { operations } from "../wire/operations.ts";
import { sign, type WireFields } from "../wire/signing.ts";
import { hasControl } from "../wire/xml-text.ts";
import { answerCall, type Call } from "./call-faults.ts";
import { challengePage, challengeStyle, returnPage, returnScript } from "./challenge-pages.ts";
import { payDirectly, type Refusal, type SandboxTerminal, UNSIGNED_REFUSALS } from "./direct-pay.ts";
import { CALL_FAULTS, type FaultSwitch } from "./faults.ts";
import { toResultFields, toXml } from "./gateway-xml.ts";
import { type NoticeContext, queueNotice } from "./notices.ts";
import type { SandboxPayment, SandboxState } from "./sandbox-state.ts";
import { createTurns } from "./turns.ts";

/** What the simulated gateway is made of. */
export interface GatewayContext {
  readonly origin: string;
  readonly account: string;
  readonly terminals: readonly SandboxTerminal[];
  readonly privateKey: JsonWebKey;
  readonly state: SandboxState;
  readonly faults: FaultSwitch;
  readonly now: () => number;
  readonly stallMs: number;
  readonly noticeContext: NoticeContext;
}

/** The simulated gateway's own doing, without its keys and queues. */
export interface Gateway {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly settle: (paymentId: string, decision: "approve" | "decline") => Promise<void>;
}

type Handler = (fields: WireFields) => Promise<WireFields>;

const CHALLENGE_PATH = "/sandbox/3ds/";
const MOST_FORM_BYTES = 1024 * 1024;

/** How a pending payment ends. */
const SETTLED = {
  approve: { status: "1", details: "80000:Transaction Approved" },
  decline: { status: "0", details: "80012:Transaction Declined" },
  confirm: { status: "1", details: "80000:Transaction Approved" },
  reject: { status: "0", details: "80091:Cardholder failed 3-D Secure" },
} as const;

/** Returns the simulated gateway over its state. */
export function createGateway(context: GatewayContext): Gateway {
  const { state, now } = context;
  const inTurn = createTurns();
  const secureCodeOf = (terminal = "") =>
    context.terminals.find((item) => item.terminal === terminal)?.secureCode ?? "";
  const payUrl = ({ challenge, status }: SandboxPayment) =>
    challenge && status === "-1" ? `${context.origin}${CHALLENGE_PATH}${challenge}` : undefined;

  async function notify(payment: SandboxPayment): Promise<void> {
    const fields = await toResultFields(payment, { responseType: "1", secureCode: secureCodeOf(payment.terminal) });
    await queueNotice(
      { paymentId: payment.paymentId, url: payment.noticeUrl, body: toXml(fields) },
      context.noticeContext,
    );
  }

  /** Ends a payment that is still pending. Reads it within its turn: two answers at once end it once. */
  async function end(paymentId: string, how: keyof typeof SETTLED): Promise<SandboxPayment | undefined> {
    const payment = await state.payment(paymentId);
    if (payment?.status !== "-1") return payment;
    const ended = { ...payment, ...SETTLED[how], endedAtMs: now() };
    await state.savePayment(ended);
    await notify(ended);
    return ended;
  }

  const pay: Handler = async (fields) => {
    const outcome = await payDirectly(fields, { ...context, nowMs: now() });
    if (isRefusal(outcome)) return refuse(fields, outcome, secureCodeOf(fields.terminal));
    await state.savePayment(outcome);
    await notify(outcome);
    const secureCode = secureCodeOf(outcome.terminal);
    return toResultFields(outcome, { responseType: "0", secureCode, payUrl: payUrl(outcome) });
  };

  const calls: Readonly<Record<string, Handler>> = { [operations["payments.pay"].path as string]: pay };

  async function challenge(request: Request, token: string): Promise<Response> {
    const payment = await state.challenged(token);
    if (!payment) return new Response("No such payment", { status: 404 });
    if (request.method !== "POST" && payment.status === "-1") return html(challengePage(payment), "'self'");
    const { answer } = request.method === "POST" ? fromForm(await readBody(request.body, MOST_FORM_BYTES)) : {};
    const ended = (await inTurn(() => end(payment.paymentId, answer === "confirm" ? "confirm" : "reject"))) ?? payment;
    const secureCode = secureCodeOf(ended.terminal);
    const fields = await toResultFields(ended, { responseType: "0", secureCode });
    return html(returnPage(ended.backUrl, fields), new URL(ended.backUrl).origin);
  }

  async function route(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/sandbox/style.css") return file(challengeStyle, "text/css");
    if (pathname === "/sandbox/return.js") return file(returnScript, "text/javascript");
    if (pathname.startsWith(CHALLENGE_PATH)) return challenge(request, pathname.slice(CHALLENGE_PATH.length));
    const handler = Object.hasOwn(calls, pathname) ? calls[pathname] : undefined;
    if (!handler) return new Response("Not Found", { status: 404 });
    if (request.method !== "POST") return new Response("Method Not Allowed", { status: 405 });
    if (mediaType(request.headers.get("content-type")) !== "application/x-www-form-urlencoded") {
      return new Response("Unsupported Media Type", { status: 415 });
    }
    const fields = fromForm(await readBody(request.body, MOST_FORM_BYTES));
    const call: Call = () => inTurn(() => handler(fields));
    return answerCall(context.faults.draw(CALL_FAULTS), call, () => stall(context.stallMs, request.signal));
  }

  return {
    fetch: async (request) => {
      try {
        return await route(request);
      } catch (error) {
        if (isOceanpaymentError(error)) return new Response("Bad Request", { status: 400 });
        throw error;
      }
    },
    settle: async (paymentId, decision) => {
      await inTurn(() => end(paymentId, decision));
    },
  };
}

function isRefusal(outcome: SandboxPayment | Refusal): outcome is Refusal {
  return Array.isArray(outcome);
}

/**
 * A refusal has the shape of a result. Whether the live gateway signs it no source states: here it is signed, except to
 * those who did not sign themselves, or the gateway would sign whatever anybody asks for.
 */
async function refuse(fields: WireFields, [code, text]: Refusal, secureCode: string): Promise<WireFields> {
  const names = ["account", "terminal", "methods", "order_number", "order_currency", "order_amount", "order_notes"];
  const echoed = Object.fromEntries(names.map((name) => [name, hasControl(fields[name] ?? "") ? "" : fields[name]]));
  const answer: WireFields = {
    ...echoed,
    payment_id: "",
    payment_authType: "0",
    payment_status: "0",
    payment_details: `${code}:${text}`,
    payment_risk: "",
  };
  const isTrusted = secureCode !== "" && !UNSIGNED_REFUSALS.includes(code);
  const signValue = isTrusted ? (await sign(operations.paymentResult, answer, secureCode)).toUpperCase() : "";
  return { ...answer, signValue };
}

function stall(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function html(body: string, formAction: string): Response {
  return new Response(body, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'self'; script-src 'self'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
    },
  });
}

function file(body: string, type: string): Response {
  return new Response(body, { headers: { "content-type": `${type}; charset=utf-8` } });
}
