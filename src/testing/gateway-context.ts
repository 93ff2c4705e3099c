import type { WireFields } from "../wire/signing.ts";
import type { ApiSide } from "./api/api-context.ts";
import type { FaultSwitch } from "./faults.ts";
import type { NoticeContext } from "./notices.ts";
import type { SandboxState } from "./sandbox-state.ts";
import type { InTurn } from "./turns.ts";

/** A terminal of the simulated gateway. */
export interface SandboxTerminal {
  readonly terminal: string;
  readonly secureCode: string;
}

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
  /** The distance of the gateway's clock on the wall from UTC. */
  readonly zoneMs: number;
  /** Runs work alone, so that two requests never see one order half-done. */
  readonly inTurn: InTurn;
  readonly noticeContext: NoticeContext;
  /** OPCard, disputes and OPCCOUNT. */
  readonly api: ApiSide;
  /** The addresses that order-management calls may come from; nothing where any may. */
  readonly registeredAddresses?: readonly string[] | undefined;
  readonly addressOf?: ((request: Request) => string | undefined) | undefined;
}

/** Returns a terminal's secret; empty where there is no such terminal, which signs nothing. */
export function secureCodeOf({ terminals }: Pick<GatewayContext, "terminals">, terminal = ""): string {
  return terminals.find((item) => item.terminal === terminal)?.secureCode ?? "";
}

/** Tells whether a request names the account and one of its terminals. */
export function isKnownTerminal(context: GatewayContext, { account, terminal }: WireFields): boolean {
  return account === context.account && secureCodeOf(context, terminal) !== "";
}
