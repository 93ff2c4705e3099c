import { describe, expect, it } from "vitest";
import { calls, forms } from "../../../src/edge/calls.ts";
import { CALL_FAULTS } from "../../../src/testing/faults.ts";
import { operations } from "../../../src/wire/operations.ts";
import { type CallName, callNames } from "./every-call.ts";
import { COLUMNS, FAULT_TABLE } from "./fault-table.ts";
import { holdingsAfter, inWords, strike, type Struck } from "./struck.ts";

const isQuery = (name: CallName) => operations[calls[name].operation].effect === "query";

/** Every fault of a call at once: none of them waits for another. */
async function rowOf(name: CallName, times?: number): Promise<readonly Struck[]> {
  const after = await holdingsAfter(name);
  return Promise.all(COLUMNS.map((kind) => strike(name, kind, { ...(times && { times }), after })));
}

describe("the table of calls and faults", () => {
  it("has a row for every call of the client, and a column for every fault of the gateway", () => {
    expect(Object.keys(FAULT_TABLE).sort()).toEqual(Object.keys(calls).sort());
    expect([...callNames].sort()).toEqual(Object.keys(calls).sort());
    expect([...COLUMNS].sort()).toEqual([...CALL_FAULTS].sort());
    for (const row of Object.values(FAULT_TABLE)) expect(row.length).toBe(COLUMNS.length);
  });

  it("leaves out no request that the protocol knows, but for the legacy path", () => {
    const known = Object.entries(operations).filter(([, { from }]) => from === "merchant");
    const made = [...Object.values(calls), ...Object.values(forms)].map(({ operation }) => operation as string);
    expect([...made, "payments.payLegacy"].sort()).toEqual(known.map(([name]) => name).sort());
  });
});

describe.concurrent("a change that meets a fault", () => {
  it.each(callNames.filter((name) => !isQuery(name)))("%s", async (name) => {
    const struck = await rowOf(name);
    const cells = struck.map(({ error, result, holds }) => {
      const { verified } = (result ?? {}) as { verified?: boolean };
      return `${error ? inWords(error) : `told, verified ${verified}`}; ${holds}`;
    });
    expect(Object.fromEntries(COLUMNS.map((kind, at) => [kind, cells[at]]))).toEqual(
      Object.fromEntries(COLUMNS.map((kind, at) => [kind, FAULT_TABLE[name][at]])),
    );
    // Never repeated, whatever came back.
    expect(struck.map(({ sent }) => sent)).toEqual(COLUMNS.map(() => 1));
    // Who is told that nothing was done can rely on it, and what was done is told or unknown.
    for (const { error, holds } of struck) {
      const isDenied = error?.outcome === "nothing-sent" || error?.outcome === "refused";
      expect(isDenied && holds !== "not done").toBe(false);
      expect(holds === "done once" && error !== undefined && error.outcome !== "unknown").toBe(false);
    }
  });
});

describe.concurrent("a query that meets a fault", () => {
  it.each(callNames.filter(isQuery))("%s", async (name) => {
    const [lasting, once] = await Promise.all([rowOf(name), rowOf(name, 1)]);
    const words = ({ error }: Struck) => (error ? inWords(error) : "told");
    const cells = COLUMNS.map((_kind, at) => {
      const [long, short] = [lasting[at]!, once[at]!];
      return `${words(long)}; once: ${words(short)}${short.sent === 2 ? " by the second" : ""}`;
    });
    expect(Object.fromEntries(COLUMNS.map((kind, at) => [kind, cells[at]]))).toEqual(
      Object.fromEntries(COLUMNS.map((kind, at) => [kind, FAULT_TABLE[name][at]])),
    );
    expect([...lasting, ...once].map(({ holds }) => holds)).toEqual([...COLUMNS, ...COLUMNS].map(() => "not done"));
  });
});
