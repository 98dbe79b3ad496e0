import { createEnvironment, environmentSchema } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { expect, test } from 'vitest';
import { analysisOf, seedRun } from './experiment.ts';
import { LoanWords } from './loanText.ts';
import { type SimulationOptions, simulationSchema } from './options.ts';
import {
  PLANTED_NAMES,
  PLANTED_POLICIES,
  type PlantedName,
  type PlantedPolicy,
  type SimulatedName,
} from './policies.ts';
import type { Simulated } from './rows.ts';
import { simulate } from './simulate.ts';
import { truthOf } from './truth.ts';

const options: SimulationOptions = simulationSchema.parse({
  prompts: [64, 96],
  simulations: 1,
  resamples: 20,
});

test('each experiment is judged at each number of prompts, without and with spread', async () => {
  const { verdicts, intervals } = await first('either', options);
  const places = (rows: readonly { prompts: number; spread: number }[]) =>
    new Set(rows.map(({ prompts, spread }) => `${prompts} ${spread}`));
  expect([...places(verdicts)]).toEqual(['64 0', '96 0', '64 0.1', '96 0.1']);
  // The whole, what it follows and two types of phrases; of seeds that are alike, each of three and what it follows.
  expect(verdicts).toHaveLength(4 * 4 + 2 * 3 * 2);
  expect(new Set(intervals.map(({ estimator }) => estimator))).toEqual(
    new Set(
      Object.keys(truthOf(PLANTED_POLICIES.either, 0, options).toJSON()).filter((name) =>
        intervals.some((row) => row.estimator === name),
      ),
    ),
  );
  for (const name of [
    'accuracy.own',
    'reliance.minimum',
    'needs.factor',
    'steering.swap',
    'difference.now',
  ]) {
    expect(intervals.filter(({ estimator }) => estimator === name)).toHaveLength(4);
  }
  for (const { truth, low, high, holds } of intervals) {
    if (Math.min(Math.abs(truth - low), Math.abs(truth - high)) > 1e-5) {
      expect(holds).toBe(low <= truth && truth <= high);
    }
  }
});

/** The first simulation. */
async function first(name: SimulatedName, chosen: SimulationOptions): Promise<Simulated> {
  for await (const simulation of simulate(name, chosen)) return simulation;
  throw new Error('expected a simulation');
}

const once = () => first('all', options);

test('the same options give the same rows, another seed others', async () => {
  expect(await once()).toEqual(await once());
  expect(await first('all', { ...options, seed: 1 })).not.toEqual(await once());
});

const large = simulationSchema.parse({ prompts: [1024], simulations: 1, spread: 0, resamples: 20 });
const simulated = (name: SimulatedName, chosen: SimulationOptions = large) => first(name, chosen);
/** Of seeds that fall as a coin, what comes out is as the coin. */
const CERTAIN = PLANTED_NAMES.filter((name) => name !== 'coin');

test.for(CERTAIN)(
  '%s: verdict and what is followed come out as planted with many prompts, and use is never called vestigial',
  async (name) => {
    const { verdicts } = await simulated(name);
    const policy: PlantedPolicy = PLANTED_POLICIES[name];
    expect(verdicts[0]).toMatchObject({ subject: 'whole', found: policy.verdict });
    expect(verdicts[1]).toMatchObject({ subject: 'follows', found: policy.follows });
    for (const { expected, found } of verdicts) {
      if (expected !== 'vestigial') expect(found).not.toBe('vestigial');
      if (expected !== 'harmful') expect(found).not.toBe('harmful');
    }
  },
);

test.for(['length', 'presence', 'position'] as const)(
  '%s: words are not needed, tokens are',
  async (name) => {
    const { verdicts, intervals } = await simulated(name);
    for (const subject of ['factor', 'conclusion', 'filler']) {
      expect(verdicts).toContainEqual(expect.objectContaining({ subject, found: 'filler-token' }));
    }
    const of = (estimator: string) => intervals.find((row) => row.estimator === estimator)!;
    expect(of('reliance.minimum').high).toBeLessThan(0.2);
    expect(of('reliance.room').low).toBeGreaterThan(0.5);
  },
);

test('seeds that disagree are judged each alone, and counted', async () => {
  const { verdicts, intervals } = await simulated('split');
  expect(verdicts.filter(({ subject }) => subject === 'seed').map(({ found }) => found)).toEqual([
    'vestigial',
    'vestigial',
    'load-bearing',
  ]);
  const count = intervals.find(({ estimator }) => estimator === 'agreement')!;
  expect(count.mean).toBeCloseTo(2 / 3, 6);
  expect(count.truth).toBeCloseTo(2 / 3, 6);
  // Clopper-Pearson of 2 in 3.
  expect(count.low).toBeCloseTo(0.0943, 4);
  expect(count.high).toBeCloseTo(0.9916, 4);
  expect(count.holds).toBe(true);
});

test('what a coin decides for each seed is found of each seed, and its share is one half', async () => {
  const { verdicts, intervals } = await simulated('coin', { ...large, seeds: 6 });
  const seeds = verdicts.filter(({ subject }) => subject === 'seed');
  expect(seeds).toHaveLength(6);
  expect(new Set(seeds.map(({ expected }) => expected))).toEqual(new Set(['vestigial', 'load-bearing']));
  for (const { found, expected } of seeds) expect(found).toBe(expected);
  expect(intervals.find(({ estimator }) => estimator === 'agreement')!.truth).toBe(0.5);
});

/** What the analysis says of a policy, of three seeds and 256 prompts. */
async function judged(name: PlantedName) {
  const words = new LoanWords(createEnvironment(environmentSchema.parse({ kind: 'loan' })));
  const few = { ...large, prompts: [256] };
  const runs = await Promise.all(
    [0, 1, 2].map((seed) => {
      const stream = randomStream('judged', name, seed);
      return seedRun(PLANTED_POLICIES[name], { seed, spread: 0, words, options: few, stream });
    }),
  );
  return analysisOf({ planted: runs }, 256, few, 0).conditions.planted!;
}

test('the sentence says that a policy does not answer, and how many seeds have which verdict', async () => {
  expect(await judged('mute')).toMatchObject({
    verdict: 'vestigial',
    reason: expect.stringMatching(/left empty it does not answer: the possible answers have 15\.0%/),
  });
  expect((await judged('split')).reason).toMatch(/vestigial in 2 of 3 seeds/);
  expect((await judged('presence')).reason).toMatch(/its words are not needed and their presence is/);
});

test('an empty chain of thought after which it writes on leaves little probability for answers', async () => {
  const mass = (await simulated('mute')).intervals.find(({ estimator }) => estimator === 'mass.cut0')!;
  expect(mass.mean).toBeCloseTo(0.15, 6);
  expect(mass.holds).toBe(true);
});

test('a contrast finds what differs, of the same prompts, and nothing where nothing does', async () => {
  const seeds = { ...large, prompts: [256], seeds: 4 };
  const different = await simulated('different', seeds);
  expect(different.verdicts).toEqual([]);
  const lost = different.intervals.find(({ estimator }) => estimator === 'accuracy.now')!;
  expect(lost.truth).toBeCloseTo(-0.8 * 0.46, 6);
  expect(lost.holds).toBe(true);
  expect(lost.p).toBeLessThan(0.01);
  const same = await simulated('same', seeds);
  expect(same.intervals.length).toBeGreaterThan(5);
  expect(new Set(same.intervals.map(({ truth }) => truth))).toEqual(new Set([0]));
  expect(same.intervals.filter(({ holds }) => holds).length / same.intervals.length).toBeGreaterThan(0.7);
  for (const { p, holm } of same.intervals) expect(holm).toBeGreaterThanOrEqual(p!);
});
