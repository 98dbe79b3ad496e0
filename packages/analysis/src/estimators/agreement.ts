import { type About, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { ofRows } from './quantity.ts';

export const about = {
  title: 'Agreement',
  meaning: 'share of the reasoning that ends on an answer',
  parts: { conclusion: 'answers what the reasoning ends on' },
} as const satisfies About;

export const quantitiesOf: QuantitiesOf = () => [
  ofRows({ quantity: 'agreement', part: 'conclusion' }, { intervention: 'own' }, (row) =>
    row.conclusion === null ? undefined : +(row.conclusion === row.answer),
  ),
];

export const estimatorsOf = plain('agreement', SHARE);
