import type { Context } from '@vestige/policy';
import { answerInText, type Piece, type TextFormat, thoughtInText } from '../format/textFormat.ts';
import { count, type Segment, split } from './segments.ts';
import type { Tokenizer } from './tokenizer.ts';
import { WrittenTokens } from './writtenTokens.ts';

/** Contexts as tokens of a model, in the segments that are evaluated together. */
export class TextTokens {
  readonly format: TextFormat;
  readonly written = new WrittenTokens();
  readonly #tokenizer: Tokenizer;

  constructor(tokenizer: Tokenizer, format: TextFormat) {
    this.#tokenizer = tokenizer;
    this.format = format;
  }

  /** Tokens that close a thought. */
  get closing(): number {
    return count(this.#pieces(this.format.close('so')));
  }

  /** Up to where a thought goes on: the question, and what there is of the thought. */
  thinking({ question, thought }: Context): { question: readonly Segment[]; thought: readonly Segment[] } {
    const { segments, rest } = this.written.of(question, thoughtInText(this.format, thought ?? ''), (text) =>
      this.#tokenizer.tokens(text, this.format.controlInThought),
    );
    return {
      question: this.#pieces(this.format.thinking(question)),
      thought: [...segments, ...this.#split(rest)],
    };
  }

  /** Up to where the answer stands. */
  answering(context: Context): readonly Segment[] {
    if (context.thought === null) return this.#pieces(this.format.now(context.question));
    const { question, thought } = this.thinking(context);
    const close = this.format.close(thoughtInText(this.format, context.thought));
    return [...question, ...thought, this.#pieces(close).flat()];
  }

  /** Up to where a model replies to a message. */
  message(message: string): readonly Segment[] {
    return this.#pieces(this.format.message(message));
  }

  answer(answer: string): Segment {
    return this.#tokenizer.tokens(answerInText(this.format, answer));
  }

  #pieces(pieces: readonly Piece[]): readonly Segment[] {
    return pieces.flatMap(({ text, control }) => {
      const tokens = this.#tokenizer.tokens(text, control);
      return control ? [tokens].filter(({ length }) => length > 0) : this.#split(tokens);
    });
  }

  #split(tokens: Segment): readonly Segment[] {
    return split(tokens, (token) => this.#tokenizer.text(token));
  }
}
