import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { beforeAll, expect, test } from 'vitest';
import { reinforcementSchema } from './options.ts';
import { policyLoss } from './policyLoss.ts';

const TOKENS = 5;
const VOCABULARY = 7;
const ROLLOUTS = 3;
const stream = randomStream(0, 'policy loss');
const table = () =>
  Array.from({ length: TOKENS }, () => Array.from({ length: VOCABULARY }, () => stream.normal()));
const logits = table();
const reference = table();
const targets = Array.from({ length: TOKENS }, () => stream.integer(VOCABULARY));
const advantages = Array.from({ length: TOKENS }, () => stream.normal());
const sampling = Array.from({ length: TOKENS }, () => -1.5 + 0.3 * stream.normal());

beforeAll(async () => {
  await useBackend();
});

const logSoftmax = (row: readonly number[]) => {
  const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
  return row.map((x) => x - total);
};

/** The docstring's formula, in plain numbers. */
function expectedLoss(options: object): number {
  const { algorithm, kl, entropy, ppo, temperature } = reinforcementSchema.parse(options);
  const scaled = (row: readonly number[]) => row.map((logit) => logit / temperature);
  let total = 0;
  for (let t = 0; t < TOKENS; t++) {
    const log = logSoftmax(scaled(logits[t]!));
    const logReference = logSoftmax(scaled(reference[t]!));
    const advantage = advantages[t]!;
    const logProb = log[targets[t]!]!;
    const ratio = Math.exp(logProb - sampling[t]!);
    const clipped = Math.min(1 + ppo.clip, Math.max(1 - ppo.clip, ratio));
    total -= algorithm === 'ppo' ? Math.min(ratio * advantage, clipped * advantage) : advantage * logProb;
    total += kl * log.reduce((sum, l, v) => sum + Math.exp(l) * (l - logReference[v]!), 0);
    total += entropy * log.reduce((sum, l) => sum + Math.exp(l) * l, 0);
  }
  return total / ROLLOUTS;
}

function loss(options: object, at: readonly (readonly number[])[] = logits): tf.Scalar {
  const tokens = {
    targets: tf.tensor1d(targets, 'int32'),
    advantages: tf.tensor1d(advantages),
    samplingLogProbs: tf.tensor1d(sampling),
    referenceLogits: tf.tensor2d(reference),
  };
  return policyLoss(
    tf.tensor2d(at.map((row) => [...row])),
    tokens,
    ROLLOUTS,
    reinforcementSchema.parse(options),
  ).loss;
}

test.each([
  ['reinforce', {}],
  ['reinforce with KL', { kl: 0.3 }],
  ['reinforce with entropy', { kl: 0.1, entropy: 0.2 }],
  ['ppo', { algorithm: 'ppo', kl: 0.1 }],
  ['reinforce at a temperature', { kl: 0.3, entropy: 0.2, temperature: 0.6 }],
  ['ppo at a temperature', { algorithm: 'ppo', kl: 0.1, temperature: 1.8 }],
])('%s is the documented formula', (_, options) => {
  expect(loss(options).dataSync()[0]).toBeCloseTo(expectedLoss(options), 5);
});

test('ppo at the sampling policy has the gradient of reinforce', () => {
  const own = logits.map((row, t) => logSoftmax(row)[targets[t]!]!);
  const gradient = (algorithm: 'ppo' | 'reinforce') => {
    const options = reinforcementSchema.parse({ algorithm, kl: 0 });
    const tokens = {
      targets: tf.tensor1d(targets, 'int32'),
      advantages: tf.tensor1d(advantages),
      samplingLogProbs: tf.tensor1d(own),
      referenceLogits: tf.tensor2d(reference),
    };
    return tf
      .grad((x) => policyLoss(x as tf.Tensor2D, tokens, ROLLOUTS, options).loss)(tf.tensor2d(logits))
      .dataSync();
  };
  const expected = gradient('reinforce');
  for (const [i, value] of gradient('ppo').entries()) expect(value).toBeCloseTo(expected[i]!, 5);
});

test.each([0.5, 1, 1.8])(
  'its gradient is that of the expected reward of the policy at temperature %s',
  (temperature) => {
    const rewards = Array.from({ length: VOCABULARY }, (_, v) => Math.sin(3 * v));
    const row = logits[0]!;
    const probabilities = (at: readonly number[]) =>
      logSoftmax(at.map((logit) => logit / temperature)).map(Math.exp);
    const expected = (at: readonly number[]) =>
      probabilities(at).reduce((sum, p, v) => sum + p * rewards[v]!, 0);
    // Every token once, as often as it is drawn: E[A s] without sampling.
    const tokens = {
      targets: tf.tensor1d(
        rewards.map((_, v) => v),
        'int32',
      ),
      advantages: tf.tensor1d(probabilities(row).map((p, v) => p * rewards[v]!)),
      samplingLogProbs: tf.zeros<tf.Rank.R1>([VOCABULARY]),
      referenceLogits: tf.zeros<tf.Rank.R2>([VOCABULARY, VOCABULARY]),
    };
    const options = reinforcementSchema.parse({ kl: 0, temperature });
    const loss = (x: tf.Tensor) =>
      policyLoss(tf.tile(x as tf.Tensor2D, [VOCABULARY, 1]), tokens, 1, options).loss;
    const gradient = tf
      .grad(loss)(tf.tensor2d([row]))
      .dataSync();
    for (const [v, value] of gradient.entries()) {
      const moved = (by: number) => expected(row.map((logit, at) => (at === v ? logit + by : logit)));
      expect(-value).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 5);
    }
  },
);
