import type { Segment } from './segments.ts';

/** What is asked of a sequence. */
interface Request {
  readonly segments: readonly Segment[];
  run(): Promise<void>;
}

/**
 * Requests that share a sequence: one after the other, next always the one of which most is in the cache, the first come of
 * several. What comes out of each does not depend on that order.
 */
export class Requests {
  readonly #held: (segments: readonly Segment[]) => number;
  #pending: Request[] = [];
  #running: Promise<void> | null = null;

  /** @param held how many tokens of some segments are in the cache */
  constructor(held: (segments: readonly Segment[]) => number) {
    this.#held = held;
  }

  /**
   * Asks something in its turn.
   *
   * @param segments with which what is asked begins
   * @throws what `signal` was aborted with
   */
  ask<T>(segments: readonly Segment[], what: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = async () => {
        try {
          signal?.throwIfAborted();
          resolve(await what());
        } catch (error) {
          reject(error);
        }
      };
      this.#pending.push({ segments, run });
      this.#running ??= this.#runAll();
    });
  }

  /** Waits until nothing is left to be done. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #runAll(): Promise<void> {
    // Those that are asked together come first.
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const next = this.#next();
      this.#pending.splice(this.#pending.indexOf(next), 1);
      await next.run();
    }
    this.#running = null;
  }

  #next(): Request {
    let best = this.#pending[0]!;
    let most = -1;
    for (const request of this.#pending) {
      const held = this.#held(request.segments);
      if (held > most) [best, most] = [request, held];
    }
    return best;
  }
}
