import { expect, test } from 'vitest';
import { CURVE_QUANTITIES } from '../../format.ts';
import { nearest, readingAt, stepsOf } from './cursor.ts';
import type { Curve } from './curveTable.ts';
import { extentOf } from './extent.ts';
import { QUANTITIES } from './quantities.ts';

function curve(step: readonly number[], values: readonly number[]): Curve {
  const all = Object.fromEntries(CURVE_QUANTITIES.map((name) => [name, Float32Array.from(values)]));
  return { condition: 0, seed: 0, step: Int32Array.from(step), values: all as unknown as Curve['values'] };
}

test.each([
  [0, 0],
  [1, 0],
  [4, 1],
  [6, 1],
  [7, 2],
  [99, 2],
])('nearest to %d', (wanted, place) => {
  expect(nearest([1, 4, 8], wanted)).toBe(place);
});

test('a curve that had ended tells its last value, and says so', () => {
  const short = curve([1, 2, 3], [0.1, 0.2, 0.5]);
  expect(readingAt(short, 'reward', 2)).toMatchObject({ step: 2, ended: false });
  expect(readingAt(short, 'reward', 9)).toMatchObject({ step: 3, value: 0.5, ended: true });
});

test('updates of several curves, each once', () => {
  expect(stepsOf([curve([1, 3], [0, 0]), curve([1, 2, 3, 4], [0, 0, 0, 0])])).toEqual([1, 2, 3, 4]);
});

test('an axis holds every value that is one, and a share ends at 1', () => {
  const [tokens, accuracy] = ['cot_length', 'accuracy'].map(
    (wanted) => QUANTITIES.find(({ name }) => name === wanted)!,
  );
  expect(extentOf([curve([1, 2], [Number.NaN, 20])], tokens!)).toEqual([0, 21]);
  expect(extentOf([curve([1, 2], [0.5, 0.9])], accuracy!)).toEqual([0, 1]);
  expect(extentOf([curve([1], [-2])], tokens!)).toEqual([-2, 1]);
});
