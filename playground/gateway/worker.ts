import { createSandbox, type Sandbox, type SandboxStore } from "oceanpayment/testing";

/** The bindings the simulated gateway runs with. */
interface GatewayEnv {
  readonly ORIGIN: string;
  readonly ACCOUNT: string;
  readonly TERMINAL: string;
  readonly SECURE_CODE: string;
  /** The private key of the terminal's key pair, a JSON Web Key as text. */
  readonly PRIVATE_KEY: string;
  readonly GATEWAY: {
    idFromName(name: string): unknown;
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
}

interface ObjectState {
  readonly storage: SandboxStore & { setAlarm(timeMs: number): Promise<void> };
}

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
    });
  }

  async fetch(request: Request): Promise<Response> {
    const sandbox = await this.#sandbox;
    const response = await sandbox.fetch(request);
    await this.#plan(sandbox);
    return response;
  }

  async alarm(): Promise<void> {
    const sandbox = await this.#sandbox;
    await sandbox.deliver();
    await this.#plan(sandbox);
  }

  async #plan(sandbox: Sandbox): Promise<void> {
    const next = await sandbox.nextDeliveryAtMs();
    // A little later than the answer, as from a real gateway: the shopper's page is not raced.
    if (next !== undefined) await this.#state.storage.setAlarm(Math.max(next, Date.now() + 300));
  }
}

export default {
  fetch(request: Request, env: GatewayEnv): Promise<Response> {
    return env.GATEWAY.get(env.GATEWAY.idFromName("gateway")).fetch(request);
  },
};
