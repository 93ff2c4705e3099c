import type { Case } from "./case.ts";
import { codeOf, createCheck, type Place, SERVER_ONLY, type ServerOptions } from "./check.ts";
import { cases } from "./suite.ts";

/** Where the suite runs. */
export interface RunOptions {
  /** Whether the place is a document, or the worker of a page: secrets are refused there. */
  readonly document: boolean;
}

/** A case that failed, and how. */
export interface Failure {
  readonly name: string;
  readonly message: string;
}

/** What a run of the suite came to. */
export interface Report {
  /** Cases run to their end, failed or not. */
  readonly cases: number;
  readonly passed: number;
  /** How many of the suite's cases handle a secret. */
  readonly secrets: number;
  /** Refusals in a document that were asserted and seen. */
  readonly refusals: number;
  readonly names: readonly string[];
  readonly failures: readonly Failure[];
}

const CASE_TIMEOUT_MS = 30_000;

/** Runs every case in turn. In a document a case with a secret is first held to its refusal. */
export async function runSuite({ document }: RunOptions): Promise<Report> {
  const failures: Failure[] = [];
  const names = new Set<string>();
  let refusals = 0;
  let passed = 0;
  const attempt = async (name: string, run: () => Promise<void>): Promise<boolean> => {
    try {
      await withTimeout(run());
      return true;
    } catch (error) {
      failures.push({ name, message: describe(error) });
      return false;
    }
  };
  for (const one of cases) {
    if (names.has(one.name)) failures.push({ name: one.name, message: "the name stands in the suite twice" });
    names.add(one.name);
    if (document && one.secret) {
      const refused = await attempt(`${one.name} (refusal)`, () => assertRefused(one, { document, options: {} }));
      if (refused) refusals++;
    }
    const options: ServerOptions = document && one.secret ? { unsafeAllowDocument: true } : {};
    if (await attempt(one.name, () => runCase(one, { document, options }))) passed++;
  }
  return {
    cases: names.size,
    passed,
    secrets: cases.filter(({ secret }) => secret).length,
    refusals,
    names: [...names],
    failures,
  };
}

async function runCase(one: Case, place: Place): Promise<void> {
  const check = createCheck(place);
  await one.run(check);
  if (check.count() === 0) throw new Error("the case asserts nothing");
}

async function assertRefused(one: Case, place: Place): Promise<void> {
  let code: string | undefined;
  try {
    await one.run(createCheck(place));
  } catch (error) {
    code = codeOf(error);
    if (code === undefined) throw error;
  }
  if (code !== SERVER_ONLY) throw new Error(`expected the refusal ${SERVER_ONLY}, got ${code ?? "none"}`);
}

function withTimeout(run: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${CASE_TIMEOUT_MS / 1000} s`)), CASE_TIMEOUT_MS);
  });
  return Promise.race([run, late]).finally(() => clearTimeout(timer));
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
