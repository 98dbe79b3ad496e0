import type { DriftRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import type { CheckpointAnalysis } from '../analysis.ts';
import { ByEstimator } from '../keys/keyed.ts';
import type { ReinforcedRollout } from '../read/runTables.ts';
import { key } from '../testing/index.ts';
import { driftsOf } from './drift.ts';
import { historiesOf } from './histories.ts';
import { milestonesOf } from './milestones.ts';

const units = (thought: string) =>
  Array.from(thought.matchAll(/\S+/g), ({ 0: kind, index: start }) => ({ start, end: start + 1, kind }));

function rollout(step: number, problem_id: number, thought: string, advantage: number): ReinforcedRollout {
  return {
    step,
    problem_id,
    thought,
    cot_length: units(thought).length,
    mention: thought.includes('a'),
    advantage,
  };
}

function histories(rollouts: readonly ReinforcedRollout[], checkpoints: readonly CheckpointAnalysis[] = []) {
  const run = { seed: 4, interventions: [], updates: undefined, rollouts };
  return new Map(historiesOf(run, checkpoints, units).map((one) => [one.feature, one]));
}

test('reinforcement received is the running sum of Cov(feature, advantage)', () => {
  const found = histories([
    rollout(1, 0, 'a', 1),
    rollout(1, 1, 'b b', -1),
    rollout(2, 2, 'a', 0.5),
    rollout(2, 3, 'a b', -0.5),
  ]);
  expect(found.get('phrase:a')).toMatchObject({
    seed: 4,
    step: [1, 2],
    frequency: [0.5, 1],
    reinforcement: [0.5, 0.5],
  });
  expect(found.get('length')).toMatchObject({ frequency: [1.5, 1.5], reinforcement: [-0.5, -0.75] });
  expect(found.get('mention')!.reinforcement).toEqual(found.get('phrase:a')!.reinforcement);
  // Words that are as frequent throughout are left out.
  expect(found.has('word:a')).toBe(true);
});

test('where prompts have several rollouts, a prompt that is easy does not reinforce what it calls forth', () => {
  const rows = [rollout(1, 0, 'a', 1), rollout(1, 0, 'a', 1), rollout(1, 1, 'b', -1), rollout(1, 1, 'b', -1)];
  expect(histories(rows).get('phrase:a')!.reinforcement).toEqual([0]);
});

test('without rollouts there are no histories', () => {
  expect(histories([]).size).toBe(0);
});

test('what dropping a phrase costs is told where there is accuracy to lose', () => {
  const interval = (mean: number) => ({ mean, low: mean - 0.05, high: mean + 0.05, prompts: 100 });
  const checkpoint = (step: number, corrected: number, cost: number): CheckpointAnalysis => ({
    seed: 4,
    step,
    final: false,
    prompts: 100,
    estimates: new ByEstimator([
      [key('corrected.frozen'), interval(corrected)],
      [key('reliance.drop.a'), interval(cost)],
    ]),
  });
  const other = { ...checkpoint(2, 0.9, 0.9), seed: 5 };
  const found = histories(
    [rollout(1, 0, 'a', 1), rollout(2, 1, 'a', 1)],
    [checkpoint(0, 0.12, 3), checkpoint(1, 0.9, 0.4), checkpoint(2, 0.9, 0), other],
  );
  expect(found.get('phrase:a')).toMatchObject({
    effect: [
      { step: 1, value: 0.4 },
      { step: 2, value: 0 },
    ],
    milestones: { useful: [1, 1], obsolete: 2 },
  });
  expect(found.get('length')!.effect).toEqual([]);
});

test('a phrase is born, useful, obsolete, kept', () => {
  const step = [10, 20, 30, 40];
  const effect = [
    { step: 0, value: 0 },
    { step: 20, value: 0.6 },
    { step: 30, value: 0.1 },
  ];
  expect(milestonesOf(step, [0, 0.5, 0.9, 0.9], effect)).toEqual({
    born: 20,
    useful: [20, 20],
    obsolete: 30,
    kept: true,
  });
  expect(milestonesOf(step, [0.5, 0.3, 0.01, 0], effect)).toEqual({
    born: 10,
    useful: [20, 20],
    obsolete: null,
    kept: false,
  });
  expect(milestonesOf(step, [0.5, 0.05, 0.05, 0.5], effect)).toMatchObject({ useful: null, obsolete: null });
  expect(milestonesOf(step, [0, 0, 0, 0], [])).toEqual({
    born: null,
    useful: null,
    obsolete: null,
    kept: false,
  });
});

test('a word as frequent throughout has a history if it moved on one kind of prompts', () => {
  const rows = [rollout(1, 0, 'a', 0), rollout(1, 1, 'b', 0), rollout(2, 2, 'a', 0), rollout(2, 3, 'b', 0)];
  const run = { seed: 4, interventions: [], updates: undefined };
  const measured = (stratum: string | null, change: number): DriftRow => ({
    ...{ step: 1, word: 'a', stratum, frequency: 0.5, covariance: 0, covariance_within: 0 },
    ...{ coupling: null, selection: null, predicted: 0, along_step: change, measured: change },
  });
  const features = (change: number) => {
    const drift = [measured(null, 0), measured('x=A', change), measured('x=B', -change)];
    const histories = historiesOf({ ...run, rollouts: rows }, [], units, driftsOf({ ...run, drift }));
    return histories.map(({ feature }) => feature);
  };
  expect(features(2)).toContain('word:a');
  expect(features(2)).not.toContain('word:b');
  expect(features(0.2)).not.toContain('word:a');
});
