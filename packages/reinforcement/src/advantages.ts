import type { Rollout, Rollouts } from './rollout.ts';
import { type AdvantageBasis, Groups } from './survey/groups.ts';
import { NO_STEP } from './survey/noStep.ts';

/** The advantages of the rollouts of a run. */
export interface Advantages {
  /** Null if no rollout has a reward or an advantage. */
  readonly basis: AdvantageBasis | null;
  /**
   * The trainer's, or the reward less the mean of its group, the rollouts of its problem at its step; null without a reward, and
   * of the only one of its group.
   */
  of(rollout: Rollout): number | null;
}

/** Reads all rollouts once, for their advantages as the analysis takes them. */
export async function advantagesOf(rollouts: Rollouts): Promise<Advantages> {
  const groups = new Groups();
  for await (const rollout of rollouts()) groups.add(rollout, rollout.step ?? NO_STEP);
  const { basis } = groups;
  if (basis !== 'group mean') return { basis, of: ({ advantage }) => advantage };
  const { counts, means } = groups.scoredGroups();
  return {
    basis,
    of: (rollout) => {
      const group = groups.groupNumber(rollout, rollout.step ?? NO_STEP);
      return rollout.reward === null || counts[group]! < 2 ? null : rollout.reward - means[group]!;
    },
  };
}
