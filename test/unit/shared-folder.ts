import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Why a case that needs the folder did not run. */
export const NO_SHARED_FOLDER = "NOT RUN: the folder ../shared is not beside this clone";

const folder = fileURLToPath(new URL("../../../shared/", import.meta.url));

/**
 * Returns a text file of the folder `shared` beside the project, or nothing where a stranger's clone has none. A build
 * server must have it: there its absence fails, so that what it holds never drops out unseen.
 */
export function readSharedText(path: string): string | undefined {
  if (existsSync(folder + path)) return readFileSync(folder + path, "utf8");
  if (process.env["CI"]) throw new Error(`CI is set and ../shared/${path} is missing`);
  console.warn(`${NO_SHARED_FOLDER} (${path})`);
  return undefined;
}

/** Returns a JSON file of that folder, likewise. */
export function readSharedJson(path: string): unknown {
  const text = readSharedText(path);
  return text === undefined ? undefined : JSON.parse(text);
}
