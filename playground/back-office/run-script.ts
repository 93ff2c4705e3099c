import { isOceanpaymentError } from "oceanpayment/edge";
import { deno } from "./deno-host.ts";

/** What a script tells on its way. */
export interface Report {
  readonly title: (text: string) => void;
  /** Prints what was done, and what came of it. */
  readonly say: (what: string, result: string) => void;
  /** Prints whether something is as it should be. The script exits with 1 where anything is not. */
  readonly expect: (text: string, holds: boolean) => void;
}

const WIDTH = 16;

/** Runs a script: prints what it tells, and exits with 0 where all is as expected, else with 1. */
export async function runScript(work: (report: Report) => Promise<void>): Promise<never> {
  let wrong = 0;
  try {
    await work({
      title: (text) => console.log(`\n${text}`),
      say: (what, result) => console.log(`  ${what.padEnd(WIDTH)}${result}`),
      expect: (text, holds) => {
        if (!holds) wrong++;
        console.log(`  ${(holds ? "ok" : "WRONG").padEnd(WIDTH)}${text}`);
      },
    });
  } catch (error) {
    wrong++;
    console.error(`\n${describe(error)}`);
  }
  console.log(wrong === 0 ? "\nAll is as expected.\n" : "\nThis did not end as expected.\n");
  return deno.exit(wrong === 0 ? 0 : 1);
}

function describe(error: unknown): string {
  if (isOceanpaymentError(error)) {
    const { code, message, outcome, gatewayCode } = error;
    const facts = [outcome && `outcome: ${outcome}`, gatewayCode && `the gateway's code: ${gatewayCode}`];
    return `${code}: ${message}${facts.map((fact) => (fact ? `\n  ${fact}` : "")).join("")}`;
  }
  return error instanceof Error ? error.message : String(error);
}
