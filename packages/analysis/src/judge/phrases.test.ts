import { expect, test } from 'vitest';
import type { Verdict } from '../analysis.ts';
import { ByEstimator } from '../keys/keyed.ts';
import { key } from '../testing/index.ts';
import { phraseVerdicts } from './verdict.ts';

function judged(whole: Verdict, means: Readonly<Record<string, number>>, together = false) {
  const estimates = new ByEstimator(
    Object.entries(means).map(([name, mean]) => [
      key(name),
      { mean, low: mean - 0.02, high: mean + 0.02, prompts: 500 },
    ]),
  );
  return phraseVerdicts(
    whole,
    { estimates, absent: new ByEstimator() },
    new Map([['plan', { together, prompts: 500 }]]),
  ).plan!;
}

test('the sentence gives the number that it names: what dropping a phrase costs, and what none of it costs', () => {
  const { verdict, reason } = judged('vestigial', { 'needs.plan': 0, 'reliance.drop.plan': 0.698 });
  expect(verdict).toBe('vestigial');
  expect(reason).toBe(
    'Without one phrase of the type it loses 69.8% (67.8% to 71.8%) of its accuracy above chance, and 0.0% (−2.0% to 2.0%) without any of its reasoning, by the kindest removal.',
  );
  expect(judged('load-bearing', { 'needs.plan': 0.7, 'reliance.drop.plan': 0.7 }).reason).toBe(
    'Without one phrase of the type it loses 70.0% (68.0% to 72.0%) of its accuracy above chance.',
  );
});

test('where only the room is needed, no type is called vestigial', () => {
  const { verdict, reason } = judged('filler-token', { 'needs.plan': 0, 'reliance.drop.plan': 0.3 });
  expect(verdict).toBe('filler-token');
  expect(reason).toMatch(/of the whole, too, the words are not needed and the presence is\.$/);
});

test('what has no figure is undecided, with the reason', () => {
  const absent = new ByEstimator([[key('needs.plan'), 'is a share of nothing']]);
  expect(
    phraseVerdicts(
      'load-bearing',
      { estimates: new ByEstimator(), absent },
      new Map([['plan', { together: false, prompts: 80 }]]),
    ).plan,
  ).toMatchObject({
    verdict: 'undecided',
    reason: 'What dropping one costs is a share of nothing.',
  });
});

test('where all phrases of a type were dropped together, the sentence says so', () => {
  const { verdict, reason } = judged(
    'load-bearing',
    { 'needs.plan': 0.9, 'reliance.drop.plan': 0.2, 'reliance.dropKind.plan': 0.9 },
    true,
  );
  expect(verdict).toBe('load-bearing');
  expect(reason).toBe(
    'Without all phrases of the type it loses 90.0% (88.0% to 92.0%) of its accuracy above chance.',
  );
});
