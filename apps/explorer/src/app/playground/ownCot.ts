import type { Environment } from '@vestige/environment';
import type { Policy } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';

/**
 * The chain of thought that a policy writes for a question.
 *
 * @param temperature 0 takes the most probable words
 */
export async function ownCot(
  policy: Policy,
  { maxTokens }: Environment,
  question: string,
  temperature: number,
  stream: RandomStream,
): Promise<string> {
  const writing = { until: 'thought', maxTokens, temperature } as const;
  const [written] = await policy.write([{ question, thought: '' }], writing, stream);
  return written!.thought;
}
