import { TransportError } from "../errors.ts";

/** Returns what a piece of work returns, if it does within a time. @throws TransportError `timeout`. */
export async function withinTime<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new TransportError("timeout", `nothing whole came within ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // It may end later, when nobody waits any more.
  }
}
