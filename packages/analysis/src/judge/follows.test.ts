import { expect, test } from 'vitest';
import type { Interval } from '../analysis.ts';
import { ByEstimator } from '../keys/keyed.ts';
import { key } from '../testing/index.ts';
import { followedVerdict } from './verdict.ts';

const counted = (mean: number, reach = 0.02): Interval => ({ mean, low: mean - reach, high: mean + reach });

/** The judgement on figures alone. */
function judged(
  figures: Readonly<Record<string, number | Interval>>,
  { contested = true, absent = {} as Record<string, string>, each = '' } = {},
) {
  const estimates = Object.entries(figures).map(
    ([name, one]) => [key(name), typeof one === 'number' ? counted(one) : one] as const,
  );
  return followedVerdict({
    ...{ contested, each, confidence: 0.95 },
    estimates: new ByEstimator(estimates),
    absent: ByEstimator.from(absent),
  });
}

/** Everything in favour of the reasoning, and nothing said of accuracy. */
const follower = { 'dependence.swap': 0.97, 'dependence.content': 0.96, 'dependence.minimum': 0.9 };

test('answers that another reasoning turns by what it says follow the reasoning', () => {
  const { followed, reason } = judged(follower, { each: 'reasoning in 3 of 3 seeds' });
  expect(followed).toBe('reasoning');
  expect(reason).toBe(
    'Given the reasoning of a prompt answered otherwise, it changes 97.0% (95% interval 95.0% to 99.0%) of its answers, and 96.0% (94.0% to 98.0%) by what that says, beyond those that the reasoning of one answered alike changes; with its reasoning taken away, by the removal that changes least, 90.0% (88.0% to 92.0%) of the agreement of its answers above chance is lost; judged one by one: reasoning in 3 of 3 seeds.',
  );
});

test('answers that stay whatever is put in the place of the reasoning follow the question', () => {
  expect(judged({ ...follower, 'dependence.swap': 0.1, 'dependence.content': 0.02 }).followed).toBe(
    'question',
  );
  // Need of some reasoning, whatever it says, is none of what an answer follows.
  expect(judged({ 'dependence.swap': 0.02, 'dependence.minimum': 0.9 }).followed).toBe('question');
});

test('some answers with the one and some with the other, or all with either, are both', () => {
  expect(judged({ ...follower, 'dependence.content': 0.35 }).followed).toBe('both');
  const either = judged({ ...follower, 'dependence.flip': 0.9 });
  expect(either.followed).toBe('both');
  expect(either.reason).toMatch(
    /question flipped and its reasoning kept, it changes 90\.0% .*with either\.$/,
  );
  expect(judged({ ...follower, 'dependence.flip': 0.1 }).followed).toBe('reasoning');
  expect(judged({ ...follower, 'dependence.flip': 0.5 }).followed).toBe('undecided');
});

test('an interval that holds a bound leaves it undecided', () => {
  for (const content of [counted(0.5), counted(0.2, 0.3)]) {
    const { followed, reason } = judged({
      ...follower,
      'dependence.content': { ...content, high: Math.max(content.high, 0.3) },
    });
    expect(followed).toBe('undecided');
    expect(reason).toMatch(/goes with the reasoning reaches across 20\.0% or 50\.0%/);
  }
});

test('what an unfamiliar text changes is not said to follow the reasoning', () => {
  const confused = { 'dependence.swap': 0.5, 'dependence.content': 0, 'dependence.minimum': 0 };
  expect(judged(confused)).toMatchObject({
    followed: 'undecided',
    reason: expect.stringMatching(/may be an unfamiliar text and not what it says\.$/),
  });
  const startled = { 'dependence.swap': 0.5, 'dependence.swapSame': 0.5, 'dependence.minimum': 0.6 };
  expect(judged(startled).followed).toBe('undecided');
  // Without the control it has to be seen that the answers come from the reasoning.
  expect(judged({ 'dependence.swap': 0.97, 'dependence.minimum': 0.05 }).followed).toBe('undecided');
  expect(judged({ 'dependence.swap': 0.97, 'dependence.minimum': 0.6 }).followed).toBe('reasoning');
});

test('without a trial it is not measured, unless answers change however the reasoning goes', () => {
  expect(judged({ 'dependence.minimum': 0.1 })).toMatchObject({
    followed: 'not measured',
    reason: expect.stringMatching(/^With its reasoning taken away, .* was not tried \(swap\)\.$/),
  });
  expect(judged({ 'dependence.minimum': 0.9 }).followed).toBe('reasoning');
  expect(judged(follower, { contested: false })).toMatchObject({
    followed: 'not measured',
    reason: expect.stringMatching(/^It gives all prompts the same answer/),
  });
});

test('answers that do not stay when asked again have no share to follow anything', () => {
  const why = 'is a share of its answers that stay when it is asked again, 0.05';
  expect(judged({}, { absent: { 'dependence.swap': why } })).toMatchObject({
    followed: 'undecided',
    reason: `What swapped reasoning changes ${why}.`,
  });
});

test('the sentence has the way that a flip takes, and what changes by itself', () => {
  const { reason } = judged({
    ...follower,
    ...{ 'dependence.flip': 0.1, 'unchanged.repeat': 0.93 },
    ...{ 'mediation.total': 0.9, 'mediation.direct': 0.1, 'mediation.indirect': 0.8 },
  });
  expect(reason).toMatch(
    /turns 90\.0% .* \(total effect\), 10\.0% past its reasoning \(direct effect\) and 80\.0% through it \(indirect effect\)/,
  );
  expect(reason).toMatch(/asked the same again it changes 7\.0%/);
});
