import { createSandbox, type Fault, type Sandbox, type SandboxStore } from "oceanpayment/testing";

/** The bindings the simulated gateway runs with. */
interface GatewayEnv {
  readonly ORIGIN: string;
  readonly ACCOUNT: string;
  readonly TERMINAL: string;
  readonly SECURE_CODE: string;
  /** The private key of the terminal's key pair, a JSON Web Key as text. */
  readonly PRIVATE_KEY: string;
  /** The header that holds the caller's address, written by what stands before this Worker. */
  readonly CALLER_HEADER: string;
  /** The one address that order-management calls may come from. */
  readonly REGISTERED_ADDRESS: string;
  /** The files that stand in for the vendor's scripts, by name. */
  readonly STAND_IN: Readonly<Record<string, string>>;
  readonly GATEWAY: {
    idFromName(name: string): unknown;
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
}

interface ObjectState {
  readonly storage: SandboxStore & { setAlarm(timeMs: number): Promise<void> };
}

/** A refund is only begun by its request; here it is done after a moment, in place of the next settlement. */
const REFUND_MS = 1200;

/** The simulated gateway as a Durable Object: its state survives a restart, and its alarm delivers notifications. */
export class Gateway {
  readonly #state: ObjectState;
  readonly #sandbox: Promise<Sandbox>;

  constructor(state: ObjectState, env: GatewayEnv) {
    this.#state = state;
    this.#sandbox = createSandbox({
      origin: env.ORIGIN,
      account: env.ACCOUNT,
      terminals: [{ terminal: env.TERMINAL, secureCode: env.SECURE_CODE }],
      privateKey: JSON.parse(env.PRIVATE_KEY) as JsonWebKey,
      store: state.storage,
      registeredAddresses: [env.REGISTERED_ADDRESS],
      addressOf: (request) => request.headers.get(env.CALLER_HEADER) ?? undefined,
    });
  }

  async fetch(request: Request): Promise<Response> {
    const sandbox = await this.#sandbox;
    const { pathname } = new URL(request.url);
    const control = controls[pathname];
    const response = control ? await control(sandbox, await request.json()) : await sandbox.fetch(request);
    if (pathname === "/service/applyRefund") await this.#planRefund(await response.clone().text());
    await this.#plan(sandbox);
    return response;
  }

  async alarm(): Promise<void> {
    const sandbox = await this.#sandbox;
    for (const [key, dueAtMs] of await this.#refunds()) {
      if (dueAtMs > Date.now()) continue;
      await this.#state.storage.delete(key);
      await sandbox.settleRefund(key.slice(REFUND_KEY.length), "complete");
    }
    await sandbox.deliver();
    await this.#plan(sandbox);
  }

  async #planRefund(answer: string): Promise<void> {
    const refundId = /<refund_id>(\d+)</.exec(answer)?.[1];
    if (refundId) await this.#state.storage.put(REFUND_KEY + refundId, Date.now() + REFUND_MS);
  }

  async #refunds(): Promise<readonly (readonly [key: string, dueAtMs: number])[]> {
    return [...(await this.#state.storage.list({ prefix: REFUND_KEY }))].map(([key, due]) => [key, due as number]);
  }

  async #plan(sandbox: Sandbox): Promise<void> {
    const refunds = (await this.#refunds()).map(([, dueAtMs]) => dueAtMs);
    const next = Math.min((await sandbox.nextDeliveryAtMs()) ?? Number.POSITIVE_INFINITY, ...refunds);
    // A little later than the answer, as from a real gateway: the shopper's page is not raced.
    if (next < Number.POSITIVE_INFINITY) await this.#state.storage.setAlarm(Math.max(next, Date.now() + 300));
  }
}

const REFUND_KEY = "playground-refund/";

/** What the shop's rehearsals make happen at the gateway. No real gateway has these. */
const controls: Readonly<Record<string, (sandbox: Sandbox, body: unknown) => Promise<Response>>> = {
  "/simulated/settle": async (sandbox, body) => {
    const { paymentId, decision } = body as { paymentId: string; decision: "approve" | "decline" };
    await sandbox.settle(paymentId, decision);
    return new Response(null, { status: 204 });
  },
  "/simulated/dispute": async (sandbox, body) => {
    await sandbox.dispute((body as { paymentId: string }).paymentId);
    return new Response(null, { status: 204 });
  },
  "/simulated/faults": async (sandbox, body) => {
    sandbox.setFaults(body as readonly Fault[]);
    return new Response(null, { status: 204 });
  },
};

const TYPES: Readonly<Record<string, string>> = { html: "text/html", css: "text/css", js: "text/javascript" };

/** Where the vendor serves its scripts (stated, protocol.md §6.8); the frames' own addresses are these stand-ins'. */
const STAND_IN_PATHS: Readonly<Record<string, string>> = {
  "/pages/js/oceanpayment.js": "oceanpayment.js",
  "/pages/js/oceanpayment-googlepay.js": "wallet.js",
  "/pages/js/oceanpayment-applepay.js": "wallet.js",
  "/pages/stand-in/wallet.html": "wallet.html",
  "/pages/stand-in/wallet-sheet.js": "wallet-sheet.js",
  "/pages/stand-in/card.html": "card.html",
  "/pages/stand-in/card.css": "card.css",
  "/pages/stand-in/card.js": "card.js",
};

function answerStandIn(request: Request, { STAND_IN }: GatewayEnv): Response | undefined {
  const name = STAND_IN_PATHS[new URL(request.url).pathname];
  if (name === undefined || request.method !== "GET") return undefined;
  return new Response(STAND_IN[name], {
    headers: {
      "content-type": `${TYPES[name.split(".").at(-1) ?? ""]}; charset=utf-8`,
      // No frame-ancestors: shops of any origin show the card's frame.
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}

export default {
  async fetch(request: Request, env: GatewayEnv): Promise<Response> {
    return answerStandIn(request, env) ?? env.GATEWAY.get(env.GATEWAY.idFromName("gateway")).fetch(request);
  },
};
