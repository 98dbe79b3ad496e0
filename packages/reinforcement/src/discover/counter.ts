import { PairIndex } from '../survey/pairIndex.ts';
import { isFrequent, type Thirds } from './documents.ts';

/**
 * Counts in how many texts of each third something is, of which each is a pair of numbers. Texts are gone through in order.
 */
export class DocumentCounter {
  readonly pairs = new PairIndex();
  readonly #thirds: Thirds;
  #counts = new Int32Array(3 * 1024);
  #last = new Int32Array(1024).fill(-1);

  constructor(thirds: Thirds) {
    this.#thirds = thirds;
  }

  add(document: number, first: number, second: number): number {
    const number = this.pairs.number(first, second);
    if (number >= this.#last.length) this.#grow();
    if (this.#last[number] !== document) {
      this.#last[number] = document;
      this.#counts[3 * number + this.#thirds.of[document]!]!++;
    }
    return number;
  }

  frequent(number: number, fewest: readonly number[]): boolean {
    return isFrequent(this.#counts, 3 * number, fewest);
  }

  #grow(): void {
    const counts = new Int32Array(2 * this.#counts.length);
    counts.set(this.#counts);
    this.#counts = counts;
    const last = new Int32Array(2 * this.#last.length).fill(-1);
    last.set(this.#last);
    this.#last = last;
  }
}
