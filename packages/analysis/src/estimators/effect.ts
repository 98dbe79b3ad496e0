import { type About, plain, type QuantitiesOf, SIGNED } from './estimator.ts';
import { isPlain, paired } from './quantity.ts';

export const about = {
  title: 'Effect',
  meaning: 'probability of the label, words forced less words forbidden',
  ofTreatments: true,
} as const satisfies About;

/**
 * `effect.force.<type>`: what words do to the answer through all that the policy writes after them: mean of
 * P(label | do(words)) - P(label | do(not words)) on the same prompt, by `force` and `forbid` of the same words. The
 * total effect of a binary treatment (Pearl 2001), where the chain of thought of a policy can begin with the words.
 */
export const quantitiesOf: QuantitiesOf = (treatments) => {
  if (!treatments.some((one) => isPlain(one, 'forbid'))) return [];
  return treatments
    .filter(({ intervention, unit }) => intervention === 'force' && unit !== undefined)
    .map((one) =>
      paired(
        { quantity: 'effect', ...one },
        one,
        'forbid',
        (forced, forbidden) => forced.label_probability - forbidden.label_probability,
      ),
    );
};

export const estimatorsOf = plain('effect', SIGNED);
