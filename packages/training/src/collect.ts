import { type Environment, isRight, type Problem } from '@vestige/environment';
import type { Recording } from '@vestige/kernels';
import { sample, type Transformer } from '@vestige/model';
import { TOKENS } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import type { Reward } from '@vestige/rewards';
import type { RolloutRow } from '@vestige/rollouts';

/** A rollout as training uses it: the row that is kept, and what it was sampled from and in. */
export interface Rollout extends RolloutRow {
  readonly problem: Problem;
  /** Token ids. */
  readonly prompt: readonly number[];
  readonly ids: readonly number[];
  readonly log_probs: readonly number[];
}

/** A rollout before its advantage is known. */
export type ScoredRollout = Omit<Rollout, 'step' | 'problem_id' | 'advantage'>;

interface CollectOptions {
  readonly rule: string;
  readonly reward: Reward;
  readonly temperature: number;
  /** How many of the problems, the first ones, get an empty chain of thought put there. */
  readonly forced: number;
  readonly stream: RandomStream;
  /** Takes what sampling computed, for an update on these rollouts. */
  readonly recording?: Recording | undefined;
}

/** Samples one completion of each problem's question and scores it. */
export function collectRollouts(
  model: Transformer,
  environment: Environment,
  problems: readonly Problem[],
  { rule, reward, temperature, forced, stream, recording }: CollectOptions,
): ScoredRollout[] {
  const { format, maxTokens } = environment;
  const prompts = problems.map(({ question }) => format.prompt(question, 'think'));
  const sampled = sample(model, prompts, stream, {
    maxNewTokens: maxTokens,
    stopToken: TOKENS.eos,
    temperature,
    ...(forced > 0 && { beginnings: problems.map((_, i) => (i < forced ? [TOKENS.endThink] : [])) }),
    ...(recording && { recording }),
  });
  return sampled.map((own, i) => {
    // What was put there is part of the completion, and was certain.
    const ids = i < forced ? [TOKENS.endThink, ...own.tokens] : own.tokens;
    const problem = problems[i]!;
    const label = problem.labels[rule]!;
    const { cot, answer } = format.parse(ids);
    const thought = format.text(cot);
    const parts = reward({ thought, answer }, label);
    return {
      problem,
      prompt: prompts[i]!,
      group: problem.group ?? null,
      question: problem.question,
      thought,
      raw: format.text(ids),
      ids,
      log_probs: i < forced ? [0, ...own.logProbs] : own.logProbs,
      forced: i < forced,
      label,
      answer,
      right: Number(isRight(environment, answer, label)),
      well_formed: answer !== null,
      cot_length: cot.length,
      ...environment.read(problem, thought),
      reward: parts.total,
      reward_outcome: parts.outcome,
      reward_length: parts.length,
      reward_monitor: parts.monitor,
    };
  });
}
