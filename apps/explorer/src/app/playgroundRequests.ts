import type { Thinking } from './thinking.ts';

/** Something that another view wants to have opened in the playground. */
export interface PlaygroundRequest extends Thinking {
  /** Place of the run among those of the manifest. */
  readonly run: number;
  /** Update of the policy that is wanted; the nearest in the page is taken. */
  readonly step: number;
}

/** How views have something opened in the playground. */
export class PlaygroundRequests {
  readonly #listeners = new Set<(request: PlaygroundRequest) => void>();

  /** Calls `listener` for each request from now on. @returns how to end it */
  subscribe(listener: (request: PlaygroundRequest) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Gives a request to the playground, and goes there. */
  open(request: PlaygroundRequest): void {
    for (const listener of this.#listeners) listener(request);
    document.getElementById('playground')?.scrollIntoView();
    document.querySelector<HTMLElement>('#playground h2')?.focus({ preventScroll: true });
  }
}
