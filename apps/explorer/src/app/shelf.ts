/** What one view hands to another: a prompt with a chain of thought, to be looked at in the playground. */
export interface Specimen {
  /** Place of the run among those of the manifest. */
  readonly run: number;
  /** Update of the policy that is wanted; the nearest in the page is taken. */
  readonly step: number;
  readonly prompt: readonly number[];
  readonly cot: readonly number[];
}

/** Where views leave specimens for each other. */
export class Shelf {
  readonly #takers = new Set<(specimen: Specimen) => void>();

  /** Calls `take` for each specimen from now on. @returns how to end it */
  subscribe(take: (specimen: Specimen) => void): () => void {
    this.#takers.add(take);
    return () => this.#takers.delete(take);
  }

  /** Gives a specimen to the playground, and goes there. */
  put(specimen: Specimen): void {
    for (const take of this.#takers) take(specimen);
    document.getElementById('playground')?.scrollIntoView();
    document.querySelector<HTMLElement>('#playground h2')?.focus({ preventScroll: true });
  }
}
