/**
 * Keeps what has the smallest keys: with hashes for keys a sample without replacement that does not depend on the order in
 * which things come (bottom-k sampling, Cohen and Kaplan 2007). At most twice as many are held.
 */
export class Smallest<T> {
  #kept: { readonly key: number; readonly value: T }[] = [];
  #limit = Infinity;
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Makes the value only if it may be kept. */
  offer(key: number, value: () => T): void {
    if (key >= this.#limit) return;
    this.#kept.push({ key, value: value() });
    if (this.#kept.length >= 2 * this.#size) this.#cut();
  }

  /** By key. */
  values(): T[] {
    this.#cut();
    return this.#kept.map(({ value }) => value);
  }

  #cut(): void {
    this.#kept.sort((a, b) => a.key - b.key);
    if (this.#kept.length <= this.#size) return;
    this.#limit = this.#kept[this.#size]!.key;
    this.#kept.length = this.#size;
  }
}
