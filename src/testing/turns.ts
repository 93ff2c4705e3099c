/** Runs a piece of work when those before it have ended. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Returns what runs pieces of work one after another, so that two requests never see one order half-done. For one process,
 * or one Durable Object, whose requests share what they wait for.
 */
export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };
}
