import { randomStream } from '@vestige/random';
import type { LlamaSequence, Token, TokenBias, Wanted } from './binding.ts';
import { count, type Segment, shared } from './segments.ts';
import type { States } from './states.ts';

/** A token that was drawn, and how likely it was under the policy as it samples. */
interface Drawn {
  readonly token: Token;
  readonly probability: number;
}

/** Nothing is cut off the distribution. */
const AS_IT_IS = { topK: 0, topP: 1, minP: 0 } as const;

/** A context has no room for a text. The message is one line. */
export class ContextError extends Error {
  override name = 'ContextError';
}

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
  readonly #states: States;
  #kept: Segment[] = [];
  #evaluated = 0;
  #written = 0;

  /** @param most tokens that the context has room for */
  constructor(sequence: LlamaSequence, most: number, states: States) {
    this.#sequence = sequence;
    this.#most = most;
    this.#states = states;
  }

  /** Tokens evaluated so far, those written included. */
  get evaluated(): number {
    return this.#evaluated;
  }

  /** Tokens drawn so far. */
  get written(): number {
    return this.#written;
  }

  /** How many tokens of some segments are in the cache. */
  held(segments: readonly Segment[]): number {
    return count(segments.slice(0, shared(this.#kept, segments)));
  }

  /** Keeps what the cache holds, so that it can be gone on from when other texts have been read. */
  async save(): Promise<void> {
    await this.#states.save(this.#sequence, this.#kept);
  }

  /**
   * @param more tokens that may be written after it
   * @throws {ContextError} if the context has no room for a text: it would be shifted in silence
   */
  expectRoom(tokens: number, more = 0): void {
    if (tokens + more <= this.#most) return;
    const toWrite = more === 0 ? '' : ` with ${more} to be written`;
    throw new ContextError(
      `a text of ${tokens} tokens${toWrite} does not fit in the context of ${this.#most}; expected a larger \`language.contextSize\``,
    );
  }

  /**
   * Probability of every token after the last one of some segments.
   *
   * @throws {ContextError} if the context has no room for them
   * @throws what `signal` was aborted with
   */
  async probabilities(
    segments: readonly Segment[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<Token, number>> {
    const { next } = await this.#last(segments, { generateNext: { probabilities: true } }, signal);
    return next.probabilities!;
  }

  /** Probability of some tokens among themselves, without that of all others: far cheaper where a vocabulary is large. */
  async shares(
    segments: readonly Segment[],
    among: { readonly bias: TokenBias; readonly count: number },
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<Token, number>> {
    const options = { ...AS_IT_IS, temperature: 1, topK: among.count, tokenBias: among.bias };
    const { next } = await this.#last(segments, { generateNext: { probabilities: true, options } }, signal);
    return next.probabilities!;
  }

  /**
   * Draws tokens after some segments, one by one.
   *
   * @param seed of all that is drawn
   */
  async *draw(
    segments: readonly Segment[],
    temperature: number,
    seed: number,
    signal?: AbortSignal,
  ): AsyncGenerator<Drawn, void> {
    const wanted = (drawn: number): Wanted => ({
      generateNext: {
        ...{ token: true, confidence: true },
        options: { ...AS_IT_IS, temperature, seed: randomStream(seed, drawn).integer(2 ** 31) },
      },
    });
    let came = await this.#last(segments, wanted(0), signal);
    for (let drawn = 1; ; drawn++) {
      const token = came.next.token!;
      this.#written++;
      yield { token, probability: came.next.confidence! };
      signal?.throwIfAborted();
      this.expectRoom(this.#sequence.nextTokenIndex + 1);
      came = (await this.#evaluate([token], wanted(drawn)))!;
    }
  }

  async #last(segments: readonly Segment[], wanted: Wanted, signal: AbortSignal | undefined) {
    this.expectRoom(count(segments));
    const restored = await this.#states.restore(this.#sequence, segments, this.held(segments));
    if (restored !== null) this.#kept = [...restored];
    // The last segment is evaluated in any case: what comes after it is not kept.
    await this.#keep(Math.min(shared(this.#kept, segments), segments.length - 1));
    for (const segment of segments.slice(this.#kept.length, -1)) {
      signal?.throwIfAborted();
      await this.#evaluate(segment);
    }
    signal?.throwIfAborted();
    return (await this.#evaluate(segments.at(-1)!, wanted))!;
  }

  /** Keeps the first segments; none, where a model cannot go back to the end of the last of them. */
  async #keep(segments: number): Promise<void> {
    this.#kept.length = segments;
    const erase = async (start: number) => {
      const end = this.#sequence.nextTokenIndex;
      if (end > start) await this.#sequence.eraseContextTokenRanges([{ start, end }]);
    };
    const start = count(this.#kept);
    await erase(start);
    if (this.#sequence.nextTokenIndex === start) return;
    this.#kept = [];
    await erase(0);
  }

  async #evaluate(segment: Segment, wanted?: Wanted) {
    this.#evaluated += segment.length;
    const last = segment.at(-1)!;
    const came = await this.#sequence.controlledEvaluate(
      wanted === undefined ? segment : [...segment.slice(0, -1), [last, wanted]],
    );
    this.#kept.push(segment);
    return came.at(-1);
  }
}
