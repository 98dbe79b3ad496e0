import { dropsType, isRemoval } from '../keys/interventions.ts';
import { type About, plain, type QuantitiesOf, SIGNED } from './estimator.ts';
import { paired } from './quantity.ts';

export const about = {
  title: 'Necessity',
  meaning: 'probability that the answer loses without it',
  ofTreatments: true,
} as const satisfies About;

/**
 * Mean of p_frozen - p_X, signed, for X a removal or dropped phrases: the necessity effect of what was taken away, in the
 * context of all the rest (Zhao et al., arXiv 2510.24941).
 */
export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments
    .filter((one) => (one.unit === undefined ? isRemoval(one.intervention) : dropsType(one)))
    .map((one) =>
      paired(
        { quantity: 'necessity', ...one },
        one,
        'frozen',
        (row, frozen) => frozen.frozen_answer_probability - row.frozen_answer_probability,
      ),
    );

export const estimatorsOf = plain('necessity', SIGNED);
