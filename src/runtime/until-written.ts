import { TransportError } from "../errors.ts";
import { growingPauseMs, pause } from "../http/pause.ts";

const MOST_TRIES = 20;
const PAUSES = { firstMs: 10, mostMs: 1000 };

/**
 * Reads, changes and writes until no other has written between: `attempt` returns nothing where one has.
 *
 * @throws TransportError `timeout` after 20 tries; nothing was written.
 */
export async function untilWritten<Answer>(
  attempt: () => Promise<{ readonly answer: Answer } | undefined>,
): Promise<Answer> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const written = await attempt();
    if (written) return written.answer;
    await pause(growingPauseMs(tries, PAUSES), undefined);
  }
  throw new TransportError("timeout", `others changed a record at each of ${MOST_TRIES} tries to write it`);
}
