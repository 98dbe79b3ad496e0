import { deserialize, serialize } from 'node:v8';
import * as tf from '@tensorflow/tfjs-core';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { Transformer, useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { beforeAll, expect, test } from 'vitest';
import { pretrainingSchema, reinforcementSchema } from './options.ts';
import { pretrain } from './pretrain.ts';
import { type ReinforcementState, reinforce } from './reinforce.ts';
import type { TrainingState } from './trainingState.ts';

const environment = createEnvironment(
  environmentSchema.parse({ kind: 'loan', factors: 2, minimumFactors: 1, nationalities: 2, values: 2 }),
);
const shape = { width: 16, layers: 1, heads: 2, contextLength: 32 };
const reward = createReward(environment, rewardsSchema.parse({ length: 0.02 }));
const fresh = () => Transformer.random(shape, environment.vocabulary.length, randomStream(0, 'model'));
const parametersOf = (model: Transformer) => [...model.parameters.keys()].map((name) => model.values(name));

beforeAll(async () => {
  await useBackend();
});

/** As it comes back from a file. */
const kept = <T>(state: T): T => deserialize(serialize(state));

/** A training that can be begun anywhere, its steps as plain data beside what to go on from. */
interface Training<State> {
  begin(model: Transformer, from?: State): Iterable<{ readonly told: unknown; readonly state: () => State }>;
}

function expectTheSame<State>({ begin }: Training<State>): void {
  const model = fresh();
  const told: unknown[] = [];
  const states: State[] = [];
  for (const step of begin(model)) {
    told.push(step.told);
    states.push(kept(step.state()));
  }
  expect(told.length).toBeGreaterThan(3);
  const tensors = tf.memory().numTensors;
  // On the native backend, where so small ops are slow, from two of them.
  const each = process.env.VESTIGE_BACKEND === 'tensorflow' ? Math.ceil(states.length / 2) : 1;
  for (let i = 0; i < states.length - 1; i += each) {
    const state = states[i]!;
    const other = fresh();
    expect(Array.from(begin(other, state), (step) => step.told)).toEqual(told.slice(i + 1));
    expect(parametersOf(other)).toEqual(parametersOf(model));
    other.dispose();
  }
  expect(tf.memory().numTensors).toBe(tensors);
  model.dispose();
}

test('pretraining goes on after any step to the same bits', () => {
  const options = pretrainingSchema.parse({ steps: 6, batch: 16, warmup: 3, weightDecay: 0.1 });
  expectTheSame({
    *begin(model, from?: TrainingState) {
      for (const { row, state } of pretrain(model, environment, options, 0, from)) yield { told: row, state };
    },
  });
});

test.each([
  ['reinforce', {}],
  ['rloo, penalties', { algorithm: 'rloo', groupSize: 4, kl: 0.1, entropy: 0.01 }],
  ['grpo, normalised', { algorithm: 'grpo', groupSize: 8, normalizeAdvantages: true, decay: 'linear' }],
  ['ppo, forced', { algorithm: 'ppo', forcedEmpty: 0.25, weightDecay: 0.1 }],
  ['sgd', { optimizer: 'sgd', maxGradientNorm: null }],
  ['drift', { drift: { words: ['good'], probes: 32, every: 2 } }],
  ['solved', { steps: 20, minimumSteps: 4, solved: 0, evaluateEvery: 1 }],
])('reinforcement goes on after any update to the same bits: %s', (_, options) => {
  const settings = { steps: 6, minimumSteps: 6, batch: 16, evaluateEvery: 2, evaluationPrompts: 16 };
  const parsed = reinforcementSchema.parse({ ...settings, ...options });
  const task = { environment, rule: 'nationality', reward, options: parsed, seed: 0 };
  const reference = fresh();
  expectTheSame({
    *begin(model, from?: ReinforcementState) {
      for (const { state, ...told } of reinforce(model, reference, task, from)) yield { told, state };
    },
  });
  reference.dispose();
});
