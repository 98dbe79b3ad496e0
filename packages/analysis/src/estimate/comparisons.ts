import type { Comparison, Estimate } from '../analysis.ts';
import { isRemoval, type Treatment, treatmentName } from '../keys/interventions.ts';
import { type ByEstimator, ByTreatment } from '../keys/keyed.ts';
import { rounded } from '../round.ts';
import type { Resampled } from './bootstrap.ts';
import type { Estimator } from './estimator.ts';
import { holm } from './holm.ts';
import { pValueOf } from './interval.ts';

/**
 * Which interventions change the accuracy: the paired differences to `frozen`. `own` is not of the battery: it takes
 * nothing away, and is scored otherwise.
 *
 * The removals, on which the verdict rests, are tested together, and all other interventions together: a verdict does
 * not become less certain for what else was tried. What rests on too few prompts to have an estimate is not tested.
 */
export function comparisonsOf(
  estimators: readonly Estimator[],
  resampled: Resampled,
  estimates: ByEstimator<Estimate>,
  confidence: number,
): ByTreatment<Comparison> {
  const battery = estimators.flatMap((estimator) => {
    const { key } = estimator;
    const estimate = estimates.get(key);
    if (!estimate || key.quantity !== 'difference') return [];
    const { intervention, unit } = key;
    const treatment: Treatment = unit === undefined ? { intervention } : { intervention, unit };
    const name = treatmentName(treatment);
    return name === 'own' ? [] : [{ treatment, name, estimate, p: pValueOf(estimator, resampled) }];
  });
  const removes = ({ treatment: { intervention, unit } }: (typeof battery)[number]) =>
    unit === undefined && isRemoval(intervention);
  const together = [battery.filter(removes), battery.filter((one) => !removes(one))];
  const corrected = new Map(
    together.flatMap((tests) => {
      const values = holm(tests.map(({ p }) => p));
      return tests.map(({ name }, i) => [name, values[i]!] as const);
    }),
  );
  return new ByTreatment(
    battery.map(({ treatment, name, estimate, p }) => [
      treatment,
      {
        difference: estimate.mean,
        p: rounded(p),
        holm: rounded(corrected.get(name)!),
        differs: corrected.get(name)! < 1 - confidence,
        prompts: estimate.prompts,
        seeds: estimate.seeds,
      },
    ]),
  );
}
