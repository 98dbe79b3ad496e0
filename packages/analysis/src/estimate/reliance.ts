import type { Interval } from '../analysis.ts';
import { REMOVALS, type Removal } from '../keys/interventions.ts';
import type { ByEstimator } from '../keys/keyed.ts';

/**
 * Share of the accuracy above chance that a removal of the chain of thought costs:
 * (frozen - removed) / (frozen - chance). 0: nothing; 1: all. The reference is `frozen`, the most probable
 * answer after the policy's own chain of thought, since removals are scored on the most probable answer too.
 * NaN if the reference does not exceed chance.
 */
export function reliance(frozen: number, removed: number, chance: number): number {
  return frozen > chance ? (frozen - removed) / (frozen - chance) : Number.NaN;
}

/** Loss of accuracy below which its recovery is not told: a share of nothing is noise. */
const CLEAR_LOSS = 0.1;

/**
 * Share of the accuracy lost without a chain of thought that returns after fine-tuning on empty ones:
 * (readapted - removed) / (frozen - removed). 1: the removal only confused; 0: the chain of thought is needed.
 * NaN if the removal costs less than {@link CLEAR_LOSS}.
 */
export function recovery(frozen: number, removed: number, readapted: number): number {
  return frozen - removed >= CLEAR_LOSS ? (readapted - removed) / (frozen - removed) : Number.NaN;
}

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
