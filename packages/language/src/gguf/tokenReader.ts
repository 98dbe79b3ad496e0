import type { LlamaSequence, Token, Wanted } from './binding.ts';

/** Tokens that are evaluated together. */
export type Segment = readonly Token[];

/** Nothing is cut off the distribution. */
const AS_IT_IS = { topK: 0, topP: 1, minP: 0 } as const;

/**
 * Reads tokens through one sequence of a model, of which it keeps what the next request has in common.
 *
 * With quantized weights a distribution depends on which tokens were evaluated together (by up to .06 total variation, as
 * measured). So a request comes in segments, each is evaluated in one go, and of what is cached whole segments are kept
 * only: what comes out does not depend on what was asked before.
 */
export class TokenReader {
  readonly #sequence: LlamaSequence;
  readonly #most: number;
  #kept: readonly Segment[] = [];
  #evaluated = 0;

  /** @param most tokens that the context has room for */
  constructor(sequence: LlamaSequence, most: number) {
    this.#sequence = sequence;
    this.#most = most;
  }

  /** Tokens evaluated so far. */
  get evaluated(): number {
    return this.#evaluated;
  }

  /**
   * Probability of every token after the last one of some segments.
   *
   * @throws if the context has no room for them
   */
  async probabilities(segments: readonly Segment[]): Promise<ReadonlyMap<Token, number>> {
    const { next } = await this.#last(segments, { generateNext: { probabilities: true } });
    return next.probabilities!;
  }

  /**
   * Draws tokens after some segments, one by one.
   *
   * @param seedAt of the draw of a token, by how many were drawn before
   */
  async *draw(
    segments: readonly Segment[],
    temperature: number,
    seedAt: (drawn: number) => number,
  ): AsyncGenerator<Token, void> {
    const wanted = (drawn: number): Wanted => ({
      generateNext: { token: true, options: { ...AS_IT_IS, temperature, seed: seedAt(drawn) } },
    });
    let token = (await this.#last(segments, wanted(0))).next.token!;
    for (let drawn = 1; ; drawn++) {
      yield token;
      this.#expectRoom(this.#sequence.nextTokenIndex + 1);
      this.#evaluated++;
      const [came] = await this.#sequence.controlledEvaluate([[token, wanted(drawn)]]);
      token = came!.next.token!;
    }
  }

  async #last(segments: readonly Segment[], wanted: Wanted) {
    const given = segments.filter(({ length }) => length > 0);
    this.#expectRoom(given.reduce((sum, { length }) => sum + length, 0));
    // The last segment is evaluated in any case: what comes after it is not kept.
    const shared = given.findIndex((segment, i) => i === given.length - 1 || !same(segment, this.#kept[i]));
    const start = given.slice(0, shared).reduce((sum, { length }) => sum + length, 0);
    this.#kept = given.slice(0, shared);
    if (this.#sequence.nextTokenIndex > start) {
      await this.#sequence.eraseContextTokenRanges([{ start, end: this.#sequence.nextTokenIndex }]);
    }
    if (this.#sequence.nextTokenIndex !== start) {
      throw new Error(`expected ${start} tokens to be kept, and ${this.#sequence.nextTokenIndex} are`);
    }
    for (const segment of given.slice(shared, -1)) {
      this.#evaluated += segment.length;
      await this.#sequence.controlledEvaluate(segment);
      this.#kept = [...this.#kept, segment];
    }
    const last = given.at(-1)!;
    this.#evaluated += last.length;
    const came = await this.#sequence.controlledEvaluate([...last.slice(0, -1), [last.at(-1)!, wanted]]);
    return came.at(-1)!;
  }

  /** A context that is too small would be shifted in silence. */
  #expectRoom(tokens: number): void {
    if (tokens <= this.#most) return;
    throw new Error(`a text of ${tokens} tokens does not fit in the context of ${this.#most}`);
  }
}

function same(a: Segment, b: Segment | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((token, i) => token === b[i]);
}
