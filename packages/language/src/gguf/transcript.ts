import { countWithin } from '../countWithin.ts';
import { type TextFormat, thoughtOutOfText } from '../format/textFormat.ts';
import type { Token } from './binding.ts';
import type { Segment } from './segments.ts';
import type { Tokenizer } from './tokenizer.ts';

/** What a model has written so far, as tokens and as text, and what of it is its thought. */
export class Transcript {
  readonly #tokenizer: Tokenizer;
  readonly #format: TextFormat;
  readonly #given: readonly Segment[];
  readonly #givenTokens: number;
  readonly #tokens: Token[] = [];
  /** What each token adds to the text. */
  readonly #added: string[] = [];
  readonly #textOf: (token: Token) => string;
  readonly #begun: number;
  #text = '';
  #end = -1;

  /** @param given the beginning of the thought, from which it is written on */
  constructor(tokenizer: Tokenizer, format: TextFormat, given: readonly Segment[]) {
    this.#tokenizer = tokenizer;
    this.#format = format;
    this.#given = given;
    this.#textOf = tokenizer.reader();
    for (const token of given.flat()) this.#push(token);
    this.#givenTokens = this.#tokens.length;
    this.#begun = this.#text.length;
  }

  /** Tokens of the completion, those that were given included. */
  get length(): number {
    return this.#tokens.length;
  }

  get thoughtHasEnded(): boolean {
    return this.#end >= 0;
  }

  /** What follows the thought, what ends it included; empty as long as it has not ended. */
  get after(): string {
    return this.#end < 0 ? '' : this.#text.slice(this.#end);
  }

  get thought(): string {
    return thoughtOutOfText(this.#format, this.#thoughtText);
  }

  /** All that was written, without what was given. */
  get raw(): string {
    return this.#text.slice(this.#begun);
  }

  /** @returns whether the turn goes on; a token that ends it is not written */
  take(token: Token): boolean {
    // What ends a thought may be what ends a turn, too.
    const ends = this.#tokenizer.endsTurn(token);
    const text = ends ? this.#tokenizer.text(token) : '';
    if (ends && (this.thoughtHasEnded || this.#format.endOfThought(text, 0) !== 0)) return false;
    this.#push(token);
    if (this.#end < 0) this.#end = this.#format.endOfThought(this.#text, this.#begun);
    return true;
  }

  /** The thought in the segments in which it was evaluated, with what each of their tokens adds to the text. */
  evaluated(): { readonly segments: readonly Segment[]; readonly texts: readonly string[] } {
    const inThought = Math.max(this.#givenTokens, countWithin(this.#added, this.#thoughtText.length));
    const written = this.#tokens.slice(this.#givenTokens, inThought).map((token) => [token]);
    return { segments: [...this.#given, ...written], texts: this.#added.slice(0, inThought) };
  }

  get #thoughtText(): string {
    return this.#end < 0 ? this.#text : this.#text.slice(0, this.#end);
  }

  #push(token: Token): void {
    const added = this.#textOf(token);
    this.#tokens.push(token);
    this.#added.push(added);
    this.#text += added;
  }
}
