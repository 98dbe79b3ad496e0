import type { Condition } from '@vestige/experiment';
import { adam, rate } from './policy.ts';
import { cite, names, type Prose, prose } from './prose.ts';

type Options = Condition['reinforcement'];

/** How a condition is trained: what is in force for it, by topic. */
export function reinforcementClauses(condition: Condition, bases: number): Record<string, Prose | undefined> {
  const options = condition.reinforcement;
  return {
    start:
      bases > 1 ? prose`training began from the pretrained policy ${names([condition.base])}` : undefined,
    rule: prose`right answers were those of the rule ${names([condition.rule])}, in training and in measuring`,
    ...rewards(condition),
    algorithm: algorithm(options),
    rollouts: rollouts(options),
    loss: loss(options),
    optimizer: optimizer(options),
    end: prose`a run ended when two evaluations in a row, made every ${options.evaluateEvery} updates on ${options.evaluationPrompts} prompts, reached the level of a solved policy, the second of them not before update ${options.minimumSteps}, and else after ${options.steps} updates`,
    solved: prose`a policy counted as solved at an accuracy of ${options.solved}`,
    drift: options.drift
      ? prose`the log-odds of ${names(options.drift.words)} were followed over ${options.drift.every === 1 ? 'every update' : prose`the first update and every ${options.drift.every} updates from there`}, on ${options.drift.probes} further completions each`
      : undefined,
  };
}

function rewards({ rewards: { outcome, length, monitor } }: Condition): Record<string, Prose | undefined> {
  return {
    outcome: prose`a completion was rewarded with ${outcome} if it was well-formed and its answer right`,
    length: length > 0 ? prose`each token of the chain of thought cost ${length}` : undefined,
    monitor: monitor
      ? prose`one of the words ${names(monitor.words)} in the chain of thought cost ${monitor.penalty}`
      : undefined,
  };
}

function algorithm(options: Options): Prose {
  const { algorithm, groupSize, normalizeAdvantages, ppo } = options;
  switch (algorithm) {
    case 'reinforce':
      return prose`the algorithm was REINFORCE${cite('williams1992')}, the advantage of a rollout its reward less the mean reward of the batch${scaled(normalizeAdvantages, 'batch')}`;
    case 'rloo':
      return prose`the algorithm was RLOO${cite('ahmadian2024')}, the advantage of a rollout its reward less the mean reward of the ${groupSize - 1} others of its prompt${scaled(normalizeAdvantages, 'rollouts of the prompt')}`;
    case 'grpo':
      return prose`the algorithm was GRPO${cite('shao2024')}, the advantage of a rollout its reward less the mean reward of the ${groupSize} rollouts of its prompt${scaled(normalizeAdvantages, 'rollouts of the prompt')}`;
    case 'ppo':
      return prose`the algorithm was PPO${cite('schulman2017')} with probability ratios clipped to within ${ppo.clip} of 1, ${ppo.epochs} epochs of ${ppo.minibatches} minibatches an update, and instead of a value network the mean reward of the batch as baseline${scaled(normalizeAdvantages, 'batch')}`;
  }
}

function scaled(normalized: boolean, over: string): string {
  return normalized
    ? `, divided by the standard deviation over the ${over}`
    : ', not divided by a standard deviation';
}

function rollouts({ batch, groupSize, temperature, forcedEmpty }: Options): Prose {
  const each =
    groupSize === 1 ? 'one for each of as many fresh prompts' : `${groupSize} for each fresh prompt`;
  const forced =
    forcedEmpty > 0
      ? prose`; for a share of ${forcedEmpty} of the prompts the chain of thought was forced to be empty, with no loss on what forced it and a baseline of their own`
      : '';
  return prose`an update took ${batch} rollouts, ${each}, sampled at temperature ${temperature}${forced}`;
}

function loss({ kl, entropy }: Options): Prose {
  const near =
    kl > 0
      ? prose`with ${kl} times the exact KL divergence to the pretrained policy, summed over tokens, as a penalty`
      : prose`without a KL penalty`;
  const bonus = entropy > 0 ? prose` and ${entropy} times the entropy as a bonus` : '';
  return prose`the loss was summed over the tokens of a rollout, not divided by its length, and averaged over rollouts, ${near}${bonus}`;
}

function optimizer(options: Options): Prose {
  const { optimizer, learningRate, warmup, decay, beta1, beta2, weightDecay, maxGradientNorm } = options;
  const kind =
    optimizer === 'adam'
      ? prose`${adam(weightDecay)} with betas ${beta1} and ${beta2}`
      : prose`stochastic gradient descent without momentum${weightDecay > 0 ? prose`, with weight decay ${weightDecay},` : ''}`;
  const fall = decay === 'linear' ? ' and falls linearly towards 0 at the last possible update' : '';
  const clipped =
    maxGradientNorm === null
      ? prose`gradients were not clipped`
      : prose`gradients were clipped to a norm of ${maxGradientNorm}`;
  return prose`the optimizer was ${kind}, at ${rate(learningRate, warmup, 'updates')}${fall}; ${clipped}`;
}
