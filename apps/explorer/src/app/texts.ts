import { type Lists, numbersAt } from './lists.ts';

/** A column of texts as the page holds them, a byte a word; they become words here, when they are shown. */
export class Texts {
  /** Numbers of the words, for those who look through all rows. */
  readonly ids: Lists;
  readonly #vocabularyOf: (row: number) => readonly string[];

  constructor(ids: Lists, vocabularyOf: (row: number) => readonly string[]) {
    this.ids = ids;
    this.#vocabularyOf = vocabularyOf;
  }

  /** The words of a row, from the first on. @param most of them; all if absent */
  words(row: number, most?: number): string[] {
    const vocabulary = this.#vocabularyOf(row);
    return numbersAt(this.ids, row)
      .slice(0, most)
      .map((id) => vocabulary[id]!);
  }

  /** @param most words of it; all if absent */
  text(row: number, most?: number): string {
    return this.words(row, most).join(' ');
  }

  /** Words in a row. */
  length(row: number): number {
    return this.ids.offsets[row + 1]! - this.ids.offsets[row]!;
  }
}

/** A column of one word each. */
export function wordsOf(
  ids: ArrayLike<number>,
  vocabularyOf: (row: number) => readonly string[],
): readonly string[] {
  return Array.from(ids, (id, row) => vocabularyOf(row)[id]!);
}
