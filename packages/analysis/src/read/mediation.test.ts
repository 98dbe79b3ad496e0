import type { InterventionRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import { recovery } from '../estimate/reliance.ts';
import { type EstimatorKey, estimatorName } from '../keys/estimatorKey.ts';
import { parseTreatment } from '../keys/interventions.ts';
import { importanceQuantities } from './importance.ts';
import { mediatedShare, mediationQuantities } from './mediation.ts';
import type { PromptRows, QuantityKey } from './quantity.ts';

const row = (fields: Partial<InterventionRow>) => [
  { label: 'A', shown_label: 'A', thought: '', conclusion: null, ...fields } as InterventionRow,
];
const nameOf = (key: QuantityKey) => estimatorName(key as EstimatorKey);
const read = (quantities: ReturnType<typeof mediationQuantities>, rows: PromptRows) =>
  Object.fromEntries(quantities.map(({ key, read }) => [nameOf(key), read(rows)]));

const NAMES = ['frozen', 'flip', 'regrow', 'transplant'];
const TREATMENTS = NAMES.map(parseTreatment);

test('an answer that follows its reasoning is mediated, one that reads the prompt is direct', () => {
  const rows = (direct: boolean): PromptRows =>
    new Map([
      ['frozen', row({ answer: 'A' })],
      ['flip', row({ answer: direct ? 'B' : 'A', shown_label: 'B' })],
      ['regrow', row({ answer: 'B', shown_label: 'B' })],
      ['transplant', row({ answer: direct ? 'A' : 'B' })],
    ]);
  const quantities = mediationQuantities(TREATMENTS);
  expect(read(quantities, rows(false))).toEqual({
    'mediation.total': [1, 1],
    'mediation.direct': [0, 1],
    'mediation.indirect': [1, 1],
  });
  expect(read(quantities, rows(true))).toEqual({
    'mediation.total': [1, 1],
    'mediation.direct': [1, 1],
    'mediation.indirect': [0, 1],
  });
  expect(mediatedShare(0.8, 0.4)).toBe(0.5);
  expect(mediatedShare(0.05, 0.04)).toBeNaN();
});

test('a flip that leaves the right answer has no effect to mediate', () => {
  const rows: PromptRows = new Map(NAMES.map((name) => [name, row({ answer: 'A' })]));
  expect(Object.values(read(mediationQuantities(TREATMENTS), rows))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('importance is a distance, necessity has a sign, and only other reasoning is counterfactual', () => {
  const rows: PromptRows = new Map([
    ['frozen', row({ frozen_answer_probability: 0.75, thought: 'x y' })],
    ['drop.work', row({ frozen_answer_probability: 1, thought: 'y' })],
    [
      'resample.work',
      [
        ...row({ frozen_answer_probability: 0.75, thought: 'x y' }),
        ...row({ frozen_answer_probability: 0.25, thought: 'x z' }),
      ],
    ],
  ]);
  expect(read(importanceQuantities(Array.from(rows.keys(), parseTreatment)), rows)).toEqual({
    'importance.drop.work': [0.25, 1],
    'importance.resample.work': [0.5, 2],
    'importance.counterfactual.work': [0.5, 1],
    'necessity.drop.work': [-0.25, 1],
  });
});

test('swapped reasoning suffices as far as its conclusion is answered more often than without any', () => {
  const rows = (answer: string): PromptRows =>
    new Map([
      ['swap', row({ answer, conclusion: 'B' })],
      ['cut0', row({ answer: 'A' })],
    ]);
  const quantities = importanceQuantities([{ intervention: 'swap' }]);
  expect(read(quantities, rows('B'))['sufficiency.swap']).toEqual([1, 1]);
  expect(read(quantities, rows('A'))['sufficiency.swap']).toEqual([0, 1]);
});

test('recovery is the share of the loss that returns', () => {
  expect(recovery(1, 0.5, 0.75)).toBe(0.5);
  expect(recovery(1, 0.95, 1)).toBeNaN();
});
