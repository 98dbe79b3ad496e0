import * as tf from '@tensorflow/tfjs-core';
import type { Environment } from '@vestige/environment';
import { Recording, replay } from '@vestige/kernels';
import type { Transformer } from '@vestige/model';
import { randomStream } from '@vestige/random';
import type { Reward } from '@vestige/rewards';
import type { DriftRow, RolloutRow, UpdateRow } from '@vestige/rollouts';
import { advantages } from './advantages.ts';
import { collectRollouts } from './collect.ts';
import { watchDrift } from './drift.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import type { ReinforcementOptions } from './options.ts';
import { policyLoss } from './policyLoss.ts';
import { generatedLogits, lossMask, tokenBatch } from './tokenBatch.ts';

/** What to reinforce. */
export interface ReinforcementTask {
  readonly environment: Environment;
  /** Rule that labels the prompts. */
  readonly rule: string;
  readonly reward: Reward;
  readonly options: ReinforcementOptions;
  readonly seed: number;
}

/** One update, when it is done. */
export interface Update {
  readonly row: UpdateRow;
  readonly rollouts: readonly RolloutRow[];
  /** Present every `evaluateEvery` updates and after the last; the policy is worth a checkpoint then. */
  readonly evaluation: Evaluation | undefined;
  /** By word of the option `drift`; empty where the update was not measured. */
  readonly drift: readonly DriftRow[];
  /** Whether this was the last update. */
  readonly last: boolean;
}

/**
 * Reinforcement learning with verifiable rewards: REINFORCE (Williams 1992), RLOO, GRPO or PPO-clip, told apart
 * by their baseline (`advantages.ts`) and loss (`policyLoss.ts`).
 *
 * Each update samples fresh prompts and completions from the current policy and, except for `ppo`, uses them
 * once. Training ends when the policy is solved (at two evaluations in a row, the second not before `minimumSteps`) or at `steps`.
 *
 * Changes `policy` in place; `reference` is the policy that KL is measured to. Yields once an update.
 */
export function* reinforce(
  policy: Transformer,
  reference: Transformer,
  task: ReinforcementTask,
): Generator<Update, void> {
  const { environment, rule, options, seed } = task;
  const { temperature } = options;
  const optimizer = createOptimizer(policy, options.optimizer);
  let solvedInARow = 0;
  try {
    for (let step = 1; step <= options.steps; step++) {
      const recording = new Recording();
      const rollouts = rolloutsOf(policy, task, step, recording);
      const learningRate = learningRateAt(step, options);
      const driftOf = watchDrift(policy, task, step);
      const statistics = update(policy, reference, optimizer, rollouts, learningRate, task, step, recording);
      recording.dispose();
      const drift = driftOf?.(rollouts, learningRate) ?? [];
      let evaluation: Evaluation | undefined;
      if (step % options.evaluateEvery === 0 || step === options.steps) {
        evaluation = evaluate(policy, environment, {
          rule,
          prompts: options.evaluationPrompts,
          seed,
          temperature,
        });
        solvedInARow = evaluation.own >= options.solved ? solvedInARow + 1 : 0;
      }
      const solved = evaluation !== undefined && solvedInARow >= 2 && step >= options.minimumSteps;
      const last = solved || step === options.steps;
      const row = {
        step,
        ...summary(unforced(rollouts)),
        ...statistics,
        learning_rate: learningRate,
        evaluation_own: evaluation?.own ?? null,
        evaluation_now: evaluation?.now ?? null,
      };
      yield { row, rollouts, evaluation, drift, last };
      if (last) return;
    }
  } finally {
    optimizer.dispose();
  }
}

function rolloutsOf(
  policy: Transformer,
  task: ReinforcementTask,
  step: number,
  recording: Recording,
): RolloutRow[] {
  const { environment, options, seed } = task;
  const { batch, groupSize } = options;
  // Prompts are drawn independently: the first ones are as good a choice as any.
  const forced = Math.round((options.forcedEmpty * batch) / groupSize) * groupSize;
  const stream = randomStream(seed, 'rollouts', step);
  const distinct = Array.from({ length: batch / groupSize }, () => environment.problem(stream));
  const problems = Array.from({ length: batch }, (_, i) => distinct[Math.floor(i / groupSize)]!);
  // Minibatches of `ppo` hold other rows than the recorded ones.
  const kept = options.algorithm === 'ppo' ? undefined : recording;
  const scored = collectRollouts(
    policy,
    environment,
    problems,
    { ...task, ...options, forced },
    stream,
    kept,
  );
  const rewards = Float32Array.from(scored, ({ reward }) => reward);
  // Under one baseline, being forced would itself be an advantage or a disadvantage.
  const weights = [rewards.subarray(0, forced), rewards.subarray(forced)].flatMap((part) =>
    Array.from(advantages(part, options)),
  );
  const firstId = ((step - 1) * batch) / groupSize;
  return scored.map((rollout, i) => ({
    step,
    prompt_id: firstId + Math.floor(i / groupSize),
    ...rollout,
    advantage: weights[i]!,
  }));
}

/**
 * Takes the optimizer step of a batch: one, or `epochs x minibatches` with `ppo`.
 *
 * @returns what `updateColumns` (packages/rollouts) says of the whole batch, however many steps it was used in
 */
function update(
  policy: Transformer,
  reference: Transformer,
  optimizer: Optimizer,
  rollouts: readonly RolloutRow[],
  learningRate: number,
  { options, seed }: ReinforcementTask,
  step: number,
  recording: Recording,
): StepStatistics {
  const pass = (part: readonly RolloutRow[]) =>
    policyStep(policy, reference, optimizer, part, learningRate, options, recording);
  if (options.algorithm !== 'ppo') return pass(rollouts);
  const { epochs, minibatches } = options.ppo;
  const stream = randomStream(seed, 'minibatches', step);
  const size = Math.ceil(rollouts.length / minibatches);
  const passes: (StepStatistics & { readonly epoch: number; readonly rollouts: number })[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = stream.shuffled(rollouts);
    for (let start = 0; start < order.length; start += size) {
      const part = order.slice(start, start + size);
      passes.push({ ...pass(part), epoch, rollouts: part.length });
    }
  }
  // Each rollout once, while the policy is nearest to the one that sampled it.
  const first = passes.filter(({ epoch }) => epoch === 0);
  return {
    loss: weightedMean(first, 'loss', 'rollouts'),
    gradient_norm: passes.reduce((sum, { gradient_norm }) => sum + gradient_norm, 0) / passes.length,
    entropy: weightedMean(first, 'entropy', 'tokens'),
    kl: weightedMean(first, 'kl', 'tokens'),
    tokens: first.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

/** What one optimizer step tells of its rollouts, as in `updateColumns` (packages/rollouts). */
type StepStatistics = Pick<UpdateRow, 'loss' | 'gradient_norm' | 'entropy' | 'kl' | 'tokens'>;

function weightedMean<Value extends string, Weight extends string>(
  items: readonly Readonly<Record<Value | Weight, number>>[],
  value: Value,
  weight: Weight,
): number {
  const total = items.reduce((sum, item) => sum + item[weight], 0);
  return items.reduce((sum, item) => sum + item[value] * item[weight], 0) / total;
}

function policyStep(
  policy: Transformer,
  reference: Transformer,
  optimizer: Optimizer,
  rollouts: readonly RolloutRow[],
  learningRate: number,
  options: ReinforcementOptions,
  recording: Recording,
): StepStatistics {
  const batch = tokenBatch(
    rollouts.map(({ prompt }) => toArray(prompt)),
    rollouts.map(({ completion }) => toArray(completion)),
  );
  const { owners, steps } = batch;
  const tokens = {
    targets: batch.targets,
    advantages: tf.tensor1d(Float32Array.from(owners, (i) => rollouts[i]!.advantage)),
    samplingLogProbs: tf.tensor1d(Float32Array.from(owners, (i, k) => rollouts[i]!.log_probs[steps[k]!]!)),
    referenceLogits: tf.tidy(() => generatedLogits(reference, batch)),
    mask: lossMask(batch, rollouts),
  };
  const count = batch.targets.size - rollouts.filter(({ forced }) => forced).length;
  let entropy = 0;
  let kl = 0;
  const { loss, gradientNorm } = optimizer.step(
    () => {
      const logits = replay(recording, () => generatedLogits(policy, batch));
      const result = policyLoss(logits, tokens, rollouts.length, options);
      // Masked tokens are 0 and do not count.
      const share = count / batch.targets.size;
      entropy = tf.mean(result.entropy).dataSync()[0]! / share;
      kl = tf.mean(result.kl).dataSync()[0]! / share;
      return result.loss;
    },
    { ...options, learningRate },
  );
  const { targets: _, ...own } = tokens;
  tf.dispose(Object.values(own).filter((tensor) => tensor !== undefined));
  batch.dispose();
  return { loss, gradient_norm: gradientNorm, entropy, kl, tokens: count };
}

function toArray(values: ArrayLike<number>): number[] {
  return Array.from(values);
}

/** What the policy does when left alone; all rollouts if all are forced. */
function unforced(rollouts: readonly RolloutRow[]): readonly RolloutRow[] {
  const free = rollouts.filter(({ forced }) => !forced);
  return free.length > 0 ? free : rollouts;
}

function summary(rollouts: readonly RolloutRow[]) {
  const mean = (value: (rollout: RolloutRow) => number) =>
    rollouts.reduce((sum, rollout) => sum + value(rollout), 0) / rollouts.length;
  const judgements = mean((rollout) => rollout.judgements);
  return {
    reward: mean((rollout) => rollout.reward),
    accuracy: mean((rollout) => Number(rollout.correct)),
    well_formed: mean((rollout) => Number(rollout.well_formed)),
    cot_length: mean((rollout) => rollout.cot_length),
    mention: mean((rollout) => Number(rollout.mention)),
    truthful: judgements === 0 ? null : mean((rollout) => rollout.truthful) / judgements,
    invented: judgements === 0 ? null : mean((rollout) => rollout.invented) / judgements,
  };
}

function learningRateAt(step: number, { learningRate, warmup, decay, steps }: ReinforcementOptions): number {
  const rise = Math.min(1, step / Math.max(1, warmup));
  return learningRate * rise * (decay === 'linear' ? 1 - (step - 1) / steps : 1);
}
