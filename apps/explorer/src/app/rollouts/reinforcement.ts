import { listAt } from '../lists.ts';
import type { RolloutTable } from '../rolloutTable.ts';

/** Rows that {@link reinforcementRange} looks at; an even selection of that many gives the same two digits. */
const SAMPLED = 1000;
/** Share of the tokens that the range of the colours holds; the few beyond it have its full colour. */
const WITHIN = 0.95;

/**
 * Reinforcement received by each generated token: A (1 - p), the derivative of the policy-gradient objective A log p
 * with respect to the logit of the token that was written. A is the advantage of the rollout, p the token's
 * probability when it was sampled. A forced `</think>` has p = 1, so 0.
 *
 * @param improbability 255 (1 - p) of each token, rounded: steps of A / 255
 */
export function reinforcement(advantage: number, improbability: Uint8Array): Float32Array {
  return Float32Array.from(improbability, (units) => (advantage * units) / 255);
}

/** Sum of {@link reinforcement} over the tokens of each rollout; NaN for those that no update was made from. */
export function totalReinforcement({
  rows,
  evaluation,
  advantage,
  improbability,
}: RolloutTable): Float32Array {
  const { offsets, values } = improbability;
  const totals = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let units = 0;
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) units += values[i]!;
    totals[row] = evaluation[row] ? Number.NaN : (advantage[row]! * units) / 255;
  }
  return totals;
}

/**
 * What 95% of the tokens of some rollouts do not exceed in size; the most of all where that is 0. 0 if none of them
 * received any reinforcement.
 */
export function reinforcementRange(table: RolloutTable, rows: Int32Array): number {
  const stride = Math.max(1, rows.length / SAMPLED);
  const sizes: number[] = [];
  for (let at = 0; at < rows.length; at += stride) {
    const row = rows[Math.floor(at)]!;
    const advantage = Math.abs(table.advantage[row]!);
    for (const units of listAt(table.improbability, row)) sizes.push((advantage * units) / 255);
  }
  if (sizes.length === 0) return 0;
  const sorted = Float64Array.from(sizes).sort();
  return sorted[Math.floor(WITHIN * (sorted.length - 1))]! || sorted.at(-1)!;
}
