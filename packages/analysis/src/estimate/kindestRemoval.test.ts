import { expect, test } from 'vitest';
import { ByEstimator } from '../keys/keyed.ts';
import { key } from '../testing/index.ts';
import { kindestRemoval } from './kindestRemoval.ts';

test('the kindest removal is the one that leaves most accuracy', () => {
  const accuracies = (means: Record<string, number>) =>
    new ByEstimator(Object.entries(means).map(([name, mean]) => [key(`accuracy.${name}`), { mean }]));
  expect(kindestRemoval(accuracies({ own: 1, now: 0.1, cut0: 0.9, filler: 0.4, shuffle: 0.95 }))).toBe(
    'cut0',
  );
  expect(kindestRemoval(accuracies({ filler: 0.4 }))).toBe('filler');
  expect(kindestRemoval(accuracies({ now: 0.5, filler: 0.5 }))).toBe('now');
  expect(kindestRemoval(accuracies({ own: 1 }))).toBeUndefined();
});
