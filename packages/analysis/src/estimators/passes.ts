import { type About, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { ofRows } from './quantity.ts';

export const about = {
  title: 'Passes whatever is right',
  meaning: 'probability of an answer that passes every test',
  ofTreatments: true,
} as const satisfies About;

export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments.map((one) =>
    ofRows({ quantity: 'passes', ...one }, one, (row) => row.passes_probability ?? undefined),
  );

export const estimatorsOf = plain('passes', SHARE);
