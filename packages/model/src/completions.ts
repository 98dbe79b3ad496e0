import type { RandomStream } from '@vestige/random';

export interface CompletionOptions {
  /** Longest completion, its beginning included. */
  readonly maxNewTokens: number;
  /** Ends a completion, and belongs to it. */
  readonly stopToken: number;
  /** 1 unless given; 0 takes the most probable token. */
  readonly temperature?: number;
  /** Tokens that each completion begins with, in the order of the prompts: taken, not sampled. None unless given. */
  readonly beginnings?: readonly (readonly number[])[];
  /** Tokens that are never sampled; the others share their probability. None unless given. */
  readonly forbidden?: readonly number[];
}

/** A sampled completion. */
export interface SampledCompletion {
  /** Generated token ids, the stop token included if it came; the beginning is left out. */
  readonly tokens: number[];
  /**
   * Log-probability of each token under the policy sampled from, `softmax(logits / temperature)`, nats; among the
   * tokens not forbidden. At temperature 0 that at 1.
   */
  readonly logProbs: number[];
}

/** A token for each completion that goes on, and its log-probability in nats. */
export interface SampledTokens {
  readonly tokens: ArrayLike<number>;
  readonly logProbs: ArrayLike<number>;
}

/** What takes tokens. The numbers `uniforms` in [0, 1) decide which. */
export interface Sampler {
  /** The first token after each prompt. */
  begin(uniforms: Float32Array): SampledTokens;
  /**
   * The token after `ids`, which stand at `position` of the sequences `open`, the only ones that go on. Sequence i
   * is prompt i.
   */
  next(
    ids: readonly number[],
    open: readonly number[],
    position: number,
    uniforms: Float32Array,
  ): SampledTokens;
}

/**
 * Completes each prompt.
 *
 * Row i's numbers depend on row i's prompt and on the stream only: all uniforms are drawn beforehand, so that
 * a row that ends early does not shift another's.
 *
 * @param prompts token ids, all of one length
 * @param start called once the arguments are found right, with the greatest length of prompt and completion
 * @throws if prompts differ in length, or what is asked for does not fit
 */
export function complete(
  prompts: readonly (readonly number[])[],
  contextLength: number,
  stream: RandomStream,
  { maxNewTokens, stopToken, temperature = 1, beginnings }: CompletionOptions,
  start: (length: number) => Sampler,
): SampledCompletion[] {
  if (!Number.isInteger(maxNewTokens) || maxNewTokens < 0) {
    throw new Error(`sample: maxNewTokens is ${maxNewTokens}, expected an integer of at least 0`);
  }
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw new Error(`sample: temperature is ${temperature}, expected a number of at least 0`);
  }
  const batch = prompts.length;
  const promptLength = prompts[0]?.length ?? 0;
  const ragged = prompts.findIndex(({ length }) => length !== promptLength);
  if (ragged >= 0) {
    throw new Error(
      `sample: prompt ${ragged} has ${prompts[ragged]!.length} tokens, the first ${promptLength}; all must be equally long`,
    );
  }
  const total = promptLength + maxNewTokens;
  if (total > contextLength) {
    throw new Error(
      `sample: ${promptLength} + ${maxNewTokens} tokens do not fit in a context of ${contextLength}`,
    );
  }
  const tooLong = beginnings?.findIndex(({ length }) => length > maxNewTokens) ?? -1;
  if (tooLong >= 0) {
    throw new Error(
      `sample: beginning ${tooLong} has ${beginnings![tooLong]!.length} tokens; at most ${maxNewTokens} (maxNewTokens) fit`,
    );
  }
  const uniforms = new Float32Array(batch * maxNewTokens);
  for (let i = 0; i < uniforms.length; i++) uniforms[i] = stream.uniform();
  const sampled: SampledCompletion[] = prompts.map(() => ({ tokens: [], logProbs: [] }));
  // Prompts whose completion goes on; the others cost nothing more.
  let open = Array.from(prompts, (_, i) => i);
  let ids: number[] = [];
  const sampler = start(total);
  for (let step = 0; step < maxNewTokens && open.length > 0; step++) {
    const numbers = Float32Array.from(open, (i) => uniforms[i * maxNewTokens + step]!);
    const next =
      step === 0 ? sampler.begin(numbers) : sampler.next(ids, open, promptLength + step - 1, numbers);
    ids = [];
    const closed = new Set<number>();
    for (const [k, i] of open.entries()) {
      // A beginning is gone through like what is sampled, so that completions stay in step with each other.
      const given = beginnings?.[i]?.[step];
      if (given === undefined) {
        sampled[i]!.tokens.push(next.tokens[k]!);
        sampled[i]!.logProbs.push(next.logProbs[k]!);
      }
      if (given === undefined && next.tokens[k] === stopToken) closed.add(i);
      else ids.push(given ?? next.tokens[k]!);
    }
    open = open.filter((i) => !closed.has(i));
  }
  return sampled;
}

/** For each token of a vocabulary, what is added to its logit: finite, as kernels want logits. */
export function forbiddenMask(tokens: readonly number[], vocabularySize: number): Float32Array {
  const mask = new Float32Array(vocabularySize);
  for (const token of tokens) mask[token] = -1e9;
  return mask;
}
