import { expect, test } from 'vitest';
import { strongestOf } from './strongest.ts';

const features = [
  { kind: 'phrase', received: 3 },
  { kind: 'unit', received: -0.6 },
  { kind: 'phrase', received: -4 },
];

test('a sentence that is a feature itself is what it is, whatever its words received elsewhere', () => {
  expect(strongestOf([0, 1, 2], features)).toBe(features[1]);
});

test('else the feature in it that received most, up or down', () => {
  expect(strongestOf([0, 2], features)).toBe(features[2]);
  expect(strongestOf([], features)).toBeUndefined();
});
