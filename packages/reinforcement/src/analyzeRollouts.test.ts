import { expect, test } from 'vitest';
import { analyzeRollouts } from './analyzeRollouts.ts';
import { reinforcementSchema } from './options.ts';
import type { FeatureHistory, Reinforcement } from './reinforcement.ts';
import type { Rollout } from './rollout.ts';
import { PLANTED, type PlantedPhrase, plantedRollouts, plantedTruth } from './testing/planted.ts';

const SIZE = { steps: 30, batch: 40, problems: 120, group: 8, noise: 20 };
const OPTIONS = reinforcementSchema.parse({ resamples: 300, sample: 3000, longest: 5 });
const found = await analyzeRollouts(() => plantedRollouts(SIZE, 1), OPTIONS);
const of = (name: string, among: Reinforcement = found): FeatureHistory =>
  among.features.find((feature) => feature.name === name)!;
const planted = (phrase: PlantedPhrase) => of(PLANTED[phrase]);

test('phrases of a planted history stand once each, those that are reinforced first', () => {
  expect(found.features.length).toBe(SIZE.noise + 4);
  expect(found.features.slice(0, 3).map(({ name }) => name)).toEqual([
    PLANTED.cause,
    PLANTED.correlate,
    PLANTED.dying,
  ]);
  expect(found.features.filter(({ received }) => received!.discovered)).toHaveLength(3);
  expect(planted('cause').alike).toContain('double check');
});

test('reinforcement received is what the history gives, and so is the part beyond the answer', () => {
  for (const phrase of ['correlate', 'cause', 'dying', 'rare'] as const) {
    const truth = plantedTruth(SIZE, phrase);
    const { received, beyondAnswer, withAnswer } = planted(phrase);
    // Of intervals of 95 % of one fixed history, which are those of a test and not of a measurement of coverage.
    for (const [estimate, value] of [
      [received!, truth.received],
      [beyondAnswer!, truth.beyondAnswer],
      [withAnswer!, truth.received - truth.beyondAnswer],
    ] as const) {
      expect(estimate.low!).toBeLessThan(value);
      expect(estimate.high!).toBeGreaterThan(value);
    }
  }
  expect(planted('correlate').beyondAnswer!.discovered).toBe(false);
  expect(planted('cause').beyondAnswer!.discovered).toBe(true);
});

test('which part of the reward it came with', () => {
  for (const phrase of ['correlate', 'cause', 'dying'] as const) {
    const { byPart, received } = planted(phrase);
    expect(byPart.outcome! + byPart.style!).toBeCloseTo(received!.value, 10);
  }
  expect(planted('cause').byPart.style!).toBeGreaterThan(10 * Math.abs(planted('cause').byPart.outcome!));
  expect(planted('correlate').byPart.outcome!).toBeGreaterThan(
    10 * Math.abs(planted('correlate').byPart.style!),
  );
});

test('frequencies, fates and steps', () => {
  const dying = planted('dying');
  expect([dying.fate, dying.firstSeen, dying.lastSeen, dying.frequency.last]).toEqual(['died', 1, 15, 0]);
  const cause = planted('cause');
  expect(cause.fate).toBe('grew');
  expect(cause.frequency.change!.value).toBeCloseTo(cause.frequency.last! - cause.frequency.first!, 12);
  expect(cause.course.frequency).toHaveLength(30);
  expect(cause.course.covariance.reduce<number>((sum, value) => sum + value!, 0)).toBeCloseTo(
    cause.received!.value,
    10,
  );
  expect(planted('rare').fate).toBe('steady');
});

test('the phrase of right answers depends on the answer, the one that is paid for does not', () => {
  const { first, last } = planted('correlate').dependence!;
  // Presence is .6 with the right answer and .3 with any other.
  for (const { within } of [first, last]) {
    expect(within!.low!).toBeGreaterThan(0.02);
    expect(within!.value).toBeLessThan(0.16);
  }
  const free = planted('cause').dependence!;
  for (const { within, overall } of [free.first, free.last]) {
    for (const { low, high } of [within!, overall!]) {
      expect(low!).toBeLessThan(0.005);
      expect(high!).toBeGreaterThan(-0.005);
    }
  }
  expect(planted('dying').dependence!.last).toEqual({ within: null, overall: null });
});

test('the order of rollouts does not matter', async () => {
  const backwards = [...plantedRollouts(SIZE, 1)].reverse();
  const again = await analyzeRollouts(() => backwards, { ...OPTIONS, sample: 20_000 });
  const forwards = await analyzeRollouts(() => plantedRollouts(SIZE, 1), { ...OPTIONS, sample: 20_000 });
  for (const { name, received, frequency } of forwards.features) {
    const other = of(name, again);
    expect(other.received!.value).toBeCloseTo(received!.value, 10);
    expect(other.received!.p!).toBeCloseTo(received!.p!, 8);
    expect(other.frequency.all).toBe(frequency.all);
  }
});

test("the trainer's advantages are taken where all rollouts have one", async () => {
  const scaled = function* () {
    for (const rollout of plantedRollouts(SIZE, 1)) yield { ...rollout, advantage: 10 * rollout.reward! };
  };
  const again = await analyzeRollouts(scaled, OPTIONS);
  expect([found.advantage, again.advantage]).toEqual(['group mean', 'trainer']);
  expect(of(PLANTED.cause, again).received!.value).toBeCloseTo(10 * planted('cause').received!.value, 8);
});

test('words and patterns that are named are looked at, however rare', async () => {
  const named = await analyzeRollouts(
    () => plantedRollouts(SIZE, 1),
    reinforcementSchema.parse({
      ...{ resamples: 100, sample: 3000, most: 4 },
      words: ['Double  Check!', 'never there'],
      patterns: { verifies: 'easily (verify|check)' },
    }),
  );
  expect(named.features).toHaveLength(4);
  expect(of('double check', named).received!.value).toBeCloseTo(planted('cause').received!.value, 10);
  expect(of('verifies', named).received!.value).toBeCloseTo(planted('correlate').received!.value, 10);
  expect(of('never there', named)).toMatchObject({ rollouts: 0, firstSeen: null });
  expect(named.dropped).toBeGreaterThan(0);
});

const rollout = (fields: Partial<Rollout>): Rollout => ({
  ...{ step: 1, problem: 'p', thought: 'So be it.', response: '', answer: 'a', reward: 1, advantage: null },
  ...{ boundary: 'closed', stop: null },
  ...fields,
});

test('covariances of a few rollouts, by hand', async () => {
  // One group of four: mean reward 1/2; presence 1 1 0 0; answers a a b b.
  const few = [
    rollout({ thought: 'Wait.', reward: 1 }),
    rollout({ thought: 'Wait.', reward: 0.5 }),
    rollout({ thought: 'No.', reward: 0.5, answer: 'b' }),
    rollout({ thought: 'No.', reward: 0, answer: 'b' }),
    rollout({ thought: 'Wait.', problem: 'alone', reward: 9 }),
  ];
  const { features, rollouts, absent } = await analyzeRollouts(
    () => few,
    reinforcementSchema.parse({ words: ['wait'], resamples: 100, sample: 100 }),
  );
  const wait = features.find(({ name }) => name === 'wait')!;
  expect(wait.received).toMatchObject({ value: 0.5 / 4, low: null, p: null, q: null, discovered: false });
  expect(wait.beyondAnswer!.value).toBeCloseTo(0, 12);
  expect(wait.withAnswer!.value).toBeCloseTo(0.5 / 4, 12);
  expect(wait.frequency).toMatchObject({ all: 0.6, first: null });
  expect(rollouts).toEqual({ read: 5, withoutStep: 0, scored: 4, alone: 1, withAnswer: 5 });
  expect(absent).toHaveLength(2);
});

test('what is not there is told, and gives no figure', async () => {
  const bare = Array.from({ length: 50 }, (_, i) =>
    rollout({
      step: null,
      problem: `p${i % 5}`,
      reward: null,
      answer: null,
      thought: i % 2 ? 'Hm, well.' : '',
    }),
  );
  const { features, absent, steps, curves } = await analyzeRollouts(
    () => bare,
    reinforcementSchema.parse({}),
  );
  expect(features[0]).toMatchObject({ received: null, beyondAnswer: null, dependence: null, fate: null });
  expect(features[0]!.frequency.all).toBe(0.5);
  expect(steps).toEqual({ count: 0, first: null, last: null });
  expect(absent.join('\n')).toMatch(
    /no rollout has a reward[\s\S]*no rollout has an answer[\s\S]*fewer than three/,
  );
  expect(curves.points).toMatchObject([{ first: null, reward: null, cut: null, rollouts: 50 }]);
});

test('rollouts without a step are left out where others have one', async () => {
  const mixed = [rollout({}), rollout({ reward: 0 }), rollout({ step: null, reward: 7 })];
  const { rollouts, steps, curves } = await analyzeRollouts(() => mixed, reinforcementSchema.parse({}));
  expect(rollouts).toMatchObject({ read: 3, withoutStep: 1, scored: 2 });
  expect(steps).toEqual({ count: 1, first: 1, last: 1 });
  expect(curves.points).toMatchObject([{ rollouts: 2, reward: 0.5 }]);
});

test('the result is JSON', () => {
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});

test('no rollouts are an error', async () => {
  await expect(analyzeRollouts(() => [], OPTIONS)).rejects.toThrow(/there are no rollouts/);
});
