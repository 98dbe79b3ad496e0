import type { ReinforcementOptions } from './options.ts';

/**
 * Advantage of each rollout: its reward less a baseline, a mean of rewards; of which, and when it is divided by their
 * standard deviation, says the head of `reinforce.ts`.
 *
 * @param rewards [batch], the rollouts of a prompt side by side
 * @returns [batch]
 */
export function advantages(
  rewards: Float32Array,
  { algorithm, groupSize, normalizeAdvantages }: ReinforcementOptions,
): Float32Array {
  const grouped = algorithm === 'rloo' || algorithm === 'grpo';
  const size = grouped ? groupSize : rewards.length;
  if (grouped && size < 2)
    throw new Error(`${algorithm}: reinforcement.groupSize is ${size}; expected at least 2`);
  const result = new Float32Array(rewards.length);
  for (let start = 0; start < rewards.length; start += size) {
    const group = rewards.subarray(start, start + size);
    const mean = group.reduce((sum, reward) => sum + reward, 0) / size;
    const correction = algorithm === 'rloo' ? size / (size - 1) : 1;
    const scale = normalizeAdvantages ? 1 / (deviation(group, mean) + EPSILON) : 1;
    for (const [i, reward] of group.entries()) result[start + i] = (reward - mean) * correction * scale;
  }
  return result;
}

const EPSILON = 1e-3;

function deviation(values: Float32Array, mean: number): number {
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
