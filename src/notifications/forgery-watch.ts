import type { ErrorCode } from "../errors.ts";
import type { ForgedEvent } from "./notice-events.ts";

const MINUTE_MS = 60_000;
const MINUTES = 10;

/** Counts forged notices beside genuine ones, so that a mistyped secret is told from an attack. */
export interface ForgeryWatch {
  readonly sawGenuine: (terminal: string) => void;
  /** Counts a forged notice, and returns what is to be told of it. */
  readonly sawForged: (code: ErrorCode, terminal: string | undefined) => ForgedEvent;
}

/** What one minute has seen: bounded, however much comes. */
interface Minute {
  readonly startMs: number;
  forged: number;
  genuine: number;
  readonly trusted: Set<string>;
}

/** Returns a watch over the notices of one handler. */
export function createForgeryWatch(now: () => number): ForgeryWatch {
  let minutes: readonly Minute[] = [];
  const currentMinute = (): Minute => {
    const startMs = Math.floor(now() / MINUTE_MS) * MINUTE_MS;
    const last = minutes.at(-1);
    if (last?.startMs === startMs) return last;
    const minute = { startMs, forged: 0, genuine: 0, trusted: new Set<string>() };
    minutes = [...minutes.filter((one) => one.startMs > startMs - MINUTES * MINUTE_MS), minute];
    return minute;
  };
  const sum = (count: "forged" | "genuine") => minutes.reduce((total, minute) => total + minute[count], 0);
  return {
    sawGenuine: (terminal) => {
      const minute = currentMinute();
      minute.genuine++;
      minute.trusted.add(terminal);
    },
    sawForged: (code, terminal) => {
      currentMinute().forged++;
      const isTrusted = terminal !== undefined && minutes.some(({ trusted }) => trusted.has(terminal));
      const isSecret = code === "invalid_signature" && terminal !== undefined && !isTrusted;
      return {
        code,
        terminal,
        lastTenMinutes: { forged: sum("forged"), genuine: sum("genuine") },
        suspect: code === "unknown_sender" ? "sender" : isSecret ? "secure-code" : "forgery",
      };
    },
  };
}
