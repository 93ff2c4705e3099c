import type { Check } from "./check.ts";

/** One thing that must hold on every runtime. Runs with web standards alone: no host's names, no test framework. */
export interface Case {
  /** Unique in the suite, `area: what holds`. */
  readonly name: string;
  /** Whether it calls a function that takes a secret: in a document that is refused without `t.options`. */
  readonly secret: boolean;
  readonly run: (t: Check) => void | Promise<void>;
}

type Run = Case["run"];

/** Returns the cases of an area that handles no secret. */
export function openCases(area: string, runs: Readonly<Record<string, Run>>): readonly Case[] {
  return toCases(area, false, runs);
}

/** Returns the cases of an area whose functions take secrets: each passes `t.options` to them. */
export function secretCases(area: string, runs: Readonly<Record<string, Run>>): readonly Case[] {
  return toCases(area, true, runs);
}

function toCases(area: string, secret: boolean, runs: Readonly<Record<string, Run>>): readonly Case[] {
  return Object.entries(runs).map(([name, run]) => ({ name: `${area}: ${name}`, secret, run }));
}
