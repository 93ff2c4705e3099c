import { toHex } from "../bytes/hex.ts";
import { randomBytes } from "../bytes/random.ts";
import { assertServer, type GuardOptions } from "../edge/guard.ts";
import { type Fetch } from "../http/send.ts";
import type { PaymentsConfig } from "../schema/payments-config.ts";
import type { SandboxTerminal } from "./direct-pay.ts";
import { createFaultSwitch, type Fault } from "./faults.ts";
import { createGateway } from "./gateway.ts";
import { type Delivery, deliverNotices, type NoticeContext } from "./notices.ts";
import { createPrivateKey, toPublicKeyHex } from "./sandbox-keys.ts";
import { createSandboxState, type SandboxPayment } from "./sandbox-state.ts";
import { createTurns } from "./turns.ts";
import { createMemoryStore, type SandboxStore } from "./sandbox-store.ts";

/** At most five tries (stated, protocol.md §6.7). */
const MOST_ATTEMPTS = 5;

/** How a simulated gateway is made. */
export interface SandboxOptions extends GuardOptions {
  /** Where it is reached: the beginning of its `pay_url`. Default `https://sandbox.test`. */
  readonly origin?: string | undefined;
  /** Default `900001`. */
  readonly account?: string | undefined;
  /** Default one terminal, `90000101`, with a fresh secret. */
  readonly terminals?: readonly SandboxTerminal[] | undefined;
  /** The private key that opens card data. Default a fresh one. */
  readonly privateKey?: JsonWebKey | undefined;
  /** Where its state is kept. Default memory. */
  readonly store?: SandboxStore | undefined;
  /** How notifications leave. Default the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** The clock, Unix milliseconds. */
  readonly now?: (() => number) | undefined;
  /** What goes wrong from the start. */
  readonly faults?: readonly Fault[] | undefined;
  /** Where the row of random choices begins: the same seed gives the same run. Default 1. */
  readonly seed?: number | undefined;
  /** The pause before each delivery of a notification, five at the most. Default 0, 1, 2, 4 and 8 seconds. */
  readonly noticeDelaysMs?: readonly number[] | undefined;
  /** How late a late notification is. Default 5,000 ms. */
  readonly lateMs?: number | undefined;
  /** How long a timed-out caller is kept waiting. Default 60,000 ms. */
  readonly stallMs?: number | undefined;
}

/** A simulated Oceanpayment gateway. */
export interface Sandbox {
  /** Answers a request as the gateway would. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Returns the configuration of a client that talks to this sandbox. Its secrets are good for nothing else. */
  readonly paymentsConfig: () => PaymentsConfig;
  /** The public key of every terminal, 256 hex characters. */
  readonly publicKey: string;
  /** Returns the payments of an order, oldest first. */
  readonly payments: (terminal: string, orderNumber: string) => Promise<readonly SandboxPayment[]>;
  /** Ends a pending payment, and notifies. */
  readonly settle: (paymentId: string, decision: "approve" | "decline") => Promise<void>;
  /** Delivers the notifications that are due, and returns what became of each. */
  readonly deliver: () => Promise<readonly Delivery[]>;
  /** Returns when the next notification is due, in Unix milliseconds, or nothing where none waits. */
  readonly nextDeliveryAtMs: () => Promise<number | undefined>;
  /** Replaces the faults that are switched on. */
  readonly setFaults: (faults: readonly Fault[]) => void;
}

/**
 * Returns a simulated gateway: strict, stateful, and built from what is publicly known of Oceanpayment's protocol. It
 * checks signatures and fields, opens card data, decides by test card, answers in signed XML, runs the 3-D Secure step as
 * a page, and notifies with retries. For tests and demonstrations; server only.
 *
 * @throws InputError `server_only`.
 * @example
 * ```ts
 * import { createPayments } from "oceanpayment/edge";
 * import { createSandbox } from "oceanpayment/testing";
 *
 * const sandbox = await createSandbox();
 * const { payments } = createPayments(sandbox.paymentsConfig());
 * ```
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  assertServer(options);
  const {
    origin = "https://sandbox.test",
    account = "900001",
    terminals = [{ terminal: "90000101", secureCode: toHex(randomBytes(16)) }],
    privateKey = await createPrivateKey(),
    store = createMemoryStore(),
    fetch = (input, init) => globalThis.fetch(input, init),
    now = Date.now,
    faults: initialFaults = [],
    seed = 1,
    noticeDelaysMs = [0, 1000, 2000, 4000, 8000],
    lateMs = 5000,
    stallMs = 60_000,
    unsafeAllowDocument,
  } = options;
  const publicKey = toPublicKeyHex(privateKey);
  const state = createSandboxState(store);
  const faults = createFaultSwitch(seed, initialFaults);
  const noticeContext: NoticeContext = {
    state,
    faults,
    fetch,
    now,
    delaysMs: noticeDelaysMs.slice(0, MOST_ATTEMPTS),
    lateMs,
  };
  // A queue of its own: whoever takes a notification may call the gateway meanwhile.
  const deliverInTurn = createTurns();
  const gateway = createGateway({ origin, account, terminals, privateKey, state, faults, now, stallMs, noticeContext });
  return Object.freeze({
    publicKey,
    fetch: gateway.fetch,
    settle: gateway.settle,
    payments: state.paymentsOf,
    deliver: () => deliverInTurn(() => deliverNotices(noticeContext)),
    nextDeliveryAtMs: async () => [...(await state.notices()).values()][0]?.dueAtMs,
    setFaults: faults.set,
    paymentsConfig: () => ({
      environment: { base: "sandbox" as const, hosts: { payment: origin } },
      account,
      terminals: terminals.map(({ terminal, secureCode }) => ({ terminal, secureCode: () => secureCode, publicKey })),
      fetch: (input: string, init?: RequestInit) => gateway.fetch(new Request(input, init)),
      ...(unsafeAllowDocument && { unsafeAllowDocument }),
    }),
  });
}
