import type { Comparison, Estimate } from './analysis.ts';
import type { Resampled } from './bootstrap.ts';
import type { Estimator } from './estimators.ts';
import { holm } from './holm.ts';
import { pValueOf } from './interval.ts';
import { REMOVALS } from './interventions.ts';
import { rounded } from './round.ts';

const PREFIX = 'difference.';

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
  estimates: Readonly<Record<string, Estimate>>,
  confidence: number,
): Record<string, Comparison> {
  const battery = estimators.flatMap((estimator) => {
    const estimate = estimates[estimator.name];
    const tested = estimate && estimator.name.startsWith(PREFIX) && estimator.name !== `${PREFIX}own`;
    if (!tested) return [];
    const name = estimator.name.slice(PREFIX.length);
    return [{ name, estimate, p: pValueOf(estimator, resampled) }];
  });
  const isRemoval = ({ name }: { name: string }) => (REMOVALS as readonly string[]).includes(name);
  const families = [battery.filter(isRemoval), battery.filter((one) => !isRemoval(one))];
  const corrected = new Map(
    families.flatMap((family) => {
      const values = holm(family.map(({ p }) => p));
      return family.map(({ name }, i) => [name, values[i]!] as const);
    }),
  );
  return Object.fromEntries(
    battery.map(({ name, estimate, p }) => [
      name,
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
