import type { InterventionRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import { importanceQuantities } from './importance.ts';
import { mediatedShare, mediationQuantities } from './mediation.ts';
import type { PromptRows } from './quantity.ts';
import { recovery } from './reliance.ts';

const row = (fields: Partial<InterventionRow>) => [
  { label: 0, shown_label: 0, cot: [], conclusion: -1, ...fields } as InterventionRow,
];
const read = (quantities: ReturnType<typeof mediationQuantities>, rows: PromptRows) =>
  Object.fromEntries(quantities.map(({ name, read }) => [name, read(rows)]));

const TREATMENTS = ['frozen', 'flip', 'regrow', 'transplant'];

test('an answer that follows its reasoning is mediated, one that reads the prompt is direct', () => {
  const rows = (direct: boolean): PromptRows =>
    new Map([
      ['frozen', row({ answer: 0 })],
      ['flip', row({ answer: direct ? 1 : 0, shown_label: 1 })],
      ['regrow', row({ answer: 1, shown_label: 1 })],
      ['transplant', row({ answer: direct ? 0 : 1 })],
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
  const rows: PromptRows = new Map(TREATMENTS.map((name) => [name, row({ answer: 0 })]));
  expect(Object.values(read(mediationQuantities(TREATMENTS), rows))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('importance is a distance, necessity has a sign, and only other reasoning is counterfactual', () => {
  const rows: PromptRows = new Map([
    ['frozen', row({ frozen_answer_probability: 0.75, cot: [7, 8] })],
    ['drop.work', row({ frozen_answer_probability: 1, cot: [8] })],
    [
      'resample.work',
      [
        ...row({ frozen_answer_probability: 0.75, cot: [7, 8] }),
        ...row({ frozen_answer_probability: 0.25, cot: [7, 9] }),
      ],
    ],
  ]);
  expect(read(importanceQuantities([...rows.keys()]), rows)).toEqual({
    'importance.drop.work': [0.25, 1],
    'importance.resample.work': [0.5, 2],
    'importance.counterfactual.work': [0.5, 1],
    'necessity.drop.work': [-0.25, 1],
  });
});

test('swapped reasoning suffices as far as its conclusion is answered more often than without any', () => {
  const rows = (answer: number): PromptRows =>
    new Map([
      ['swap', row({ answer, conclusion: 1 })],
      ['cut0', row({ answer: 0 })],
    ]);
  const quantities = importanceQuantities(['swap']);
  expect(read(quantities, rows(1))['sufficiency.swap']).toEqual([1, 1]);
  expect(read(quantities, rows(0))['sufficiency.swap']).toEqual([0, 1]);
});

test('recovery is the share of the loss that returns', () => {
  expect(recovery(1, 0.5, 0.75)).toBe(0.5);
  expect(recovery(1, 0.95, 1)).toBeNaN();
});
