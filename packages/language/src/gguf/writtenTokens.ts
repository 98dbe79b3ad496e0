import type { Token } from './binding.ts';

/** Tokens of texts that a model wrote, by text: what it wrote is never tokenized again. */
export class WrittenTokens {
  /** Beginnings of written texts that end where a token does, each with the text's tokens and how many those are. */
  readonly #known = new Map<string, { readonly tokens: readonly Token[]; readonly count: number }>();

  /** @param texts what each of the tokens adds to the text */
  add(tokens: readonly Token[], texts: readonly string[]): void {
    let beginning = '';
    for (const [i, text] of texts.entries()) {
      beginning += text;
      // The first that wrote it counts, so that the same text is always the same tokens.
      if (!this.#known.has(beginning)) this.#known.set(beginning, { tokens, count: i + 1 });
    }
  }

  /**
   * Tokens of a text: those of its longest beginning that was written, the rest tokenized.
   *
   * @param tokenize for what was not written
   */
  of(text: string, tokenize: (text: string) => readonly Token[]): readonly Token[] {
    for (let length = text.length; length > 0; length--) {
      const known = this.#known.get(text.slice(0, length));
      if (known === undefined) continue;
      const rest = text.slice(length);
      return [...known.tokens.slice(0, known.count), ...(rest === '' ? [] : tokenize(rest))];
    }
    return text === '' ? [] : tokenize(text);
  }
}
