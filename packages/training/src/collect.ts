import { type Environment, isRight, type Problem, parseCompletion, TOKENS } from '@vestige/environment';
import type { Recording } from '@vestige/kernels';
import { sample, type Transformer } from '@vestige/model';
import type { RandomStream } from '@vestige/random';
import type { Reward } from '@vestige/rewards';
import type { RolloutRow } from '@vestige/rollouts';

/** A rollout before its advantage is known. */
export type ScoredRollout = Omit<RolloutRow, 'step' | 'prompt_id' | 'advantage'>;

interface CollectOptions {
  readonly rule: string;
  readonly reward: Reward;
  readonly temperature: number;
  readonly forced: number;
}

/**
 * Samples one completion of each problem's prompt and scores it.
 *
 * @param forced how many of the problems, the first ones, get an empty chain of thought put there
 * @param recording takes what sampling computed, for an update on these rollouts
 */
export function collectRollouts(
  model: Transformer,
  environment: Environment,
  problems: readonly Problem[],
  { rule, reward, temperature, forced }: CollectOptions,
  stream: RandomStream,
  recording?: Recording,
): ScoredRollout[] {
  const prompts = problems.map(({ prompt }) => prompt);
  const { maxNewTokens } = environment;
  const sampled = sample(model, prompts, stream, {
    maxNewTokens,
    stopToken: TOKENS.eos,
    temperature,
    ...(forced > 0 && { beginnings: problems.map((_, i) => (i < forced ? [TOKENS.endThink] : [])) }),
    ...(recording && { recording }),
  });
  return sampled.map((own, i) => {
    // What was put there is part of the completion, and was certain.
    const tokens = i < forced ? [TOKENS.endThink, ...own.tokens] : own.tokens;
    const logProbs = i < forced ? [0, ...own.logProbs] : own.logProbs;
    const problem = problems[i]!;
    const label = problem.labels[rule]!;
    const parsed = parseCompletion(environment, tokens);
    const parts = reward(parsed, label);
    const reading = environment.read(problem, parsed.cot);
    return {
      group: problem.group ?? 'all',
      prompt: problem.prompt,
      completion: tokens,
      log_probs: logProbs,
      forced: i < forced,
      label,
      answer: parsed.answer,
      correct: parsed.wellFormed && isRight(environment, parsed.answer, label),
      well_formed: parsed.wellFormed,
      cot_length: parsed.cot.length,
      ...reading,
      reward: parts.total,
      reward_outcome: parts.outcome,
      reward_length: parts.length,
      reward_monitor: parts.monitor,
    };
  });
}
