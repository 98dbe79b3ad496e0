import * as tf from '@tensorflow/tfjs-core';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { klDivergence, tokenLogProb } from '@vestige/kernels';
import { Transformer, useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Rollout } from './collect.ts';
import { reinforcementSchema } from './options.ts';
import { policyLoss } from './policyLoss.ts';
import { reinforce } from './reinforce.ts';
import { generatedLogits, tokenBatch } from './tokenBatch.ts';

const environment = createEnvironment(environmentSchema.parse({ kind: 'internalize' }));
const reward = createReward(environment, rewardsSchema.parse({ length: 0.05 }));
const shape = { width: 16, layers: 1, heads: 2, contextLength: 20 };
const BATCH = 32;

beforeAll(async () => {
  await useBackend();
});

const random = (seed: number) =>
  Transformer.random(shape, environment.vocabulary.length, randomStream(seed, 'model'));

/** One update of a random policy by PPO, whose reference is another; and both as they were before it. */
function updated(ppo: object, options: object = {}) {
  const [policy, before, reference] = [random(0), random(0), random(1)];
  const parsed = reinforcementSchema.parse({
    ...{ algorithm: 'ppo', ppo, batch: BATCH, steps: 1, evaluationPrompts: 8, kl: 0.1 },
    ...{ optimizer: 'sgd', learningRate: 1e-12, warmup: 0, maxGradientNorm: null },
    ...options,
  });
  const task = { environment, rule: 'code', reward, options: parsed, seed: 0 };
  const [update] = [...reinforce(policy, reference, task)];
  return { ...update!, policy, before, reference, options: parsed };
}

/** Sums over the tokens of rollouts, rollout by rollout: nothing is packed or batched. */
function tokenSums(policy: Transformer, reference: Transformer, rollouts: readonly Rollout[]) {
  const sums = { entropy: 0, kl: 0, tokens: 0, weighted: 0 };
  for (const { prompt, ids, advantage } of rollouts) {
    tf.tidy(() => {
      const batch = tokenBatch([prompt], [ids]);
      const [logits, others] = [generatedLogits(policy, batch), generatedLogits(reference, batch)];
      const { entropy } = tokenLogProb(logits, batch.targets);
      const total = (values: tf.Tensor) => tf.sum(values).dataSync()[0]!;
      sums.entropy += total(entropy);
      sums.kl += total(klDivergence(logits, others));
      sums.tokens += batch.targets.size;
      sums.weighted += advantage * batch.targets.size;
    });
  }
  return sums;
}

/** Of the gradient of PPO's loss on all rollouts of an update, for a policy. */
function gradientNorm(policy: Transformer, { rollouts, reference, options }: ReturnType<typeof updated>) {
  const batch = tokenBatch(
    rollouts.map(({ prompt }) => prompt),
    rollouts.map(({ ids }) => ids),
  );
  const of = (value: (rollout: Rollout, step: number) => number) =>
    tf.tensor1d(Float32Array.from(batch.owners, (i, k) => value(rollouts[i]!, batch.steps[k]!)));
  const tokens = {
    targets: batch.targets,
    advantages: of(({ advantage }) => advantage),
    samplingLogProbs: of(({ log_probs }, step) => log_probs[step]!),
    referenceLogits: generatedLogits(reference, batch),
  };
  const { grads } = tf.variableGrads(
    () => policyLoss(generatedLogits(policy, batch), tokens, BATCH, options).loss,
    [...policy.parameters.values()],
  );
  const squares = Object.values(grads).flatMap((gradient) => Array.from(gradient.dataSync(), (x) => x * x));
  return Math.sqrt(squares.reduce((sum, x) => sum + x, 0));
}

describe('the row of an update that took several optimizer steps', () => {
  // Steps too small to move a parameter: what every minibatch tells is told of one policy.
  test.each([
    ['two minibatches of one size', { minibatches: 2, epochs: 2 }],
    ['minibatches of three sizes', { minibatches: 5, epochs: 3 }],
    ['one of all', { minibatches: 1, epochs: 1 }],
  ])('is of the whole batch: %s', (_, ppo) => {
    const { row, rollouts, before, reference } = updated(ppo);
    const sums = tokenSums(before, reference, rollouts);
    expect(row.tokens).toBe(rollouts.reduce((sum, { ids }) => sum + ids.length, 0));
    expect(row.entropy).toBeCloseTo(sums.entropy / sums.tokens, 4);
    expect(row.kl).toBeCloseTo(sums.kl / sums.tokens, 4);
    // With the ratio 1: -A for each token, and the weight of the KL.
    expect(row.loss).toBeCloseTo((0.1 * sums.kl - sums.weighted) / BATCH, 4);
  });

  test('forced tokens carry no loss and do not count', () => {
    const { row, rollouts } = updated({}, { forcedEmpty: 0.25 });
    expect(row.tokens).toBe(rollouts.reduce((sum, { ids }) => sum + ids.length, 0) - BATCH / 4);
  });

  test('its gradient norm is the mean over the steps', () => {
    const whole = (epochs: number) => updated({ epochs, minibatches: 1 }, { learningRate: 0.02 });
    const one = whole(1);
    const first = gradientNorm(one.before, one);
    const second = gradientNorm(one.policy, one);
    expect(Math.abs(second / first - 1)).toBeGreaterThan(0.02);
    expect(one.row.gradient_norm / first).toBeCloseTo(1, 4);
    expect(whole(2).row.gradient_norm / ((first + second) / 2)).toBeCloseTo(1, 4);
  });
});
