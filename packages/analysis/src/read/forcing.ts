import type { Treatment } from '../keys/interventions.ts';
import { paired, type Quantity } from './quantity.ts';

/**
 * `effect.force.<type>`: what words do to the answer through all that the policy writes after them: mean of
 * P(label | do(words)) - P(label | do(not words)) on the same prompt, by `force` and `forbid` of the same words. The
 * total effect of a binary treatment (Pearl 2001), where the chain of thought of a policy can begin with the words.
 */
export function forcingQuantities(treatments: readonly Treatment[]): Quantity[] {
  const forbidden = treatments.some(
    ({ intervention, unit }) => intervention === 'forbid' && unit === undefined,
  );
  if (!forbidden) return [];
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
}
