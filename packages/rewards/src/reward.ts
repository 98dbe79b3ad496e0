import { type Environment, isRight } from '@vestige/environment';
import type { Written } from '@vestige/policy';
import { wordMonitor } from './monitor.ts';
import type { RewardsOptions } from './options.ts';

/** The parts of a reward, each already weighted; their sum is what training maximizes. */
export interface RewardParts {
  /** Weight if the completion is well-formed and its answer is right, else 0. */
  readonly outcome: number;
  /** Minus the weight for each token of the chain of thought. */
  readonly length: number;
  /** Minus the penalty if the monitor objects. */
  readonly monitor: number;
  readonly total: number;
}

/** Scores one completion against the label of its problem. */
export type Reward = (written: Pick<Written, 'thought' | 'answer'>, label: string) => RewardParts;

/** Builds the reward that the options describe. */
export function createReward(environment: Environment, options: RewardsOptions): Reward {
  const { monitor } = options;
  const objects = monitor ? wordMonitor(environment.vocabulary, monitor.words) : () => false;
  return ({ thought, answer }, label) => {
    const parts = {
      outcome: isRight(environment, answer, label) ? options.outcome : 0,
      length: 0 - options.length * environment.length(thought),
      monitor: monitor && objects(thought) ? -monitor.penalty : 0,
    };
    return { ...parts, total: parts.outcome + parts.length + parts.monitor };
  };
}
