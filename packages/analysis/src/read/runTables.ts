import type { DriftRow, InterventionRow, RolloutRow, UpdateRow } from '@vestige/rollouts';
import type { AskedPolicy } from './askedPolicy.ts';

/** What the analysis reads of a rollout. */
export type ReinforcedRollout = Pick<
  RolloutRow,
  'step' | 'problem_id' | 'thought' | 'cot_length' | 'mention' | 'advantage'
>;

/** What one run of a condition, under a seed, left behind. */
export interface RunTables {
  readonly seed: number;
  /** Rows of `interventions.arrow`; read once. */
  readonly interventions: Iterable<InterventionRow>;
  /** Interventions that were asked for and not run, each with what it needs and did not find; none if absent. */
  readonly skipped?: Readonly<Record<string, string>> | undefined;
  /** What was asked, by step, of a policy that was trained elsewhere. */
  readonly asked?: readonly AskedPolicy[] | undefined;
  /** Rows of `updates.arrow`; undefined for the pretrained policy, which has none. */
  readonly updates: Iterable<UpdateRow> | undefined;
  /** Rows of `rollouts.arrow`, by step, read once; absent if nobody asks how features were reinforced. */
  readonly rollouts?: Iterable<ReinforcedRollout> | undefined;
  /** Rows of `drift.arrow`, by step; absent if the run was not asked for it. */
  readonly drift?: Iterable<DriftRow> | undefined;
}
