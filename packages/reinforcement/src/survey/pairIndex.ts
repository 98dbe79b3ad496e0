const EMPTY = -1;

/** Numbers pairs of numbers in the order in which they first come: open addressing, 40 bytes a pair at most. */
export class PairIndex {
  #firsts = new Float64Array(1024);
  #seconds = new Float64Array(1024);
  #numbers = new Int32Array(1024).fill(EMPTY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of a pair, which is that of {@link size} before if the pair is new. */
  number(first: number, second: number): number {
    const slot = this.#slot(first, second);
    if (this.#numbers[slot] !== EMPTY) return this.#numbers[slot]!;
    this.#firsts[slot] = first;
    this.#seconds[slot] = second;
    this.#numbers[slot] = this.#size++;
    if (2 * this.#size > this.#numbers.length) this.#grow();
    return this.#size - 1;
  }

  /** The number of a pair; -1 if it never came. */
  find(first: number, second: number): number {
    return this.#numbers[this.#slot(first, second)]!;
  }

  #slot(first: number, second: number): number {
    const mask = this.#numbers.length - 1;
    let hash = Math.imul(first | 0, 0x9e3779b1) ^ Math.imul((first / 4294967296) | 0, 0x7feb352d);
    hash = Math.imul(hash ^ (hash >>> 15) ^ (second | 0), 0x846ca68b);
    hash = Math.imul(hash ^ (hash >>> 13) ^ ((second / 4294967296) | 0), 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 16)) & mask;
    while (
      this.#numbers[slot] !== EMPTY &&
      (this.#firsts[slot] !== first || this.#seconds[slot] !== second)
    ) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [firsts, seconds, numbers] = [this.#firsts, this.#seconds, this.#numbers];
    const size = 2 * numbers.length;
    this.#firsts = new Float64Array(size);
    this.#seconds = new Float64Array(size);
    this.#numbers = new Int32Array(size).fill(EMPTY);
    for (const [from, number] of numbers.entries()) {
      if (number === EMPTY) continue;
      const slot = this.#slot(firsts[from]!, seconds[from]!);
      this.#firsts[slot] = firsts[from]!;
      this.#seconds[slot] = seconds[from]!;
      this.#numbers[slot] = number;
    }
  }
}
