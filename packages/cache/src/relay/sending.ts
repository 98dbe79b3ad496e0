import { setTimeout } from 'node:timers/promises';

/** Work of which some is done side by side. */
export class Sending {
  readonly #most: number;
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(most: number) {
    this.#most = most;
  }

  add(act: () => Promise<void>): void {
    this.#waiting.push(act);
    this.#next();
  }

  /** False if it is not at its end after some milliseconds. */
  async end(wait?: number): Promise<boolean> {
    const over = wait === undefined ? undefined : setTimeout(wait, 'over', { ref: false });
    while (this.#running.size > 0) {
      const first = await Promise.race([...this.#running, ...(over ? [over] : [])]);
      if (first === 'over') return false;
    }
    return true;
  }

  #next(): void {
    while (this.#running.size < this.#most && this.#waiting.length > 0) {
      const running = this.#waiting.shift()!().then(() => {
        this.#running.delete(running);
        this.#next();
      });
      this.#running.add(running);
    }
  }
}
