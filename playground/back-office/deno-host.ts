import type { DenoEnv } from "oceanpayment/deno";

/** The part of Deno that the back office's scripts use. */
interface DenoHost {
  readonly args: readonly string[];
  readonly env: DenoEnv;
  exit(code: number): never;
  serve(
    options: { hostname: string; port: number; onListen: () => void },
    handler: (request: Request) => Promise<Response>,
  ): { readonly addr: { readonly port: number } };
}

export const deno = (globalThis as unknown as { readonly Deno: DenoHost }).Deno;

/** Tells whether a variable is set, and not empty. */
export function isSet(name: string): boolean {
  return (deno.env.get(name) ?? "") !== "";
}
