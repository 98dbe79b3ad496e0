import type { EstimatorOf } from '../estimators/estimator.ts';
import { allEstimators } from '../estimators/index.ts';
import type { EstimatorKey } from '../keys/estimatorKey.ts';
import type { Key } from '../keys/key.ts';

/** A function of the quantities of a policy, or of several policies' averages. */
export type Estimator = EstimatorOf<EstimatorKey>;

/** Every estimator that the quantities allow, in the order of the README. */
export function estimatorsOf(quantities: readonly Key[], chance: number): Estimator[] {
  // The compiler cannot see that each kind names its own keys alone; a test does.
  return allEstimators(quantities, chance) as Estimator[];
}
