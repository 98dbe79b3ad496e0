import type { AnswerDistribution } from '@vestige/policy';
import type { Token, TokenBias } from './binding.ts';
import type { Segment } from './segments.ts';
import type { TokenReader } from './tokenReader.ts';

/** Far more than any logit. */
const ABOVE_ALL = { logit: 100 };

/**
 * Scores every candidate by the probabilities of all its tokens. Beginnings that several have in common are read once.
 *
 * @param before where the answer stands
 * @param tokens of each candidate
 */
export async function score(
  reader: TokenReader,
  before: readonly Segment[],
  candidates: readonly string[],
  tokens: readonly Segment[],
  signal: AbortSignal | undefined,
): Promise<AnswerDistribution> {
  const probability = Float64Array.from(tokens, () => 1);
  for (const beginning of beginningsOf(tokens)) {
    const next = await reader.probabilities([...before, ...beginning.map((token) => [token])], signal);
    for (const [i, ids] of tokens.entries()) {
      if (ids.length > beginning.length && beginning.every((token, k) => token === ids[k])) {
        probability[i]! *= next.get(ids[beginning.length]!) ?? 0;
      }
    }
  }
  const mass = probability.reduce((sum, p) => sum + p, 0);
  return { answers: candidates, probability, mass, basis: 'scored' };
}

/**
 * Scores candidates of one token each among themselves: how likely it is that one of them comes at all is not known then.
 *
 * @returns null if some candidate has several tokens, or the same as another
 */
export async function scoreShares(
  reader: TokenReader,
  newBias: () => TokenBias,
  before: readonly Segment[],
  candidates: readonly string[],
  tokens: readonly Segment[],
  signal: AbortSignal | undefined,
): Promise<AnswerDistribution | null> {
  const first = new Set(tokens.map(([token]) => token!));
  if (first.size < tokens.length || tokens.some(({ length }) => length !== 1)) return null;
  const bias = newBias();
  for (const token of first) bias.set(token, ABOVE_ALL);
  const next = await reader.shares(before, { bias, count: first.size }, signal);
  const probability = Float64Array.from(tokens, ([token]) => next.get(token!) ?? 0);
  return { answers: candidates, probability, mass: null, basis: 'scored' };
}

/** What stands before some token of a candidate, each once; one that begins with another after it. */
function beginningsOf(tokens: readonly Segment[]): readonly Segment[] {
  const all = new Map<string, readonly Token[]>();
  for (const ids of tokens) {
    for (let length = 0; length < ids.length; length++) {
      const beginning = ids.slice(0, length);
      all.set(beginning.join(), beginning);
    }
  }
  return [...all.values()];
}
