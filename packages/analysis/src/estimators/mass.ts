import { type About, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { isPlain, ofRows } from './quantity.ts';

export const about = {
  title: 'Mass on answers',
  meaning: 'probability on the possible answers together',
  ofTreatments: true,
} as const satisfies About;

export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments
    .filter((one) => !isPlain(one, 'own'))
    .map((one) => ofRows({ quantity: 'mass', ...one }, one, (row) => row.answer_mass ?? undefined));

export const estimatorsOf = plain('mass', SHARE);
