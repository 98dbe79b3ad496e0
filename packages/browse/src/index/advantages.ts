import type { AdvantageBasis } from '@vestige/reinforcement';
import type { Columns } from './columns.ts';

/** Some rollouts of a run, by their places from `first` on. */
export interface Stretch {
  readonly first: number;
  readonly rows: number;
}

/**
 * Gives rollouts of a run their advantages, as the analysis does: the trainer's, where none with a reward lacks one, else the
 * reward less the mean reward of the same problem at the same step, where that has two and more.
 *
 * @param stretches of the rollouts that the run was trained on
 * @returns null without either
 */
export function fillAdvantages(columns: Columns, stretches: readonly Stretch[]): AdvantageBasis | null {
  const { reward, advantage, step, problem } = columns;
  let [rewards, advantages] = [0, 0];
  for (const { first, rows } of stretches) {
    for (let at = first; at < first + rows; at++) {
      rewards += Number(!Number.isNaN(reward[at]!));
      advantages += Number(!Number.isNaN(advantage[at]!));
    }
  }
  if (advantages > 0 && advantages >= rewards) return 'trainer';
  if (rewards === 0) return null;
  const groups = new Map<number, { count: number; sum: number }>();
  const groupOf = (at: number) => problem[at]! * 2 ** 32 + (step[at]! + 2 ** 31);
  for (const { first, rows } of stretches) {
    for (let at = first; at < first + rows; at++) {
      if (Number.isNaN(reward[at]!)) continue;
      const key = groupOf(at);
      const group = groups.get(key);
      if (group) {
        group.count++;
        group.sum += reward[at]!;
      } else groups.set(key, { count: 1, sum: reward[at]! });
    }
  }
  for (const { first, rows } of stretches) {
    for (let at = first; at < first + rows; at++) {
      const group = groups.get(groupOf(at));
      advantage[at] = group && group.count > 1 ? reward[at]! - group.sum / group.count : Number.NaN;
    }
  }
  return 'group mean';
}
