import { expect, test } from 'vitest';
import type { Rollout } from '../rollout.ts';
import { wordsOf } from '../text/words.ts';
import { addToStep, curvesOf, emptyStep } from './curves.ts';

function stepOf(step: number, texts: readonly string[], fields: Partial<Rollout> = {}) {
  const sums = emptyStep(step);
  for (const text of texts) {
    const rollout: Rollout = {
      ...{ step, problem: 'p', thought: text, response: '', answer: null, reward: 1, advantage: null },
      ...{ boundary: 'closed', stop: 'end', ...fields },
    };
    addToStep(sums, rollout, text, wordsOf(text));
  }
  return { first: step, last: step, sums: [sums] };
}

const repeated = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i));

test('entropy is that of the words, and not of how many there are', () => {
  const four = (length: number) => (i: number) =>
    repeated(length, (k) => ['north', 'east', 'south', 'west'][(i + k) % 4]!).join(' ');
  const { points, wordsCompared } = curvesOf([
    stepOf(1, repeated(40, four(8))),
    stepOf(2, repeated(200, four(400))),
    stepOf(
      3,
      repeated(40, () => 'same same'),
    ),
    stepOf(4, ['too few words']),
  ]);
  expect(wordsCompared).toBe(640);
  expect(points[0]!.entropy).toBeCloseTo(2, 1);
  expect(points[1]!.entropy).toBeCloseTo(2, 1);
  expect(points[2]!.entropy).toBeCloseTo(0, 12);
  expect(points[3]!.entropy).toBeNull();
});

test('distinct first words are those of as many rollouts', () => {
  const { points, firstWordsCompared } = curvesOf([
    stepOf(
      1,
      repeated(10, (i) => `${'abcdefghij'[i]}x then`),
    ),
    stepOf(
      2,
      repeated(20, (i) => `${'ab'[i % 2]}x then`),
    ),
    stepOf(
      3,
      repeated(9, () => 'one'),
    ),
  ]);
  expect(firstWordsCompared).toBe(9);
  expect(points[0]!.firstWords).toBeCloseTo(9, 12);
  // Both words but for the chance that nine of twenty are all of one kind: 2 * C(10, 9) / C(20, 9).
  expect(points[1]!.firstWords).toBeCloseTo(2 - 20 / 167_960, 12);
  expect(points[2]!.firstWords).toBeCloseTo(1, 12);
});

test('means and shares', () => {
  const { points } = curvesOf([
    stepOf(1, ['one two', 'three 我们'], {
      reward: 0.25,
      parts: { format: 1, outcome: null },
      stop: 'length',
    }),
    stepOf(2, ['four'], { boundary: 'none', reward: null, stop: null }),
  ]);
  expect(points).toMatchObject([
    {
      ...{ rollouts: 2, reward: 0.25, parts: { format: 1 }, characters: 7.5, words: 2.5, cut: 1 },
      ...{ boundaries: { closed: 1, none: 0 }, mixedScripts: 0.5, scriptSwitches: 1000 / 13 },
    },
    { reward: null, parts: { format: null }, cut: null, boundaries: { closed: 0, none: 1 } },
  ]);
});
