import * as browser from "../../../src/browser.ts";
import * as cloudflare from "../../../src/cloudflare.ts";
import * as deno from "../../../src/deno.ts";
import * as edge from "../../../src/edge.ts";
import * as index from "../../../src/index.ts";
import * as testing from "../../../src/testing.ts";

/** The package's six entries, as their users see them. */
export const ENTRIES = { index, browser, edge, cloudflare, deno, testing } as const;

/** The names of everything an entry exports that can be called, as `entry.name`; classes (of errors) are left out. */
export function exportedFunctions(): readonly string[] {
  return Object.entries(ENTRIES).flatMap(([entry, module]) =>
    Object.entries(module)
      .filter(([, value]) => typeof value === "function" && !isErrorClass(value))
      .map(([name]) => `${entry}.${name}`),
  );
}

/** The names of everything exported that is no function and no class of errors: tables. */
export function exportedTables(): readonly string[] {
  return Object.entries(ENTRIES).flatMap(([entry, module]) =>
    Object.entries(module)
      .filter(([, value]) => typeof value !== "function")
      .map(([name]) => `${entry}.${name}`),
  );
}

function isErrorClass(value: unknown): boolean {
  return typeof value === "function" && (value as { prototype?: unknown }).prototype instanceof Error;
}
