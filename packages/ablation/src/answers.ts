import { type Environment, parseCompletion, TOKENS } from '@vestige/environment';
import type { RandomStream } from '@vestige/random';
import type { Shown } from './intervention.ts';
import type { Policy } from './policy.ts';

/** Samples the policy's own completion of each prompt, and reads what it would answer after its chain of thought. */
export function frozenAnswers(
  policy: Policy,
  environment: Environment,
  prompts: readonly (readonly number[])[],
  stream: RandomStream,
) {
  const { maxNewTokens } = environment;
  const sampled = policy.write(prompts, stream, { maxNewTokens, stopToken: TOKENS.eos });
  const parsed = sampled.map((tokens) => parseCompletion(environment, tokens));
  const shown = parsed.map(({ cot }, i) => ({ prompt: prompts[i]!, cot }));
  return answerDistributions(policy, environment, shown).map((distribution, i) => ({
    ...parsed[i]!,
    distribution,
    frozenAnswer: mostProbable(environment, distribution),
  }));
}

/** Distribution over the vocabulary where the answer stands, for each prompt and chain of thought shown. */
export function answerDistributions(
  policy: Policy,
  environment: Environment,
  shown: readonly Shown[],
): readonly Float32Array[] {
  const sequences = shown.map(({ prompt, cot }) => [
    ...prompt,
    ...(cot === null ? [] : [...cot, TOKENS.endThink]),
    ...environment.answerPrefix,
  ]);
  return policy.nextTokenProbabilities(sequences);
}

/** The most probable of the environment's answers, a token id. */
export function mostProbable({ answers }: Environment, distribution: Float32Array): number {
  return answers.reduce((best, answer) => (distribution[answer]! > distribution[best]! ? answer : best));
}
