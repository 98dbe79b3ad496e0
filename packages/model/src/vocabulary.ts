/** Words of an environment and their token ids. */
export class Vocabulary {
  readonly words: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  /** @throws if a word stands twice or holds white space */
  constructor(words: readonly string[]) {
    this.words = words;
    this.#ids = new Map(words.map((word, id) => [word, id]));
    if (this.#ids.size !== words.length) throw new Error('vocabulary: a word stands twice');
    const spaced = words.find((word) => /\s/.test(word) || word === '');
    if (spaced !== undefined) throw new Error(`vocabulary: "${spaced}" is empty or holds white space`);
  }

  get size(): number {
    return this.words.length;
  }

  has(word: string): boolean {
    return this.#ids.has(word);
  }

  /** @throws if the vocabulary lacks the word */
  id(word: string): number {
    const id = this.#ids.get(word);
    if (id === undefined) throw new Error(`"${word}" is not a word of the vocabulary`);
    return id;
  }

  /** Token ids of words separated by white space. */
  encode(text: string): number[] {
    return text
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => this.id(word));
  }

  /** Words of token ids, separated by a space. */
  decode(ids: Iterable<number>): string {
    return Array.from(ids, (id) => this.words[id] ?? `<${id}?>`).join(' ');
  }

  equals(other: readonly string[]): boolean {
    return other.length === this.size && other.every((word, id) => word === this.words[id]);
  }
}
