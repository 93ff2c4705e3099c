/** What a case passes on to functions that take a secret. */
export interface ServerOptions {
  readonly unsafeAllowDocument?: true;
}

/** Where a case runs. */
export interface Place {
  readonly document: boolean;
  readonly options: ServerOptions;
}

/** The assertions of a case. Each throws an error that says what differed. */
export interface Check extends Place {
  /** How many assertions were made: a case without any proves nothing, and fails. */
  readonly count: () => number;
  readonly ok: (found: unknown, what: string) => void;
  /** The same value, or plain data and bytes of the same content. */
  readonly equal: (found: unknown, expected: unknown, what?: string) => void;
  /** Ends with an error of this library that carries a code. Returns it. */
  readonly refuses: (code: string, run: () => unknown) => Promise<Error>;
  /** Ends with an error of the platform that has one of the names, as `DOMException` has them. */
  readonly rejects: (names: string | readonly string[], run: () => unknown) => Promise<Error>;
}

/** The code of the refusal in a document. */
export const SERVER_ONLY = "server_only";

/** Returns the assertions for a run of one case. */
export function createCheck(place: Place): Check {
  let count = 0;
  const ok = (holds: boolean, message: string): void => {
    count++;
    if (!holds) throw new Error(message);
  };
  return {
    ...place,
    count: () => count,
    ok: (found, what) => ok(Boolean(found), `${what}: does not hold`),
    equal: (found, expected, what = "value") =>
      ok(show(found) === show(expected), `${what}: expected ${short(show(expected))}, got ${short(show(found))}`),
    refuses: async (code, run) => {
      const error = await errorOf(run, `code ${code}`);
      // The refusal in a document is the runner's to judge, whatever a case expects of the call.
      if (codeOf(error) === SERVER_ONLY && code !== SERVER_ONLY) throw error;
      ok(error.name.startsWith("Oceanpayment"), `expected code ${code}, got ${error.name}: ${error.message}`);
      ok(codeOf(error) === code, `expected code ${code}, got ${codeOf(error)}: ${error.message}`);
      return error;
    },
    rejects: async (names, run) => {
      const error = await errorOf(run, String(names));
      ok([names].flat().includes(error.name), `expected ${String(names)}, got ${error.name}: ${error.message}`);
      return error;
    },
  };
}

/** Returns the code of an error of this library. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : undefined;
}

async function errorOf(run: () => unknown, expected: string): Promise<Error> {
  let returned: unknown;
  try {
    returned = await run();
  } catch (error) {
    return error as Error;
  }
  throw new Error(`expected a refusal with ${expected}, got ${short(show(returned))}`);
}

/** Writes a value as text that is the same for the same content and no other: members by name, bytes as bytes. */
function show(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Uint8Array) return `bytes(${value.join()})`;
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (value instanceof Map) return `map{${[...value].map(([name, member]) => `${show(name)}:${show(member)}`).join()}}`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${[...members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${name}:${show(member)}`)
    .join()}}`;
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;
}
