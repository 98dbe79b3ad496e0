import { type Environment, TOKENS } from '@vestige/environment';
import type { RandomStream } from '@vestige/random';
import type { Beginning } from './intervention.ts';
import type { Policy } from './policy.ts';

/**
 * Lets the policy write chains of thought on from their beginnings, up to `</think>` or to as many tokens as a
 * completion may have.
 *
 * @param forbidden token ids it may not use
 * @returns the whole chains of thought, beginnings included
 */
export function grow(
  policy: Policy,
  { maxNewTokens }: Environment,
  beginnings: readonly Beginning[],
  forbidden: readonly number[],
  stream: RandomStream,
): number[][] {
  if (beginnings.length === 0) return [];
  const sampled = policy.write(
    beginnings.map(({ prompt }) => prompt),
    stream,
    {
      maxNewTokens,
      stopToken: TOKENS.endThink,
      beginnings: beginnings.map(({ cot }) => cot),
      forbidden,
    },
  );
  return sampled.map((tokens, i) => {
    const written = tokens.at(-1) === TOKENS.endThink ? tokens.slice(0, -1) : tokens;
    return [...beginnings[i]!.cot, ...written];
  });
}
