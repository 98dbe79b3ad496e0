import { cutName, type InterventionKind } from '@vestige/ablation/options';
import { REMOVALS } from '@vestige/analysis/options';

/**
 * Whether a battery takes the chain of thought away in some way: verdicts rest on what an answer loses then.
 *
 * @param cuts fractions that `cut` keeps
 */
export function hasRemoval(interventions: readonly InterventionKind[], cuts: readonly number[]): boolean {
  const names = interventions.flatMap((kind): string[] => (kind === 'cut' ? cuts.map(cutName) : [kind]));
  return REMOVALS.some((removal) => names.includes(removal));
}
