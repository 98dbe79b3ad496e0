/**
 * Asks for all at once. If one fails, or a signal aborts, what is still asked is ended before the error is thrown.
 *
 * @throws the first error; what a signal was aborted with
 */
export async function together<Item, Answer>(
  signals: readonly (AbortSignal | undefined)[],
  items: readonly Item[],
  ask: (item: Item, index: number, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer[]> {
  const failing = new AbortController();
  const given = signals.filter((signal) => signal !== undefined);
  const signal = AbortSignal.any([...given, failing.signal]);
  const asked = items.map(async (item, i) => {
    try {
      return await ask(item, i, signal);
    } catch (error) {
      failing.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(asked);
  signal.throwIfAborted();
  return Promise.all(asked);
}
