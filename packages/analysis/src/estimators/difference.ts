import { keepsPrompt } from '../keys/interventions.ts';
import { type About, plain, type QuantitiesOf, SIGNED } from './estimator.ts';
import { isPlain, paired } from './quantity.ts';

export const about = {
  title: 'Difference to own reasoning',
  meaning: 'percentage points of the most probable answer, on the same prompts',
  ofTreatments: true,
} as const satisfies About;

export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments
    .filter((one) => keepsPrompt(one) && !isPlain(one, 'frozen'))
    .map((one) =>
      paired({ quantity: 'difference', ...one }, one, 'frozen', (row, frozen) => row.right - frozen.right),
    );

export const estimatorsOf = plain('difference', SIGNED);
