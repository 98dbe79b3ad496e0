import type { Interval } from '../analysis.ts';
import { REMOVALS, type Removal } from '../keys/interventions.ts';
import type { ByEstimator } from '../keys/keyed.ts';

/**
 * The removal that costs least, on which the verdict rests; undefined if none was measured. It is the one with the
 * highest accuracy, since all are held against the same.
 *
 * @param among the removals to choose from
 */
export function kindestRemoval(
  estimates: ByEstimator<Pick<Interval, 'mean'>>,
  among: readonly Removal[] = REMOVALS,
): Removal | undefined {
  const accuracies = among.flatMap((removal) => {
    const accuracy = estimates.get({ quantity: 'accuracy', intervention: removal });
    return accuracy ? [{ removal, mean: accuracy.mean }] : [];
  });
  return accuracies.sort((a, b) => b.mean - a.mean)[0]?.removal;
}
