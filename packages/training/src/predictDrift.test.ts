import { createEnvironment, environmentSchema, type Problem } from '@vestige/environment';
import { Transformer, useBackend } from '@vestige/model';
import { randomStream } from '@vestige/random';
import { createReward, rewardsSchema } from '@vestige/rewards';
import { beforeAll, describe, expect, test } from 'vitest';
import { collectRollouts } from './collect.ts';
import { pretrainingSchema, reinforcementSchema } from './options.ts';
import { predictDrift } from './predictDrift.ts';
import { pretrain } from './pretrain.ts';
import { reinforce } from './reinforce.ts';

const shape = { width: 16, layers: 1, heads: 2, contextLength: 20 };
const reward = (environment: ReturnType<typeof createEnvironment>) =>
  createReward(environment, rewardsSchema.parse({}));

beforeAll(async () => {
  await useBackend();
});

/** One update of a policy that has seen demonstrations, and what was predicted of it. */
function drift(
  options: { layout?: string; rho?: number },
  learningRate: number,
  { optimizer = 'sgd', temperature = 1 } = {},
) {
  const environment = createEnvironment(environmentSchema.parse({ kind: 'phrase', ...options }));
  const policy = Transformer.random(shape, environment.vocabulary.length, randomStream(0, 'model'));
  const pretraining = pretrainingSchema.parse({ steps: 120, batch: 64, learningRate: 0.01, warmup: 5 });
  for (const _ of pretrain(policy, environment, pretraining, 0));
  const before = policy.clone();
  const stream = randomStream(1, 'probes');
  const problems = Array.from({ length: 512 }, () => environment.problem(stream));
  const scoring = { rule: 'a', reward: reward(environment), temperature, forced: 0 };
  const probes = collectRollouts(before, environment, problems, { ...scoring, stream });
  const parsed = reinforcementSchema.parse({
    ...{ optimizer, learningRate, steps: 1, batch: 512, warmup: 0, maxGradientNorm: null, kl: 0 },
    ...{ evaluationPrompts: 8, temperature },
  });
  const task = { environment, ...scoring, options: parsed, seed: 0 };
  const [update] = [...reinforce(policy, before, task)];
  const F = environment.vocabulary.indexOf('F');
  const feature = {
    present: ({ ids }: { readonly ids: readonly number[] }) => ids.includes(F),
    stratum: ({ prompt }: { readonly prompt: readonly number[] }) => prompt[1],
  };
  const { logOdds, ...found } = predictDrift(before, policy, update!.rollouts, probes, {
    feature,
    learningRate,
    temperature,
  });
  return { ...found, ...logOdds! };
}

describe('the drift of a feature', () => {
  test('is what the gradient says, up to terms of second order', () => {
    const small = drift({}, 0.001);
    // Half of the second derivative times the square of the step; what rounding of parameters adds is 1e-6.
    expect(Math.abs(small.measured / small.predicted - 1)).toBeLessThan(0.01);
    expect(small.alongStep / small.predicted).toBeCloseTo(1, 2);
    const large = drift({}, 0.01);
    const error = ({ measured, predicted }: typeof large) => Math.abs(measured / predicted - 1);
    expect(large.predicted / small.predicted).toBeCloseTo(10, 3);
    expect(error(large)).toBeLessThan(0.1);
    expect(error(large)).toBeGreaterThan(error(small));
  });

  test.each([0.6, 1.5])('is that of the policy that sampled, at temperature %s', (temperature) => {
    const { predicted, measured, alongStep } = drift({}, 0.001, { temperature });
    expect(Math.abs(alongStep / predicted - 1)).toBeLessThan(0.01);
    expect(Math.abs(measured / predicted - 1)).toBeLessThan(0.02);
  });

  test('has the sign of the covariance, which is that of rho', () => {
    for (const rho of [0.8, -0.8]) {
      const { covariance, coupling, selection, predicted, measured } = drift({ rho }, 0.001);
      expect(coupling).toBeGreaterThan(0);
      for (const value of [covariance, selection, predicted, measured]) {
        expect(Math.sign(value)).toBe(Math.sign(rho));
      }
    }
  });

  test('comes from the covariance within prompts: a confounder alone moves little', () => {
    const { covariance, covarianceWithin, predicted } = drift({ layout: 'confounded' }, 0.001);
    const caused = drift({ layout: 'before' }, 0.001);
    expect(covariance).toBeGreaterThan(0.5 * caused.covariance);
    expect(Math.abs(covarianceWithin)).toBeLessThan(0.2 * covariance);
    expect(Math.abs(predicted)).toBeLessThan(0.3 * caused.predicted);
  });

  test('follows the step taken where another optimizer took it', () => {
    const { alongStep, measured, predicted } = drift({}, 1e-5, { optimizer: 'adam' });
    expect(Math.abs(measured / alongStep - 1)).toBeLessThan(0.05);
    expect(measured / predicted).toBeGreaterThan(2);
  });

  test('is found within kinds of prompts where it stands still over all of them', () => {
    const confounded = (rho: number) =>
      createEnvironment(environmentSchema.parse({ kind: 'phrase', layout: 'confounded', rho }));
    const taught = (policy: Transformer, rho: number, seed: number) => {
      const options = pretrainingSchema.parse({ steps: 150, batch: 128, learningRate: 0.01, warmup: 5 });
      for (const _ of pretrain(policy, confounded(rho), options, seed));
    };
    // At first F goes with nothing; then it follows the bit of the prompt: .94 and .06 instead of .5.
    const environment = confounded(0);
    const before = Transformer.random(shape, environment.vocabulary.length, randomStream(0, 'model'));
    taught(before, 0, 0);
    const after = before.clone();
    taught(after, 0.8, 1);
    const stream = randomStream(1, 'probes');
    const problems = Array.from({ length: 1024 }, () => environment.problem(stream));
    const scoring = { rule: 'a', reward: reward(environment), temperature: 1, forced: 0 };
    const probes = collectRollouts(before, environment, problems, { ...scoring, stream });
    const F = environment.vocabulary.indexOf('F');
    const bit = ({ problem }: { readonly problem: Problem }) => problem.question.split(' ')[0]!;
    const feature = {
      present: ({ ids }: { readonly ids: readonly number[] }) => ids.includes(F),
      stratum: bit,
      kind: bit,
    };
    const rollouts = probes.map((probe) => ({ ...probe, advantage: 0 }));
    const found = predictDrift(before, after, rollouts, probes, {
      ...{ feature, learningRate: 1, temperature: 1 },
    });
    const change = ({
      frequency,
      logOdds,
    }: {
      frequency: number;
      logOdds?: { measured: number } | undefined;
    }) => {
      const odds = (frequency / (1 - frequency)) * Math.exp(logOdds!.measured);
      return odds / (1 + odds) - frequency;
    };
    expect(Math.abs(change(found))).toBeLessThan(0.05);
    expect([...found.kinds.keys()]).toEqual(['p0', 'p1']);
    expect(change(found.kinds.get('p0')!)).toBeLessThan(-0.35);
    expect(change(found.kinds.get('p1')!)).toBeGreaterThan(0.35);
    // Counted in completions of the policy after: the importance weights tell the truth.
    const later = collectRollouts(after, environment, problems, { ...scoring, stream });
    for (const [name, told] of found.kinds) {
      const own = later.filter((rollout) => bit(rollout) === name);
      const share = own.filter(feature.present).length / own.length;
      expect(Math.abs(told.frequency + change(told) - share)).toBeLessThan(0.06);
    }
  });

  test('of a feature that all probes have is none', () => {
    const model = Transformer.random(shape, 30, randomStream(0, 'model'));
    const problem = { question: '', labels: {} };
    const rollout = { problem, prompt: [1], ids: [0], forced: false, advantage: 0 };
    const feature = { present: () => true };
    expect(
      predictDrift(model, model, [rollout], [rollout], { feature, learningRate: 1, temperature: 1 }),
    ).toEqual({
      ...{ frequency: 1, covariance: 0, covarianceWithin: 0, logOdds: undefined },
      kinds: new Map(),
    });
  });
});
