import { expect, test } from 'vitest';
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
