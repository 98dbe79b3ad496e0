/**
 * Share of the accuracy above chance that a removal of the chain of thought costs:
 * (frozen - removed) / (frozen - chance). 0: nothing; 1: all. The reference is `frozen`, the most probable
 * answer after the policy's own chain of thought, since removals are scored on the most probable answer too.
 * NaN if the reference does not exceed chance.
 */
export function reliance(frozen: number, removed: number, chance: number): number {
  return frozen > chance ? (frozen - removed) / (frozen - chance) : Number.NaN;
}
