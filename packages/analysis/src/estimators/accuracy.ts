import { keepsPrompt } from '../keys/interventions.ts';
import { type About, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { ofRows } from './quantity.ts';

export const about = {
  title: 'Accuracy',
  meaning: 'share of right answers: the most probable one; of "own" the one that was sampled',
  ofTreatments: true,
} as const satisfies About;

export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments
    .filter(keepsPrompt)
    .map((one) => ofRows({ quantity: 'accuracy', ...one }, one, (row) => row.right));

export const estimatorsOf = plain('accuracy', SHARE);
