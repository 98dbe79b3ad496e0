import type { DriftRow } from '@vestige/rollouts';
import { describe, expect, test } from 'vitest';
import { analyze } from '../analyze.ts';
import { estimateRows } from '../estimateRows.ts';
import { ByEstimator } from '../keys/keyed.ts';
import { key, plantedLoan } from '../testing/index.ts';
import { driftEstimates, driftFigures, driftsOf } from './drift.ts';
import { sweepsOf } from './sweeps.ts';

const row = (step: number, part: Partial<DriftRow> = {}): DriftRow => ({
  step,
  word: 'F',
  stratum: null,
  frequency: 0.5,
  covariance: 0.1,
  covariance_within: 0.05,
  coupling: 20,
  selection: 0.1,
  predicted: 0.2,
  along_step: 0.3,
  measured: 0.4,
  ...part,
});

const without = { seed: 0, interventions: [], updates: undefined };
const none = { coupling: null, selection: null, predicted: null, along_step: null, measured: null };

/** A run of 12 updates with this covariance, in which each update moves the log-odds by `gain` times as much as predicted. */
function run(seed: number, covariance: number, gain: number) {
  const drift = Array.from({ length: 12 }, (_, i) => {
    const predicted = 2 * covariance + 0.01 * (i % 3);
    return row(i + 1, {
      covariance,
      covariance_within: covariance / 2,
      predicted,
      measured: gain * predicted,
    });
  });
  return driftsOf({ ...without, seed, drift })[0]!;
}

describe('the drift of a word', () => {
  const rows = Array.from({ length: 12 }, (_, i) => row(i + 1, { measured: i < 10 ? 0.1 : 0.5 }));
  const figures = (drift: readonly DriftRow[]) => driftFigures(driftsOf({ ...without, drift })[0]!);
  const of = (name: string) => key(`drift.F.${name}`);

  test('in figures: initial slope over ten updates, totals over all', () => {
    const found = figures(rows);
    expect(found.get(of('initial.measured'))).toBeCloseTo(0.1, 6);
    expect(found.get(of('total.measured'))).toBeCloseTo(2, 6);
    expect(found.get(of('initial.covariance'))).toBeCloseTo(0.1, 6);
    expect(found.get(of('initial.covarianceWithin'))).toBeCloseTo(0.05, 6);
    expect(found.get(of('total.selection'))).toBeCloseTo(1.2, 6);
  });

  test('change of the share by the measured changes alone, not by the shares counted', () => {
    const third = [row(1, { frequency: 0.2, measured: Math.log(2) }), row(2, { measured: Math.log(1.5) })];
    // Odds of 1 : 4, three times as large.
    expect(figures(third).get(of('change'))).toBeCloseTo(3 / 7 - 0.2, 5);
    expect(figures([row(1, { frequency: 0.2 }), row(2, none)]).get(of('change'))).toBeGreaterThan(0);
  });

  test('strata that move apart are told of where the whole stands still', () => {
    const apart = [
      row(1, { measured: 0 }),
      // Odds 1 to 9 instead of 1; and 9 to 1.
      row(1, { stratum: 'bit=A', measured: Math.log(3) }),
      row(1, { stratum: 'bit=B', measured: -Math.log(3) }),
      row(2, { measured: 0 }),
      row(2, { stratum: 'bit=B', measured: -Math.log(3), frequency: 0.25 }),
      row(2, { stratum: 'bit=A', measured: Math.log(3), frequency: 0.75 }),
    ];
    const found = figures(apart);
    expect(found.get(of('change'))).toBe(0);
    expect(found.get(of('total.measured'))).toBe(0);
    expect(found.get(of('within.bit=A.change'))).toBeCloseTo(0.4, 5);
    expect(found.get(of('within.bit=B.change'))).toBeCloseTo(-0.4, 5);
    expect(found.get(of('within.largest'))).toBeCloseTo(0.4, 5);
    // The figures of the whole are those without strata, and prompts of one kind have no strata.
    const whole = figures(apart.filter(({ stratum }) => stratum === null));
    expect(found.size).toBe(whole.size + 3);
    for (const [one, value] of whole) expect(found.get(one)).toEqual(value);
    // A stratum without log-odds leaves the others; a stratum that one seed lacks is that of the other.
    const one = figures(apart.map((r) => (r.stratum === 'bit=B' ? { ...r, measured: -0, frequency: 1 } : r)));
    expect(one.get(of('within.bit=B.change'))).toBeNaN();
    expect(one.get(of('within.largest'))).toBeCloseTo(0.4, 5);
    const drifts = [apart.filter(({ stratum }) => stratum === null), apart].flatMap((drift, seed) =>
      driftsOf({ ...without, seed, drift }),
    );
    const estimate = new ByEstimator(driftEstimates(drifts, 0.95)).get(of('within.bit=A.change'));
    expect(estimate!.bySeed[1]).toBeCloseTo(0.4, 5);
    expect(estimate!.bySeed).not.toHaveProperty('0');
  });

  test('updates without log-odds do not count', () => {
    expect(figures([...rows.slice(0, 3), row(4, none)]).get(of('initial.measured'))).toBeCloseTo(0.1, 6);
    expect(figures([row(1, none)]).get(of('initial.measured'))).toBeNaN();
  });

  test('over seeds: the mean with Student t, a figure by seed; absent if no seed has it', () => {
    const drifts = [1, 2, 3].map((seed) => run(seed, 0.1 * seed, 1));
    const estimate = new ByEstimator(driftEstimates(drifts, 0.95)).get(of('initial.covariance'));
    expect(estimate!.mean).toBeCloseTo(0.2, 6);
    expect(estimate!.bySeed).toEqual({ 1: 0.1, 2: 0.2, 3: 0.3 });
    // Standard error .1 / sqrt(3), t(.975, 2) = 4.3027.
    expect(estimate!.high - estimate!.mean).toBeCloseTo((4.3027 * 0.1) / Math.sqrt(3), 4);
    const empty = driftsOf({ ...without, drift: [row(1, none)] });
    expect(new ByEstimator(driftEstimates(empty, 0.95)).get(of('initial.measured'))).toBeUndefined();
  });
});

test('in the tables: drifts of a condition and of a sweep rest on no prompts', () => {
  const input = plantedLoan([0, 1], { prompts: 20, checkpointPrompts: 5, resamples: 100 });
  const drift = [row(1), row(2)];
  const analysis = analyze({
    ...input,
    conditions: input.conditions.map((condition, i) =>
      condition.name === 'base'
        ? condition
        : {
            ...condition,
            runs: condition.runs.map((one) => ({ ...one, drift })),
            swept: { of: 'doses', field: 'reinforcement.kl', value: 0.1 * i },
          },
    ),
  });
  expect(analysis.conditions.base!.drift).toEqual([]);
  expect(analysis.conditions.fair!.drift.map(({ seed, step }) => [seed, step])).toEqual([
    [0, [1, 2]],
    [1, [1, 2]],
  ]);
  const rows = estimateRows(analysis).filter(({ estimator }) => estimator.startsWith('drift.'));
  expect(rows.every(({ prompts, seed }) => prompts === 0 && seed === null)).toBe(true);
  const found = rows.map(({ condition, estimator }) => `${condition} ${estimator}`);
  expect(found).toContain('fair drift.F.total.measured');
  expect(found).toContain('doses drift.F.predicted.slope');
});

describe('a sweep', () => {
  const values = [-0.8, 0, 0.8];
  const swept = (gain: (seed: number) => number, given: (value: number) => unknown = (value) => value) =>
    values.map((value, i) => ({
      name: `dose${i + 1}`,
      swept: { of: 'dose', field: 'environment.rho', value: given(value) },
      drift: [1, 2, 3].map((seed) => run(seed, value / 4, gain(seed))),
    }));

  test('puts the measured change against the predicted one, update by update, through the origin', () => {
    const { dose } = sweepsOf(
      swept(() => 1.5),
      0.95,
    );
    const estimates = dose!.estimates;
    expect(estimates.get(key('drift.F.predicted.slope'))).toMatchObject({
      mean: 1.5,
      bySeed: { 1: 1.5, 2: 1.5, 3: 1.5 },
    });
    expect(estimates.get(key('drift.F.predicted.r'))!.mean).toBeCloseTo(1, 5);
    expect(estimates.get(key('drift.F.predicted.slope'))!.high).toBeCloseTo(1.5, 5);
    expect(dose!.points).toEqual(values.map((value, i) => ({ condition: `dose${i + 1}`, value })));
  });

  test('is uncertain where its seeds differ', () => {
    const { dose } = sweepsOf(
      swept((seed) => seed),
      0.95,
    );
    const slope = dose!.estimates.get(key('drift.F.predicted.slope'))!;
    expect(slope.mean).toBeCloseTo(2, 5);
    expect(slope.low).toBeLessThan(1);
    expect(slope.high).toBeGreaterThan(3);
    // Within a seed the points lie on a line; seeds with lines of their own, pooled, do not.
    expect(slope.bySeed).toEqual({ 1: 1, 2: 2, 3: 3 });
    expect(dose!.estimates.get(key('drift.F.predicted.r'))!.mean).toBeLessThan(0.95);
  });

  test('puts the initial slope against the covariance', () => {
    const { dose } = sweepsOf(
      swept(() => 1),
      0.95,
    );
    expect(dose!.estimates.get(key('drift.F.covariance.r'))!.mean).toBeCloseTo(1, 5);
    expect(dose!.estimates.get(key('drift.F.covariance.slope'))!.mean).toBeCloseTo(2, 4);
    expect(dose!.estimates.get(key('drift.F.covarianceWithin.slope'))!.mean).toBeCloseTo(4, 4);
  });

  test('without measured drifts has no estimates, and of values that are no numbers none against them', () => {
    const still = swept(() => 1).map((one) => ({ ...one, drift: [] }));
    expect(sweepsOf(still, 0.95).dose!.estimates.size).toBe(0);
    const { estimates } = sweepsOf(
      swept(
        () => 1,
        () => 'x',
      ),
      0.95,
    ).dose!;
    expect(estimates.get(key('drift.F.predicted.slope'))).toBeDefined();
    expect(estimates.get(key('drift.F.change.slope'))).toBeUndefined();
  });
});
