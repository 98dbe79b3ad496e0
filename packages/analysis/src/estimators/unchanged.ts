import { type About, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { isPlain, ofRows } from './quantity.ts';

export const about = {
  title: 'Answer unchanged',
  meaning: 'share equal to the answer after its own reasoning',
  ofTreatments: true,
} as const satisfies About;

export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments
    .filter((one) => !isPlain(one, 'own') && !isPlain(one, 'frozen'))
    .map((one) => ofRows({ quantity: 'unchanged', ...one }, one, (row) => row.unchanged));

export const estimatorsOf = plain('unchanged', SHARE);
