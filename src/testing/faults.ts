import type { GatewayOperationName } from "./operation-name.ts";

/** What can go wrong with a call. */
export type CallFault =
  | "timeout-before" // never answers, nothing done
  | "timeout-during" // done, the answer stops half-way
  | "timeout-after" // done, never answers
  | "http-500" // nothing done
  | "html-error" // nothing done, status 200
  | "truncated-answer" // done
  | "wrong-signature" // done; JSON has no signature, and comes as it is
  | "redirect"; // nothing done, status 307

/** What can go wrong with a notification. */
export type NoticeFault = "notice-late" | "notice-doubled" | "notice-reordered" | "notice-lost";

/** One switched-on fault. */
export interface Fault {
  readonly kind: CallFault | NoticeFault;
  /** How often it strikes, 0 to 1. Default 1. */
  readonly rate?: number;
  /** How many times it strikes at the most. Default without end. */
  readonly times?: number;
  /** The one call it strikes. Default every call. Without meaning for a notification's fault. */
  readonly operation?: GatewayOperationName;
}

/** Draws the faults of one sandbox: the same seed gives the same run. */
export interface FaultSwitch {
  /** Replaces what is switched on. */
  readonly set: (faults: readonly Fault[]) => void;
  /** Returns the first switched-on fault among some that strikes now; for a call, of that call. */
  readonly draw: <Kind extends Fault["kind"]>(
    kinds: readonly Kind[],
    operation?: GatewayOperationName,
  ) => Kind | undefined;
}

/** All faults of calls, in the order they are drawn. */
export const CALL_FAULTS: readonly CallFault[] = [
  "timeout-before",
  "timeout-during",
  "timeout-after",
  "http-500",
  "html-error",
  "truncated-answer",
  "wrong-signature",
  "redirect",
];

/** Returns the faults of a sandbox, drawn from a seed. */
export function createFaultSwitch(seed: number, initial: readonly Fault[] = []): FaultSwitch {
  const random = createSeededRandom(seed);
  let active: { fault: Fault; left: number }[] = [];
  const set = (faults: readonly Fault[]) => {
    active = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  };
  set(initial);
  return {
    set,
    draw: <Kind extends Fault["kind"]>(kinds: readonly Kind[], operation?: GatewayOperationName) => {
      const isMeant = ({ kind, operation: only = operation }: Fault) =>
        kinds.includes(kind as Kind) && (operation === undefined || only === operation);
      const struck = active.find(({ fault, left }) => isMeant(fault) && left > 0 && random() < (fault.rate ?? 1));
      if (struck) struck.left--;
      return struck?.fault.kind as Kind | undefined;
    },
  };
}

/** mulberry32: small, repeatable, and for faults and made-up ids only, never for anything secret. */
function createSeededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
