import { describe, expect, test } from 'vitest';
import { resolveCalibration } from '../load.ts';
import type { IntervalRow, VerdictRow } from '../tables.ts';
import { ALL, summarize } from './summarize.ts';

const calibration = resolveCalibration(
  { name: 'tiny', title: 'Tiny', prompts: [64, 128], simulations: 4, policies: ['all', 'none'] },
  undefined,
  'apps/experiments/tiny/calibration.json',
);

const verdict = (policy: string, simulation: number, found: string, prompts = 128): VerdictRow => ({
  policy,
  prompts,
  spread: 0,
  simulation,
  subject: 'whole',
  expected: policy === 'all' ? 'load-bearing' : 'vestigial',
  found,
});
const interval = (policy: string, simulation: number, low: number, high: number): IntervalRow => ({
  policy,
  prompts: 128,
  spread: 0,
  simulation,
  estimator: 'accuracy.own',
  truth: 0.5,
  mean: 0.5,
  low,
  high,
  holds: low <= 0.5 && 0.5 <= high,
  p: null,
  holm: null,
});

const verdicts = [
  ...[0, 1, 2].map((i) => verdict('all', i, 'load-bearing')),
  verdict('all', 3, 'undecided'),
  verdict('all', 0, 'vestigial', 64),
  ...[0, 1, 2, 3].map((i) => verdict('none', i, 'vestigial')),
];
const intervals = [
  ...[0, 1].map((i) => interval('all', i, 0.4, 0.6)),
  interval('all', 2, 0.6, 0.7),
  interval('all', 3, 0.3, 0.4),
];

test('right verdicts with their binomial standard error, the worst policy first in the headline', () => {
  const { headline, verdicts: shares } = summarize(calibration, verdicts, intervals);
  const all = shares.find(({ policy, prompts }) => policy === 'all' && prompts === 128)!;
  expect(all).toMatchObject({ share: 0.75, count: 4, found: { 'load-bearing': 3, undecided: 1 } });
  expect(all.error).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 4), 6);
  expect(headline.worst.policy).toBe('all');
  expect(headline.right).toMatchObject({ share: 0.875, count: 8 });
  expect(headline.right.error).toBeCloseTo(Math.sqrt((0.875 * 0.125) / 8), 6);
  expect(headline.falselyVestigial).toEqual({ count: 1, of: 5 });
  expect(headline.wrong).toEqual({ count: 1, of: 9 });
});

test('coverage, and on which side intervals miss', () => {
  const { coverage, headline } = summarize(calibration, verdicts, intervals);
  const own = coverage.find(({ policy }) => policy === 'all')!;
  expect(own).toMatchObject({ share: 0.5, below: 0.25, above: 0.25, count: 4 });
  expect(own.width).toBeCloseTo(0.15, 6);
  expect(coverage.filter(({ policy, estimator }) => policy === ALL && estimator === ALL)).toHaveLength(1);
  expect(headline.coverage.share).toBe(0.5);
});

test('answers of one experiment hang together', () => {
  const twice = intervals.flatMap((row) => [row, { ...row, estimator: 'accuracy.now' }]);
  const { coverage } = summarize(calibration, verdicts, twice);
  const together = coverage.find(({ estimator }) => estimator === ALL)!;
  expect(together.error).toBeCloseTo(Math.sqrt(0.25 / 4), 6);
});

test('what answers follow is counted apart from the verdicts, and is nothing where it was not judged', () => {
  expect(summarize(calibration, verdicts, intervals).follows).toBeNull();
  const judged = ['reasoning', 'reasoning', 'undecided', 'question'].map((found, i) => {
    return { ...verdict('all', i, found), subject: 'follows', expected: 'reasoning' };
  });
  const alone = { ...verdict('all', 0, 'question'), subject: 'seed follows', expected: 'reasoning' };
  const { follows, headline } = summarize(calibration, [...verdicts, ...judged, alone], intervals);
  expect(follows).toMatchObject({ right: { share: 0.5, count: 4 }, wrong: { count: 1, of: 4 } });
  expect(headline).toEqual(summarize(calibration, verdicts, intervals).headline);
});

describe('what is told apart', () => {
  const wide = { ...calibration, policies: ['all', 'none', 'presence', 'coin', 'same'] as const };
  const more = [
    ...verdicts,
    ...[0, 1, 2, 3].map((i) => ({ ...verdict('presence', i, 'vestigial'), expected: 'filler-token' })),
    ...[0, 1, 2, 3].map((i) => ({
      ...verdict('coin', i, i === 0 ? 'load-bearing' : 'undecided'),
      expected: 'undecided',
    })),
    ...[0, 1].map((i) => ({ ...verdict('coin', i, 'vestigial'), subject: 'seed', expected: 'vestigial' })),
  ];
  const rows: IntervalRow[] = [
    ...intervals,
    ...[0, 1, 2, 3].map((i) => interval('presence', i, 0.4, 0.6)),
    ...[0, 1, 2, 3].map((i) => ({ ...interval('all', i, 0.6, 0.7), estimator: 'reliance.room' })),
    ...[0, 1, 2, 3].flatMap((i) =>
      ['accuracy.own', 'accuracy.now'].map((estimator, k) => ({
        ...interval('same', i, -0.1, 0.1),
        estimator,
        truth: 0,
        holds: true,
        p: i === 0 ? 0.01 : 0.4,
        holm: i === 0 && k === 0 ? 0.02 : 0.8,
      })),
    ),
  ];
  const metrics = summarize({ ...wide, policies: [...wide.policies] }, more, rows);

  test('policies of other groups, estimators that came later and contrasts leave the headline as it was', () => {
    const alone = summarize(calibration, verdicts, intervals);
    expect(metrics.headline).toEqual(alone.headline);
    expect(alone.groups.map(({ group }) => group)).toEqual(['words']);
    expect(metrics.groups[0]).toEqual(alone.groups[0]);
    const together = ({ policy, estimator }: { policy: string; estimator: string }) =>
      policy === ALL && estimator === ALL;
    expect(metrics.coverage.filter(together)).toEqual(alone.coverage.filter(together));
  });

  test('each group has its own outcome', () => {
    expect(metrics.groups.slice(1)).toMatchObject([
      {
        group: 'room',
        policies: ['presence'],
        right: { share: 0 },
        falselyVestigial: { count: 4, of: 4 },
        wrong: { count: 4, of: 4 },
        coverage: { share: 1, count: 4 },
      },
      {
        group: 'seeds',
        right: { share: 0.75 },
        wrong: { count: 1, of: 4 },
        falselyVestigial: { count: 0, of: 4 },
      },
    ]);
    const own = metrics.coverage.filter(
      ({ policy, estimator }) => policy === 'presence' && estimator === ALL,
    );
    expect(own).toMatchObject([{ share: 1, count: 4 }]);
  });

  test('a contrast has the share of differences found, and of experiments with one', () => {
    expect(metrics.contrasts).toMatchObject([
      {
        contrast: 'same',
        prompts: 128,
        coverage: { share: 1, count: 4 },
        found: { share: 0.25, count: 4 },
        foundAny: { share: 0.25, count: 4 },
      },
    ]);
    expect(metrics.coverage.filter(({ policy }) => policy === 'same')).toEqual([]);
  });
});
