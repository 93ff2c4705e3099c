import { type ApiOperation, opccountOperations, opcardOperations } from "../../wire/api-operations.ts";
import type { ApiOperationName } from "../operation-name.ts";
import type { ApiSide } from "./api-context.ts";

/** The call that a request is for. */
export interface ApiRoute {
  readonly operation: ApiOperationName;
  readonly row: ApiOperation;
  /** The values of the names in the path. */
  readonly path: Readonly<Record<string, string>>;
}

const ROWS = Object.entries({ ...opcardOperations, ...opccountOperations }) as [ApiOperationName, ApiOperation][];

/** Returns the call that a method and a path are for; nothing where no call has the path, `"method"` where none has both. */
export function findRoute(
  { method, pathname }: { readonly method: string; readonly pathname: string },
  { methods }: Pick<ApiSide, "methods">,
): ApiRoute | "method" | undefined {
  const fitting = ROWS.flatMap(([operation, row]) => {
    const path = matchPath(row.path, pathname);
    return path ? [{ operation, row: { ...row, method: methods[operation] ?? row.method }, path }] : [];
  });
  if (fitting.length === 0) return undefined;
  // A path that is written out goes before one with a name in it: `file/list` is no file's id.
  const exact = fitting.filter(({ row }) => row.path === pathname);
  return (exact.length > 0 ? exact : fitting).find(({ row }) => row.method === method) ?? "method";
}

function matchPath(template: string, pathname: string): Readonly<Record<string, string>> | undefined {
  const [names, parts] = [template.split("/"), pathname.split("/")];
  if (names.length !== parts.length) return undefined;
  const values: Record<string, string> = {};
  for (const [i, name] of names.entries()) {
    const part = parts[i] ?? "";
    if (!name.startsWith("{")) {
      if (name !== part) return undefined;
    } else if (part === "") return undefined;
    // Ids are digits: what is escaped in a path is none of them, and is looked for as it stands.
    else values[name.slice(1, -1)] = part;
  }
  return values;
}
