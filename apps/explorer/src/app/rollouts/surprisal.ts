import { listAt } from '../lists.ts';
import type { RolloutTable } from '../rolloutTable.ts';

/**
 * -log p of a token, nats, by 255 (1 - p). The page knows p in steps of 1/255 only; the least of them stands for all
 * that is below, and counts as half a step.
 */
const NATS = Float64Array.from({ length: 256 }, (_, units) => -Math.log(Math.max(255 - units, 0.5) / 255));

/** Total surprisal of tokens, nats. @param improbability 255 (1 - p) of each */
export function surprisal(improbability: Uint8Array): number {
  let sum = 0;
  for (const units of improbability) sum += NATS[units]!;
  return sum;
}

/** Total surprisal of each rollout under the policy that sampled it, nats; NaN where that is not in the page. */
export function totalSurprisal({ rows, evaluation, improbability }: RolloutTable): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) =>
    evaluation[row] ? Number.NaN : surprisal(listAt(improbability, row)),
  );
}
