/** What was worked out last, by what it answers. */
export class Recent<T> {
  readonly #kept = new Map<string, T>();
  readonly #most: number;
  readonly #drop: (value: T) => void;

  /** @param drop told of each value that is given up */
  constructor(most: number, drop: (value: T) => void = () => {}) {
    this.#most = most;
    this.#drop = drop;
  }

  get(key: string, make: () => T): T {
    const value = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, value);
    if (this.#kept.size > this.#most) {
      const [oldest, dropped] = this.#kept.entries().next().value!;
      this.#kept.delete(oldest);
      this.#drop(dropped);
    }
    return value;
  }

  clear(): void {
    for (const value of this.#kept.values()) this.#drop(value);
    this.#kept.clear();
  }
}
