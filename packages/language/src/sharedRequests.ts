interface Running<Answer> {
  readonly answer: Promise<Answer>;
  readonly signal: AbortSignal | undefined;
}

/** Requests that are asked once, however many wait for the answer. */
export class SharedRequests<Answer> {
  readonly #running = new Map<string, Running<Answer>>();

  /**
   * The answer of a request that is in flight, or that of a new one.
   *
   * @param ask called if none of this key is in flight
   * @throws what `signal` was aborted with; what others were cancelled with ends them alone
   */
  async ask(key: string, ask: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
    for (;;) {
      signal?.throwIfAborted();
      const same = this.#running.get(key);
      if (same === undefined) break;
      try {
        return await same.answer;
      } catch (error) {
        if (!same.signal?.aborted) throw error;
      }
    }
    const answer = ask();
    this.#running.set(key, { answer, signal });
    try {
      return await answer;
    } finally {
      this.#running.delete(key);
    }
  }
}
