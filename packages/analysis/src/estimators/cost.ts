import { isRemoval } from '../keys/interventions.ts';
import type { Key } from '../keys/key.ts';
import type { About, EstimatorOf, EstimatorsOf } from './estimator.ts';
import { least } from './reliance.ts';

export const about = {
  title: 'Cost',
  meaning:
    'accuracy that the removals cost, of what lies between guessing and perfect; below 0% is a gain without the reasoning',
  parts: { minimum: 'least of the removals' },
} as const satisfies About;

/**
 * `cost.minimum`: the least over the removals of (accuracy.frozen - accuracy.X) / (1 - chance), on the same prompts. Reliance
 * is the same as a share of the accuracy that there is, which is nothing to speak of where the reasoning does harm; this has
 * a figure at chance too. It is negative where the policy is right more often without its reasoning.
 */
export const estimatorsOf: EstimatorsOf = ({ quantities, chance }) => {
  const most = 1 / (1 - chance);
  const costs = quantities.flatMap(({ quantity, intervention, unit }, at): EstimatorOf<Key>[] => {
    if (quantity !== 'difference' || intervention === undefined || unit !== undefined) return [];
    if (!isRemoval(intervention)) return [];
    return [{ key: { quantity: 'cost', intervention }, on: [at], value: (q) => (0 - q[at]!) / (1 - chance) }];
  });
  if (costs.length === 0) return [];
  return [{ ...least({ quantity: 'cost', part: 'minimum' }, costs), range: [-most, most] }];
};
