import { keepsPrompt } from '../keys/interventions.ts';
import { type About, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { isPlain, ofRows } from './quantity.ts';

export const about = {
  title: 'Probability of the right answer',
  meaning: 'accuracy of an answer that is drawn',
  ofTreatments: true,
} as const satisfies About;

export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments
    .filter((one) => keepsPrompt(one) && !isPlain(one, 'own'))
    .map((one) => ofRows({ quantity: 'probability', ...one }, one, (row) => row.label_probability));

export const estimatorsOf = plain('probability', SHARE);
