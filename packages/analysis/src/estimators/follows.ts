import { keepsPrompt } from '../keys/interventions.ts';
import { type About, plain, type QuantitiesOf, SHARE } from './estimator.ts';
import { ofRows } from './quantity.ts';

export const about = {
  title: 'Answer follows the prompt',
  meaning: 'share that is right for the flipped prompt',
  ofTreatments: true,
} as const satisfies About;

export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments
    .filter((one) => !keepsPrompt(one))
    .map((one) =>
      ofRows({ quantity: 'follows', ...one }, one, (row) =>
        row.shown_label === row.label ? undefined : +(row.answer === row.shown_label),
      ),
    );

export const estimatorsOf = plain('follows', SHARE);
