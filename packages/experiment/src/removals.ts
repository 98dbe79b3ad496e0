import { describe, KINDS, type KindName } from '@vestige/ablation/interventions';

/**
 * Whether a battery takes the chain of thought away in some way: verdicts rest on what an answer loses then.
 *
 * @param cuts fractions that `cut` keeps
 */
export function hasRemoval(interventions: readonly KindName[], cuts: readonly number[]): boolean {
  const settings = { cuts, phrases: 1, rollouts: 1, force: [], forbid: [], substitute: {} };
  const variants = interventions.flatMap((kind) => KINDS[kind].variants(settings));
  return variants.some(({ name }) => describe(name)?.removes !== undefined);
}
