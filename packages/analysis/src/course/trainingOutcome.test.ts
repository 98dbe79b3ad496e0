import type { UpdateRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import { learningCurve, trainingOutcome } from './trainingOutcome.ts';

const curveOf = (evaluations: readonly (number | null)[], accuracy = 0.5) =>
  learningCurve(
    evaluations.map((evaluation_own, i) => ({ step: i + 1, accuracy, evaluation_own }) as UpdateRow),
  );

test('a run is solved if two evaluations in a row reach the level', () => {
  expect(trainingOutcome(curveOf([0.5, 0.98, null, 0.99]), 0.97)).toEqual({ steps: 4, solved: true });
  expect(trainingOutcome(curveOf([0.98, 0.5, 0.98]), 0.97).solved).toBe(false);
  expect(trainingOutcome(curveOf([null, 0.98]), 0.97).solved).toBe(true);
});

test('without evaluations the accuracy of the rollouts counts; without a level every run is solved', () => {
  expect(trainingOutcome(curveOf([null, null], 0.99), 0.97).solved).toBe(true);
  expect(trainingOutcome(curveOf([null, null], 0.6), 0.97).solved).toBe(false);
  expect(trainingOutcome(curveOf([0.5]), undefined)).toEqual({ steps: 1, solved: true });
});

test('an evaluation of 0 is kept', () => {
  expect(curveOf([0, null]).evaluation_own).toEqual([0, null]);
});
