import type { Interval } from './analysis.ts';
import { REMOVALS } from './interventions.ts';

/**
 * Share of the accuracy above chance that a removal of the chain of thought costs:
 * (frozen - removed) / (frozen - chance). 0: nothing; 1: all. The reference is `frozen`, the most probable
 * answer after the policy's own chain of thought, since removals are scored on the most probable answer too.
 * NaN if the reference does not exceed chance.
 */
export function reliance(frozen: number, removed: number, chance: number): number {
  return frozen > chance ? (frozen - removed) / (frozen - chance) : Number.NaN;
}

/** An intervention that takes the chain of thought away. */
export type Removal = (typeof REMOVALS)[number];

/**
 * The removal that costs least, on which a verdict rests: that with the highest accuracy, since their reference is
 * the same. Undefined if none was measured.
 */
export function kindestRemoval(
  estimates: Readonly<Record<string, Pick<Interval, 'mean'>>>,
): Removal | undefined {
  const accuracy = (name: Removal) => estimates[`accuracy.${name}`]?.mean ?? Number.NEGATIVE_INFINITY;
  const measured = REMOVALS.filter((name) => estimates[`accuracy.${name}`]);
  return [...measured].sort((a, b) => accuracy(b) - accuracy(a))[0];
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
