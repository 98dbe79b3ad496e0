import * as tf from '@tensorflow/tfjs-core';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { Transformer, useBackend } from '@vestige/model';
import { TOKENS } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { beforeAll, expect, test } from 'vitest';
import { reinforcementSchema } from './options.ts';
import { policyLoss } from './policyLoss.ts';
import { reinforce } from './reinforce.ts';
import { generatedLogits, tokenBatch } from './tokenBatch.ts';

const environment = createEnvironment(environmentSchema.parse({ kind: 'internalize' }));
const reward = createReward(environment, rewardsSchema.parse({ length: 0.05 }));
const shape = { width: 16, layers: 1, heads: 2, contextLength: 20 };
const BATCH = 32;
const FORCED = 8;
const RATE = 0.5;

beforeAll(async () => {
  await useBackend();
});

const random = (seed: number) =>
  Transformer.random(shape, environment.vocabulary.length, randomStream(seed, 'model'));

/** One plain update of a random policy, whose reference is another. */
function updated(options: object = {}) {
  const policy = random(0);
  const parsed = reinforcementSchema.parse({
    ...{ batch: BATCH, forcedEmpty: FORCED / BATCH, steps: 1, evaluationPrompts: 8, kl: 0.1, entropy: 0.1 },
    ...{ optimizer: 'sgd', learningRate: RATE, warmup: 0, maxGradientNorm: null },
    ...options,
  });
  const task = { environment, rule: 'code', reward, options: parsed, seed: 0 };
  const [update] = [...reinforce(policy, random(1), task)];
  return { policy, update: update!, options: parsed };
}

test('the share of a batch begins with a </think> put there, and is scored as if it had been written', () => {
  const { rollouts, row } = updated().update;
  const forced = rollouts.filter((rollout) => rollout.forced);
  expect(rollouts).toHaveLength(BATCH);
  expect(forced).toHaveLength(FORCED);
  for (const { ids, raw, thought, log_probs, cot_length, reward_length } of forced) {
    expect(ids[0]).toBe(TOKENS.endThink);
    expect(raw).toMatch(/^<\/think>/);
    expect(thought).toBe('');
    expect(log_probs[0]).toBe(0);
    expect([cot_length, reward_length]).toEqual([0, 0]);
  }
  const free = rollouts.filter((rollout) => !rollout.forced);
  expect(row.cot_length).toBeCloseTo(free.reduce((sum, r) => sum + r.cot_length, 0) / free.length, 5);
  expect(row.tokens).toBe(rollouts.reduce((sum, r) => sum + r.ids.length, 0) - FORCED);
});

test.each([
  ['reinforce', 1],
  ['rloo', 4],
  ['grpo', 4],
  ['ppo', 1],
])('%s compares forced rollouts with forced ones, free with free', (algorithm, groupSize) => {
  const { rollouts } = updated({ algorithm, groupSize, learningRate: 0.01 }).update;
  for (const wanted of [true, false]) {
    const part = rollouts.filter(({ forced }) => forced === wanted);
    expect(part).toHaveLength(wanted ? FORCED : BATCH - FORCED);
    expect(part.reduce((sum, { advantage }) => sum + advantage, 0)).toBeCloseTo(0, 4);
  }
});

test('the token put there carries no loss: the update is that of a batch whose prompts end with it', () => {
  const { policy, update, options } = updated();
  const { rollouts, row } = update;
  const [before, reference] = [random(0), random(1)];
  const skipped = (rollout: { forced: boolean }) => (rollout.forced ? 1 : 0);
  const batch = tokenBatch(
    rollouts.map((r) => [...r.prompt, ...r.ids.slice(0, skipped(r))]),
    rollouts.map((r) => r.ids.slice(skipped(r))),
  );
  const advantages = tf.tensor1d(Float32Array.from(batch.owners, (i) => rollouts[i]!.advantage));
  const referenceLogits = generatedLogits(reference, batch);
  const tokens = { targets: batch.targets, advantages, samplingLogProbs: advantages, referenceLogits };
  let kl = 0;
  const { value, grads } = tf.variableGrads(() => {
    const result = policyLoss(generatedLogits(before, batch), tokens, rollouts.length, options);
    kl = tf.mean(result.kl).dataSync()[0]!;
    return result.loss;
  }, [...before.parameters.values()]);
  expect(row.loss).toBeCloseTo(value.dataSync()[0]!, 5);
  expect(row.kl).toBeCloseTo(kl, 5);
  for (const [name, variable] of before.parameters) {
    const gradient = grads[variable.name]!.dataSync();
    const [old, now] = [before.values(name), policy.values(name)];
    // Sums in another order: what single precision leaves of values and of gradients.
    for (const [i, start] of old.entries()) {
      expect(Math.abs(now[i]! - (start - RATE * gradient[i]!))).toBeLessThan(2e-6);
    }
  }
});

test('the same seed gives the same rollouts and parameters', () => {
  const numbers = () => {
    const { policy, update } = updated({ optimizer: 'adam', learningRate: 0.01 });
    const { state: _, ...numbers } = update;
    return [numbers, [...policy.parameters.keys()].map((name) => policy.values(name))];
  };
  expect(numbers()).toEqual(numbers());
});
