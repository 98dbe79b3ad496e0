/**
 * Reinforcement learning with verifiable rewards, to be read from top to bottom: sample, score, update, evaluate, stop.
 *
 * A completion y of a prompt x earns its reward R when it ends. An update takes one step, `ppo` several, down the loss of
 * N rollouts (`policyLoss.ts`)
 *
 *   L = 1/N * sum_i sum_t ( -J_it + kl * KL(p(. | x, y_<t) || reference) - entropy * H(p(. | x, y_<t)) )
 *
 *   J_it = A_i log p(y_t | x, y_<t)                  reinforce (Williams 1992), rloo, grpo
 *   J_it = min(r A_i, clip(r, 1 - c, 1 + c) A_i)     ppo, r = p(y_t | x, y_<t) / p_sampling(y_t | x, y_<t)
 *                                                    (Schulman et al. 2017, arXiv:1707.06347, eq. 7)
 *
 * with the advantage A_i (`advantages.ts`) the reward less the mean reward of
 *
 *   all N rollouts                                   reinforce, ppo
 *   the other rollouts of the prompt                 rloo (Kool et al. 2019; Ahmadian et al. 2024, arXiv:2402.14740)
 *   all rollouts of the prompt                       grpo (Shao et al. 2024, arXiv:2402.03300, eq. 3)
 *
 * Where this departs from the papers, on purpose:
 *
 * 1. GRPO does not clip. Rollouts are used for one step, by the policy that sampled them, so that the ratio of its eq. 3
 *    is 1 and the gradient that of `A log p`.
 * 2. A rollout's loss is summed over its tokens. Eq. 3 divides it by their number, which makes a token of a long wrong
 *    rollout cost less than one of a short: Dr. GRPO leaves it out for that (Liu et al. 2025, arXiv:2503.20783).
 * 3. Advantages are not divided by a standard deviation, as those of GRPO are, unless `normalizeAdvantages` says so: once
 *    nearly every rollout is right, the division blows up what is left and wrecks the chain of thought. If they are,
 *    it is that of the rollouts whose mean is subtracted, of `rloo` with the rollout itself, plus 0.001.
 * 4. The means of `reinforce`, `ppo` and `grpo` hold the rollout's own reward, which scales the expected gradient by
 *    1 - 1/n, n the rollouts in the mean; that of `rloo` does not.
 * 5. PPO has no critic: every token of a rollout has the same advantage. Minibatches are divided by their own number of
 *    rollouts.
 * 6. KL stands in the loss, not in the reward as with RLOO and PPO of language models, and is no estimate from the token
 *    sampled (eq. 4 of GRPO) but exact, over the whole vocabulary; so is the entropy. Both are differentiated with the
 *    prefixes held fixed. The gradient of the KL between completions has a second term, `KL_t grad log p(y_<t | x)`, for
 *    how often a prefix is reached. It is missing, as in most implementations (Tang and Munos 2025, arXiv:2506.09477;
 *    with it: Amini et al. 2025, arXiv:2504.10637).
 * 7. `p` is the policy that samples, softmax(logits / temperature), and so is the reference: one that is its own reference
 *    has no KL. The reference is the base throughout; GRPO renews it (its algorithm 1).
 * 8. With `forcedEmpty`, what was put there carries no loss, and forced rollouts and free ones are a batch each for the
 *    means of 3 and 4.
 */

import * as tf from '@tensorflow/tfjs-core';
import { Recording, replay } from '@vestige/kernels';
import type { Transformer } from '@vestige/model';
import { type RandomStream, randomStream } from '@vestige/random';
import type { DriftRow, UpdateRow } from '@vestige/rollouts';
import { advantages } from './advantages.ts';
import { collectRollouts, type Rollout } from './collect.ts';
import { watchDrift } from './drift.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import type { ReinforcementOptions } from './options.ts';
import { policyLoss } from './policyLoss.ts';
import type { ReinforcementTask } from './reinforcementTask.ts';
import { generatedLogits, lossMask, tokenBatch } from './tokenBatch.ts';
import { resumeModel, type TrainingState, trainingState } from './trainingState.ts';

/** What reinforcement learning has come to after an update. */
export interface ReinforcementState extends TrainingState {
  /** Evaluations up to then, the last ones, at which the policy was solved. */
  readonly solvedInARow: number;
}

/** One update, when it is done. */
export interface Update {
  readonly row: UpdateRow;
  readonly rollouts: readonly Rollout[];
  /** Present every `evaluateEvery` updates and after the last; the policy is worth a checkpoint then. */
  readonly evaluation: Evaluation | undefined;
  /** By word of the option `drift`; empty where the update was not measured. */
  readonly drift: readonly DriftRow[];
  /** Whether this was the last update. */
  readonly last: boolean;
  /** What to go on from; of the last update that was yielded. */
  state(): ReinforcementState;
}

/**
 * Trains a policy. Each update samples fresh prompts and completions from it. Training ends when the policy is solved (at two evaluations in a row, the second not before `minimumSteps`) or at `steps`.
 *
 * Changes `policy` in place; `reference` is the policy that KL is measured to. Yields once an update.
 *
 * @param from goes on after the update whose state it is, with the same bits; from the beginning if absent
 */
export function* reinforce(
  policy: Transformer,
  reference: Transformer,
  task: ReinforcementTask,
  from?: ReinforcementState,
): Generator<Update, void> {
  const { environment, rule, options, seed } = task;
  const { temperature } = options;
  resumeModel(policy, from);
  const optimizer = createOptimizer(policy, options.optimizer, from?.optimizer);
  let solvedInARow = from?.solvedInARow ?? 0;
  try {
    for (let step = (from?.step ?? 0) + 1; step <= options.steps; step++) {
      const recording = new Recording();
      const rollouts = rolloutsOf(policy, task, step, recording);
      const learningRate = learningRateAt(step, options);
      const driftOf = watchDrift(policy, task, step);
      const learner = { policy, reference, optimizer, options, learningRate, recording };
      const statistics = update(learner, rollouts, randomStream(seed, 'minibatches', step));
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
      const state = () => ({ ...trainingState(step, policy, optimizer), solvedInARow });
      yield { row, rollouts, evaluation, drift, last, state };
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
): Rollout[] {
  const { environment, options, seed } = task;
  const { batch, groupSize } = options;
  // Prompts are drawn independently: the first ones are as good a choice as any.
  const forced = Math.round((options.forcedEmpty * batch) / groupSize) * groupSize;
  const stream = randomStream(seed, 'rollouts', step);
  const distinct = Array.from({ length: batch / groupSize }, () => environment.problem(stream));
  const problems = Array.from({ length: batch }, (_, i) => distinct[Math.floor(i / groupSize)]!);
  // Minibatches of `ppo` hold other rows than the recorded ones.
  const kept = options.algorithm === 'ppo' ? undefined : recording;
  const collecting = { ...task, ...options, forced, stream, recording: kept };
  const scored = collectRollouts(policy, environment, problems, collecting);
  const rewards = Float32Array.from(scored, ({ reward }) => reward);
  // Under one baseline, being forced would itself be an advantage or a disadvantage.
  const weights = [rewards.subarray(0, forced), rewards.subarray(forced)].flatMap((part) =>
    Array.from(advantages(part, options)),
  );
  const firstId = ((step - 1) * batch) / groupSize;
  return scored.map((rollout, i) => ({
    step,
    problem_id: firstId + Math.floor(i / groupSize),
    ...rollout,
    advantage: weights[i]!,
  }));
}

/** What a batch of rollouts is learnt with. */
interface Learner {
  readonly policy: Transformer;
  readonly reference: Transformer;
  readonly optimizer: Optimizer;
  readonly options: ReinforcementOptions;
  readonly learningRate: number;
  /** What sampling the batch computed; empty with `ppo`. */
  readonly recording: Recording;
}

/**
 * Takes the optimizer step of a batch: one, or `epochs x minibatches` with `ppo`.
 *
 * @param stream that orders the rollouts in minibatches
 * @returns what `updateColumns` (packages/rollouts) says of the whole batch, however many steps it was used in
 */
function update(learner: Learner, rollouts: readonly Rollout[], stream: RandomStream): StepStatistics {
  const { algorithm, ppo } = learner.options;
  if (algorithm !== 'ppo') return policyStep(learner, rollouts);
  const { epochs, minibatches } = ppo;
  const size = Math.ceil(rollouts.length / minibatches);
  const passes: (StepStatistics & { readonly epoch: number; readonly rollouts: number })[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = stream.shuffled(rollouts);
    for (let start = 0; start < order.length; start += size) {
      const part = order.slice(start, start + size);
      passes.push({ ...policyStep(learner, part), epoch, rollouts: part.length });
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
  { policy, reference, optimizer, options, learningRate, recording }: Learner,
  rollouts: readonly Rollout[],
): StepStatistics {
  const batch = tokenBatch(
    rollouts.map(({ prompt }) => prompt),
    rollouts.map(({ ids }) => ids),
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

/** What the policy does when left alone; all rollouts if all are forced. */
function unforced(rollouts: readonly Rollout[]): readonly Rollout[] {
  const free = rollouts.filter(({ forced }) => !forced);
  return free.length > 0 ? free : rollouts;
}

function summary(rollouts: readonly Rollout[]) {
  const mean = (value: (rollout: Rollout) => number) =>
    rollouts.reduce((sum, rollout) => sum + value(rollout), 0) / rollouts.length;
  const judgements = mean((rollout) => rollout.judgements);
  return {
    reward: mean((rollout) => rollout.reward),
    accuracy: mean((rollout) => rollout.right),
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
