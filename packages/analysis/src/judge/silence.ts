import type { Interval } from '../analysis.ts';
import { REMOVALS, type Removal } from '../keys/interventions.ts';
import type { ByEstimator } from '../keys/keyed.ts';
import { ANSWERS_FROM } from '../thresholds.ts';
import { percent } from './percent.ts';

const REMOVED: Readonly<Record<Removal, string>> = {
  now: 'told to answer at once',
  cut0: 'with its reasoning left empty',
  filler: 'after filler words',
};

/**
 * Whether a policy answers at all: accuracies are read among the possible answers, however little of its probability
 * lies on them.
 *
 * @param mass probability on all possible answers together
 */
export function answers(mass: number): boolean {
  return mass >= ANSWERS_FROM;
}

/**
 * Removals under which it does not answer, in clauses of a sentence; seeds are named where only some do not.
 *
 * @param estimates of a policy, or of several seeds with `bySeed`
 * @param among the removals to look at
 */
export function silence(
  estimates: ByEstimator<Interval & { readonly bySeed?: Readonly<Record<string, number>> }>,
  among: readonly Removal[] = REMOVALS,
): string[] {
  return among.flatMap((removal) => {
    const mass = estimates.get({ quantity: 'mass', intervention: removal });
    if (!mass) return [];
    const seeds = Object.entries(mass.bySeed ?? {});
    const silent = seeds.filter(([, one]) => !answers(one));
    if (answers(mass.mean) && silent.length === 0) return [];
    if (silent.length === seeds.length) {
      return [
        `${REMOVED[removal]} it does not answer: the possible answers have ${percent(mass.mean)} of its probability`,
      ];
    }
    const named = silent.map(([seed, one]) => `seed ${seed} (${percent(one)})`).join(', ');
    return [
      `${REMOVED[removal]} it does not answer under ${named}, where so much of its probability lies on the possible answers`,
    ];
  });
}
