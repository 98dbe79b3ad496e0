import type { DatabaseSync } from 'node:sqlite';
import {
  addMissing,
  type Building,
  type KeyedSource,
  keyed,
  openIndexFile,
  rolloutsIn,
} from './index/buildIndex.ts';
import { RolloutIndex } from './rolloutIndex.ts';
import type { Source } from './source.ts';

/** How much larger what can be searched is, each time: to make it ready takes as long as it is large. */
const GROWTH = 1.5;

/** Rollouts that are browsed, all or those that are in the index by now. */
export interface Browsed {
  /** Of those that can be searched; another once there are many more. */
  readonly index: RolloutIndex;
  /** Rollouts that are not in the index yet. */
  readonly missing: number;
}

/** An index that is brought up to date while it is searched. */
export class GrowingIndex implements Browsed, Disposable {
  /** Settled when all is in it; rejected as {@link openIndex} is, and what is in it can be searched. */
  readonly complete: Promise<void>;
  readonly #database: DatabaseSync;
  readonly #sources: readonly KeyedSource[];
  readonly #rollouts: number;
  readonly #stop = new AbortController();
  #index: RolloutIndex | undefined;

  /**
   * @param file as for `openIndex`
   * @throws {IndexError} if it cannot be read or written
   */
  constructor(file: string, sources: readonly Source[], { signal, onProgress }: Building = {}) {
    this.#sources = keyed(sources);
    this.#rollouts = sources.reduce((sum, { rows }) => sum + rows, 0);
    this.#database = openIndexFile(file, this.#sources);
    this.complete = addMissing(file, this.#database, this.#sources, {
      signal: signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal,
      ...(onProgress && { onProgress }),
    });
    // Who does not wait for it need not hear of it.
    this.complete.catch(() => {});
  }

  get missing(): number {
    return this.#rollouts - rolloutsIn(this.#database);
  }

  get index(): RolloutIndex {
    const known = this.#index?.facts.rollouts ?? 0;
    const now = rolloutsIn(this.#database);
    if (this.#index && (now === known || (now < this.#rollouts && now < GROWTH * known))) return this.#index;
    this.#index?.[Symbol.dispose]();
    this.#index = new RolloutIndex(this.#database, this.#sources, () => {});
    return this.#index;
  }

  /** Ends the building, too. */
  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#index?.[Symbol.dispose]();
    this.#database.close();
  }
}
