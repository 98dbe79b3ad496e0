import { type About, plain, type QuantitiesOf } from './estimator.ts';
import { ofRows } from './quantity.ts';

export const about = {
  title: 'Length',
  meaning: 'tokens; judgements',
  parts: { cot: 'chain of thought', judgements: 'judgements in it' },
} as const satisfies About;

export const quantitiesOf: QuantitiesOf = () => [
  ofRows({ quantity: 'length', part: 'cot' }, { intervention: 'own' }, (row) => row.cot_length),
  ofRows(
    { quantity: 'length', part: 'judgements' },
    { intervention: 'own' },
    (row) => row.judgements ?? undefined,
  ),
];

export const estimatorsOf = plain('length', [0, Number.POSITIVE_INFINITY]);
