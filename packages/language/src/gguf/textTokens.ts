import type { Context } from '@vestige/policy';
import { inText, type Piece, type TextFormat } from '../textFormat.ts';
import type { LlamaModel, Token } from './binding.ts';
import type { Segment } from './tokenReader.ts';
import { WrittenTokens } from './writtenTokens.ts';

/** Contexts as tokens of a model, in the segments that are evaluated together. */
export class TextTokens {
  readonly format: TextFormat;
  readonly written = new WrittenTokens();
  readonly #model: Pick<LlamaModel, 'tokenize'>;

  constructor(model: Pick<LlamaModel, 'tokenize'>, format: TextFormat) {
    this.#model = model;
    this.format = format;
  }

  /** Up to where a thought goes on: the question, and what there is of the thought. */
  thinking({ question, thought }: Context): readonly [question: Segment, thought: Segment] {
    return [this.#pieces(this.format.thinking(question)), this.#thought(thought ?? '')];
  }

  /** Up to where the answer stands. */
  answering(context: Context): readonly Segment[] {
    if (context.thought === null) return [this.#pieces(this.format.now(context.question))];
    return [...this.thinking(context), this.#pieces(this.format.close)];
  }

  answer(answer: string): Segment {
    return this.#model.tokenize(inText(this.format, answer), false);
  }

  #thought(thought: string): Segment {
    return this.written.of(inText(this.format, thought), (text) => this.#model.tokenize(text, false));
  }

  #pieces(pieces: readonly Piece[]): Segment {
    return pieces.flatMap(({ text, control = false }): readonly Token[] =>
      this.#model.tokenize(text, control),
    );
  }
}
