import type { InterventionRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import { parseTreatment } from '../keys/interventions.ts';
import { keyName } from '../keys/key.ts';
import { mediatedShare, quantitiesOf } from './mediation.ts';
import type { PromptRows, Quantity } from './quantity.ts';

const row = (fields: Partial<InterventionRow>) => [
  { label: 'A', shown_label: 'A', thought: '', conclusion: null, ...fields } as InterventionRow,
];
const read = (quantities: readonly Quantity[], rows: PromptRows) =>
  Object.fromEntries(quantities.map(({ key, read }) => [keyName(key), read(rows)]));

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
  const quantities = quantitiesOf(TREATMENTS);
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
  expect(Object.values(read(quantitiesOf(TREATMENTS), rows))).toEqual([undefined, undefined, undefined]);
});
