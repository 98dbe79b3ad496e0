import type { Task } from '@vestige/environment';
import type { Policy } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import type { Beginning } from './intervention.ts';

/**
 * Lets the policy write chains of thought on from their beginnings, up to their end or to as many tokens as a
 * completion may have.
 *
 * @param forbidden words it may not use
 * @returns the whole chains of thought, beginnings included
 */
export async function grow(
  policy: Policy,
  { maxTokens }: Task,
  beginnings: readonly Beginning[],
  forbidden: readonly string[],
  stream: RandomStream,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const written = await policy.write(
    beginnings.map(({ question, thought }) => ({ question, thought })),
    { until: 'thought', maxTokens, temperature: 1, ...(forbidden.length > 0 && { forbidden }) },
    stream,
    signal,
  );
  return written.map(({ thought }) => thought);
}
