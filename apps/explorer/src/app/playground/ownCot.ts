import { type Environment, TOKENS } from '@vestige/environment';
import type { Inference } from '@vestige/model/inference';
import type { RandomStream } from '@vestige/random';

/**
 * The chain of thought that a policy writes for a prompt.
 *
 * @param temperature 0 takes the most probable words
 */
export function ownCot(
  inference: Inference,
  { maxNewTokens }: Environment,
  prompt: readonly number[],
  temperature: number,
  stream: RandomStream,
): readonly number[] {
  const [sampled] = inference.sample([prompt], stream, {
    maxNewTokens,
    stopToken: TOKENS.endThink,
    temperature,
  });
  const { tokens } = sampled!;
  return tokens.at(-1) === TOKENS.endThink ? tokens.slice(0, -1) : tokens;
}
