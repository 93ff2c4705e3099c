import { toHex } from "../bytes/hex.ts";
import { randomBytes } from "../bytes/random.ts";
import { assertServer, type GuardOptions } from "../edge/guard.ts";
import { type Fetch } from "../http/send.ts";
import type { PaymentsConfig } from "../schema/payments-config.ts";
import type { ApiSide } from "./api/api-context.ts";
import { readOpccountOptions } from "./api/opccount-side.ts";
import { readOpcardOptions } from "./api/opcard-side.ts";
import { createTokenDigest } from "./api/token-digest.ts";
import { createSandboxApi, type SandboxApi, type SandboxApiOptions } from "./api/sandbox-api.ts";
import { readZone } from "./calendar.ts";
import { changeDispute, type DisputeOptions } from "./disputes.ts";
import { createFaultSwitch, type Fault } from "./faults.ts";
import { createGatewayFetch } from "./gateway.ts";
import type { GatewayContext, SandboxTerminal } from "./gateway-context.ts";
import { INFERRED } from "./inferred.ts";
import { type Delivery, deliverNotices, type NoticeContext } from "./notices.ts";
import { endPayment } from "./payment-life.ts";
import { createQuickpay } from "./quickpay-life.ts";
import { createRequestRecord, type ReceivedRequest } from "./received.ts";
import { endRefund } from "./refunds.ts";
import { createPrivateKey, toPublicKeyHex } from "./sandbox-keys.ts";
import type { SandboxPayment } from "./sandbox-payment.ts";
import { createSandboxState } from "./sandbox-state.ts";
import { createSandboxStore, type SandboxStore } from "./sandbox-store.ts";
import type { CardDecision } from "./test-cards.ts";
import { createTurns } from "./turns.ts";

/** At most five tries (stated, protocol.md §6.7). */
const MOST_ATTEMPTS = 5;

/** How a simulated gateway is made. */
export interface SandboxOptions extends GuardOptions, SandboxApiOptions {
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
  /** The time zone of dates as text, an offset from UTC. Default `+08:00` (inferred). */
  readonly timeZone?: string | undefined;
  /**
   * The addresses that order-management calls may come from: the gateway wants them registered (protocol.md §2). Default
   * any. With it, `addressOf` tells where a request comes from.
   */
  readonly registeredAddresses?: readonly string[] | undefined;
  /** Returns the address a request comes from, by a header of the test's own, say. Default none is known. */
  readonly addressOf?: ((request: Request) => string | undefined) | undefined;
}

/** A stored means of payment, put there by a test. */
export interface StoreQuickpayOptions {
  /** Default the first terminal. */
  readonly terminal?: string | undefined;
  /** Which way charges by it go. Default `"approve"`; a challenge is an approval, since nobody is there to confirm. */
  readonly decision?: CardDecision | undefined;
  /** Default `customer-1`. */
  readonly customerId?: string | undefined;
  /** Default `Credit Card`. */
  readonly methods?: string | undefined;
}

/** A simulated Oceanpayment gateway. */
export interface Sandbox extends SandboxApi {
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
  /** Ends a refund that is in process, and notifies. A failed one gives its amount back. */
  readonly settleRefund: (refundId: string, outcome: "complete" | "fail") => Promise<void>;
  /** Raises or closes a dispute of a payment that succeeded, and notifies. Returns its id, or nothing where none is. */
  readonly dispute: (paymentId: string, options?: DisputeOptions) => Promise<string | undefined>;
  /** Stores a means of payment, and returns its QuickPay id. */
  readonly storeQuickpay: (options?: StoreQuickpayOptions) => Promise<string>;
  /** Returns the last hundred requests, oldest first, as they came: also those that were refused or met a fault. */
  readonly received: () => readonly ReceivedRequest[];
  /** Delivers the notifications that are due, and returns what became of each. */
  readonly deliver: () => Promise<readonly Delivery[]>;
  /** Returns when the next notification is due, in Unix milliseconds, or nothing where none waits. */
  readonly nextDeliveryAtMs: () => Promise<number | undefined>;
  /** Replaces the faults that are switched on. */
  readonly setFaults: (faults: readonly Fault[]) => void;
}

/**
 * Returns a simulated gateway: strict, stateful, and built from what is publicly known of Oceanpayment's protocol. It
 * checks signatures and fields, opens card data, decides by test card, answers every Accept Payments call, runs payment
 * pages and the 3-D Secure step, keeps orders, refunds, disputes and QuickPay ids, and notifies with retries. It issues and
 * ends OPCard's tokens, keeps cards, holders, evidence and files, and checks the signatures of OPCCOUNT, whose funds and
 * withdrawals it keeps. What no source tells of the gateway's answers is inferred. For tests and demonstrations; server only.
 *
 * @throws InputError `server_only`; `invalid_argument` for a time zone that is none.
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
    store = createSandboxStore(),
    fetch = (input, init) => globalThis.fetch(input, init),
    now = Date.now,
    faults: initialFaults = [],
    seed = 1,
    noticeDelaysMs = [0, 1000, 2000, 4000, 8000],
    lateMs = 5000,
    stallMs = 60_000,
    timeZone = INFERRED.timeZone,
    registeredAddresses,
    addressOf,
    unsafeAllowDocument,
    environment = "sandbox",
    opcard = {},
    opccount = {},
    apiMethods = {},
  } = options;
  const publicKey = toPublicKeyHex(privateKey);
  const state = createSandboxState(store, now);
  const faults = createFaultSwitch(seed, initialFaults);
  const noticeContext: NoticeContext = {
    state,
    faults,
    fetch,
    now,
    delaysMs: noticeDelaysMs.slice(0, MOST_ATTEMPTS),
    lateMs,
  };
  const inTurn = createTurns();
  // A queue of its own: whoever takes a notification may call the gateway meanwhile.
  const deliverInTurn = createTurns();
  const keys = { account, terminals, privateKey };
  const zoneMs = readZone(timeZone);
  const callers = { registeredAddresses, addressOf };
  const api: ApiSide = {
    ...{ environment, opcard: readOpcardOptions(opcard), opccount: readOpccountOptions(opccount) },
    ...{
      methods: apiMethods,
      store,
      digestOf: createTokenDigest(),
      startedAtMs: now(),
      tokenCalls: { create: 0, refresh: 0, refused: 0 },
    },
  };
  const context: GatewayContext = {
    ...{ ...keys, ...callers, origin, state, faults, now, stallMs, zoneMs, inTurn, noticeContext, api },
  };
  const record = createRequestRecord();
  const answer = createGatewayFetch(context, record);
  const ownFetch: Fetch = (input, init) => answer(new Request(input, init));
  return Object.freeze({
    ...createSandboxApi(context, {
      ...{ fetch: ownFetch, unsafeAllowDocument },
      ...(options.now && { now: options.now }),
    }),
    publicKey,
    fetch: answer,
    settle: async (paymentId: string, decision: "approve" | "decline") => {
      await inTurn(() => endPayment(paymentId, decision, context));
    },
    settleRefund: (refundId: string, outcome: "complete" | "fail") =>
      inTurn(() => endRefund(refundId, outcome, context)),
    dispute: (paymentId: string, disputed: DisputeOptions = {}) =>
      inTurn(() => changeDispute(paymentId, disputed, context)),
    storeQuickpay: (asked: StoreQuickpayOptions = {}) => inTurn(() => storeQuickpay(asked, context)),
    received: record.all,
    payments: state.paymentsOf,
    deliver: () => deliverInTurn(() => deliverNotices(noticeContext)),
    nextDeliveryAtMs: async () => [...(await state.notices()).values()][0]?.dueAtMs,
    setFaults: faults.set,
    paymentsConfig: () => ({
      environment: {
        base: environment,
        hosts: { payment: origin, query: origin, quickpay: origin, checks: origin },
      },
      account,
      terminals: terminals.map(({ terminal, secureCode }) => ({ terminal, secureCode: () => secureCode, publicKey })),
      fetch: ownFetch,
      ...(unsafeAllowDocument && { unsafeAllowDocument }),
    }),
  });
}

async function storeQuickpay(asked: StoreQuickpayOptions, context: GatewayContext): Promise<string> {
  const {
    terminal = context.terminals[0]?.terminal ?? "",
    decision = "approve",
    customerId = "customer-1",
    methods = "Credit Card",
  } = asked;
  const stored = { terminal, decision, customerId, methods, status: "active", asks: "card" } as const;
  const texts = { backUrl: context.origin, notes: "", description: "", merchantReferenceId: "" };
  return (await createQuickpay({ ...stored, ...texts }, context)).id;
}
