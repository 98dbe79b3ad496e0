/** How views have something opened in a chapter that edits it. */
export class ChapterRequests<T> {
  readonly #chapter: string;
  readonly #listeners = new Set<(request: T) => void>();

  /** @param chapter its id */
  constructor(chapter: string) {
    this.#chapter = chapter;
  }

  /** Calls `listener` for each request from now on. @returns how to end it */
  subscribe(listener: (request: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Gives a request to the chapter, and goes there. */
  open(request: T): void {
    for (const listener of this.#listeners) listener(request);
    document.getElementById(this.#chapter)?.scrollIntoView();
    document.querySelector<HTMLElement>(`#${this.#chapter} h2`)?.focus({ preventScroll: true });
  }
}
