import type { InterventionRow } from '@vestige/rollouts';
import { expect, test } from 'vitest';
import { parseTreatment } from '../keys/interventions.ts';
import { keyName } from '../keys/key.ts';
import { quantitiesOf as importance } from './importance.ts';
import { quantitiesOf as necessity } from './necessity.ts';
import type { PromptRows, Quantity } from './quantity.ts';
import { quantitiesOf as sufficiency } from './sufficiency.ts';

const row = (fields: Partial<InterventionRow>) => [
  { label: 'A', shown_label: 'A', thought: '', conclusion: null, ...fields } as InterventionRow,
];
const read = (quantities: readonly Quantity[], rows: PromptRows) =>
  Object.fromEntries(quantities.map(({ key, read }) => [keyName(key), read(rows)]));

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
  const treatments = Array.from(rows.keys(), parseTreatment);
  expect(read([...importance(treatments), ...necessity(treatments)], rows)).toEqual({
    'importance.drop.work': [0.25, 1],
    'importance.resample.work': [0.5, 2],
    'importance.counterfactual.work': [0.5, 1],
    'necessity.drop.work': [-0.25, 1],
  });
});

test('where phrases are resampled in turn, counterfactual are those that say something else', () => {
  const rows: PromptRows = new Map([
    ['frozen', row({ frozen_answer_probability: 0.75, thought: 'x y' })],
    ['resample.work', row({ frozen_answer_probability: 0, thought: 'z' })],
    [
      'resampleEach.work',
      [
        ...row({ frozen_answer_probability: 0.25, thought: 'x z', changed: false }),
        ...row({ frozen_answer_probability: 0.5, thought: 'x q', changed: true }),
      ],
    ],
  ]);
  const found = read(importance(Array.from(rows.keys(), parseTreatment)), rows);
  expect(found['importance.resampleEach.work']).toEqual([0.75, 2]);
  expect(found['importance.counterfactual.work']).toEqual([0.25, 1]);
});

test('swapped reasoning suffices as far as its conclusion is answered more often than without any', () => {
  const rows = (answer: string): PromptRows =>
    new Map([
      ['swap', row({ answer, conclusion: 'B' })],
      ['cut0', row({ answer: 'A' })],
    ]);
  const quantities = sufficiency([{ intervention: 'swap' }]);
  expect(read(quantities, rows('B'))['sufficiency.swap']).toEqual([1, 1]);
  expect(read(quantities, rows('A'))['sufficiency.swap']).toEqual([0, 1]);
});
