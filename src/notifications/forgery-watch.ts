import type { ErrorCode } from "../errors.ts";
import type { ForgedEvent } from "./notice-events.ts";

const MINUTE_MS = 60_000;
const MINUTES = 10;

/** So many forged notices of a terminal, and no genuine one, are no chance. */
const SUSPICIOUS = 3;

/** Counts forged notices beside genuine ones, so that a mistyped secret is told from an attack. */
export interface ForgeryWatch {
  /** Counts a genuine notice of a terminal; of none, where terminals are not told apart. */
  readonly sawGenuine: (terminal: string | undefined) => void;
  /** Counts a forged notice, and returns what is to be told of it. */
  readonly sawForged: (code: ErrorCode, terminal: string | undefined) => ForgedEvent;
}

/** What one minute has seen of a terminal of the merchant's, or of all others together: bounded, however much comes. */
interface Minute {
  readonly startMs: number;
  readonly terminal: string | undefined;
  /** How many named it and were signed with another secret. */
  misSigned: number;
  forged: number;
  genuine: number;
}

/** Returns a watch over the notices of one handler. */
export function createForgeryWatch(now: () => number): ForgeryWatch {
  let minutes: readonly Minute[] = [];
  const minuteOf = (terminal: string | undefined): Minute => {
    const startMs = Math.floor(now() / MINUTE_MS) * MINUTE_MS;
    const found = minutes.find((minute) => minute.startMs === startMs && minute.terminal === terminal);
    if (found) return found;
    const minute = { startMs, terminal, misSigned: 0, forged: 0, genuine: 0 };
    minutes = [...minutes.filter((one) => one.startMs > startMs - MINUTES * MINUTE_MS), minute];
    return minute;
  };
  const sum = (count: "misSigned" | "forged" | "genuine", among = minutes) =>
    among.reduce((total, minute) => total + minute[count], 0);
  return {
    sawGenuine: (terminal) => void minuteOf(terminal).genuine++,
    sawForged: (code, terminal) => {
      const minute = minuteOf(terminal);
      minute.forged++;
      if (code === "invalid_signature") minute.misSigned++;
      const own = minutes.filter((one) => one.terminal === terminal);
      const isSecret = code === "invalid_signature" && sum("genuine", own) === 0 && sum("misSigned", own) >= SUSPICIOUS;
      return {
        code,
        terminal,
        lastTenMinutes: { forged: sum("forged"), genuine: sum("genuine") },
        suspect: code === "unknown_sender" ? "sender" : isSecret ? "secure-code" : "forgery",
      };
    },
  };
}
