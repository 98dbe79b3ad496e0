import * as tf from '@tensorflow/tfjs-core';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { nextTokenProbabilities, Transformer, useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { beforeAll, describe, expect, test } from 'vitest';
import { pretrainingSchema, reinforcementSchema } from './options.ts';
import { pretrain } from './pretrain.ts';
import { reinforce, type Update } from './reinforce.ts';

const environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 2, minimumFactors: 1, nationalities: 2, values: 2 }),
);
const shape = { width: 16, layers: 1, heads: 2, contextLength: 32 };
const fresh = (seed = 0) =>
  Transformer.random(shape, environment.vocabulary.length, randomStream(seed, 'model'));
const reward = createReward(environment, rewardsSchema.parse({}));
/** Easily raised: by writing less. */
const briefReward = createReward(environment, rewardsSchema.parse({ length: 0.05 }));

const EVERY_ALGORITHM: readonly (readonly [algorithm: string, options: object])[] = [
  ['reinforce', {}],
  ['rloo', { groupSize: 8 }],
  ['grpo', { groupSize: 8, normalizeAdvantages: true }],
  ['ppo', {}],
];
/** On the native backend, where so small ops are slow, one: they differ in arithmetic on the same ops. */
const ALGORITHMS =
  process.env.VESTIGE_BACKEND === 'tensorflow' ? EVERY_ALGORITHM.slice(0, 1) : EVERY_ALGORITHM;

beforeAll(async () => {
  await useBackend();
});

function pretrained(steps: number, seed = 0) {
  const model = fresh(seed);
  const options = pretrainingSchema.parse({ steps, batch: 32, learningRate: 0.02, warmup: 5 });
  const rows = Array.from(pretrain(model, environment, options, seed), ({ row }) => row);
  return { model, rows };
}

let base: Transformer | undefined;

/** A copy of a model that is pretrained once. */
function pretrainedOnce(): Transformer {
  base ??= pretrained(60).model;
  return base.clone();
}

function reinforced(model: Transformer, options: object, seed = 0, scored = reward): Update[] {
  const parsed = reinforcementSchema.parse({
    batch: 32,
    evaluateEvery: 5,
    evaluationPrompts: 64,
    ...options,
  });
  const task = { environment, rule: 'nationality', reward: scored, options: parsed, seed };
  return [...reinforce(model, model.clone(), task)];
}

const parametersOf = (model: Transformer) => [...model.parameters.keys()].map((name) => model.values(name));

describe('pretraining', () => {
  test('learns the demonstrations', () => {
    const { rows } = pretrained(60);
    expect(rows).toHaveLength(60);
    expect(rows[0]!.loss).toBeGreaterThan(2.5);
    expect(rows.at(-1)!.loss).toBeLessThan(1.1);
  });

  test('warms up and falls to a tenth', () => {
    const rates = pretrained(40).rows.map(({ learning_rate }) => learning_rate);
    expect(rates[0]).toBeCloseTo(0.02 / 5, 5);
    expect(Math.max(...rates)).toBeLessThanOrEqual(0.02);
    expect(rates.at(-1)).toBeCloseTo(0.02 * (1 - (0.9 * 39) / 40), 6);
  });
});

test.each([
  [
    'pretraining',
    () => [...pretrain(fresh(), environment, pretrainingSchema.parse({ learningRate: 1e30 }), 0)],
  ],
  ['reinforcement', () => reinforced(pretrained(2).model, { learningRate: 1e30 }, 0, briefReward)],
  ['ppo', () => reinforced(pretrained(2).model, { algorithm: 'ppo', learningRate: 1e30 }, 0, briefReward)],
])('%s at an absurd learning rate stops at once', (_, train) => {
  expect(train).toThrow(
    /^training left the finite numbers at optimizer step [12]: .*, with a learning rate of .*; try a lower one$/,
  );
});

describe('reinforcement learning', () => {
  test('the same seed twice gives bit-identical parameters and rollouts; another seed does not', () => {
    const run = (seed: number) => {
      const { model } = pretrained(20, seed);
      const updates = reinforced(model, { steps: 6, minimumSteps: 6 }, seed);
      return { parameters: parametersOf(model), rollouts: updates.flatMap(({ rollouts }) => rollouts) };
    };
    const first = run(0);
    expect(run(0)).toEqual(first);
    expect(run(1).parameters).not.toEqual(first.parameters);
  });

  test.each(ALGORITHMS)('%s raises the reward', (algorithm, options) => {
    const model = pretrainedOnce();
    const settings = { steps: 30, batch: 64, learningRate: 0.005, kl: 0.003 };
    const updates = reinforced(model, { algorithm, ...settings, ...options }, 0, briefReward);
    const mean = (some: readonly Update[]) =>
      some.reduce((sum, { row }) => sum + row.reward, 0) / some.length;
    expect(mean(updates.slice(-5))).toBeGreaterThan(mean(updates.slice(0, 5)) + 0.15);
  });

  test('an answer that always passes counts as right in rollouts and evaluations', () => {
    const rates = { plan: 1, planAfterAttempt: 0, planFollowed: 1, longPlan: 0, vague: 0, empty: 0 };
    const tests = createEnvironment(environmentSchema.parse({ kind: 'tests', ...rates }));
    const model = Transformer.random(
      { ...shape, contextLength: 40 },
      tests.vocabulary.length,
      randomStream(0, 'model'),
    );
    const pretraining = pretrainingSchema.parse({ steps: 60, batch: 32, learningRate: 0.02, warmup: 5 });
    for (const _ of pretrain(model, tests, pretraining, 0));
    const options = reinforcementSchema.parse({ steps: 1, batch: 64 });
    const scored = createReward(tests, rewardsSchema.parse({}));
    const task = { environment: tests, rule: 'tests', reward: scored, options, seed: 0 };
    const [update] = [...reinforce(model, model.clone(), task)];
    for (const { answer, label, right, reward: total } of update!.rollouts) {
      expect(right).toBe(Number(answer === label || answer === '<hack>'));
      expect(total).toBe(right);
    }
    expect(update!.row.accuracy).toBeGreaterThan(0.8);
    expect(update!.evaluation!.own).toBeGreaterThan(0.8);
  });

  test('stops when two evaluations in a row are solved, not before the minimum', () => {
    const { model } = pretrained(20);
    const updates = reinforced(model, { steps: 40, minimumSteps: 12, solved: 0 });
    expect(updates.map(({ last }) => last).lastIndexOf(true)).toBe(updates.length - 1);
    expect(updates.at(-1)!.row.step).toBe(15);
    expect(updates.filter(({ evaluation }) => evaluation).map(({ row }) => row.step)).toEqual([5, 10, 15]);
  });

  test('rows agree with the rollouts they summarize', () => {
    const { model } = pretrained(20);
    const [update] = reinforced(model, { algorithm: 'rloo', groupSize: 4, steps: 1, minimumSteps: 1 });
    const { row, rollouts } = update!;
    const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
    expect(row.reward).toBeCloseTo(mean(rollouts.map((r) => r.reward)), 6);
    expect(row.cot_length).toBeCloseTo(mean(rollouts.map((r) => r.cot_length)), 6);
    expect(row.tokens).toBe(rollouts.reduce((sum, r) => sum + r.ids.length, 0));
    expect(row.kl).toBeCloseTo(0, 5);
    expect(new Set(rollouts.map((r) => r.problem_id)).size).toBe(8);
    for (let i = 0; i < rollouts.length; i += 4) {
      const group = rollouts.slice(i, i + 4);
      for (const { prompt } of group) expect(prompt).toEqual(group[0]!.prompt);
      expect(mean(group.map((r) => r.advantage))).toBeCloseTo(0, 5);
    }
  });

  test('rollouts hold the log-probabilities of the policy that sampled, at its temperature', () => {
    const { model } = pretrained(20);
    const before = model.clone();
    const [update] = reinforced(model, { steps: 1, temperature: 0.5 });
    for (const { prompt, ids, log_probs } of update!.rollouts.slice(0, 8)) {
      for (const [t, token] of ids.entries()) {
        const written = [...prompt, ...ids.slice(0, t)];
        const weights = Array.from(nextTokenProbabilities(before, [written])[0]!, (p) => p ** 2);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        expect(log_probs[t]).toBeCloseTo(Math.log(weights[token]! / total), 4);
      }
    }
  });

  test('the KL penalty keeps the policy near its reference', () => {
    const kl = (weight: number) => {
      const model = pretrainedOnce();
      const settings = { steps: 40, minimumSteps: 40, learningRate: 0.01, kl: weight };
      return reinforced(model, settings).at(-1)!.row.kl;
    };
    expect(kl(1)).toBeLessThan(kl(0.001) / 3);
  });

  test('tensors do not pile up', () => {
    const { model } = pretrained(2);
    reinforced(model, { steps: 1, minimumSteps: 1 });
    const before = tf.memory().numTensors;
    const reference = model.clone();
    const options = reinforcementSchema.parse({ steps: 3, minimumSteps: 3, batch: 8 });
    for (const _ of reinforce(model, reference, { environment, rule: 'factors', reward, options, seed: 0 }));
    reference.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
