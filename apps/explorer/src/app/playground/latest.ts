/** Of several things that take a while, lets only the latest have a consequence. */
export class Latest {
  #begun = 0;

  /** Whatever is under way has no consequence any more. */
  supersede(): void {
    this.#begun++;
  }

  /** Waits for work, and does something with it, or with its failure, unless something else was begun meanwhile. */
  async wait<T>(work: Promise<T>, done: (value: T) => void, failed: (error: Error) => void): Promise<void> {
    const begun = ++this.#begun;
    const isLatest = () => begun === this.#begun;
    await work.then(
      (value) => isLatest() && done(value),
      (error) => isLatest() && failed(error),
    );
  }
}
