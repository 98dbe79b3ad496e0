import type { InterventionRow, UpdateRow } from '@vestige/rollouts';

/** What one run (a condition under a seed) left behind. */
export interface RunTables {
  readonly condition: string;
  readonly seed: number;
  /** Rows of `interventions.arrow`; read once. */
  readonly interventions: Iterable<InterventionRow>;
  /** Rows of `updates.arrow`; undefined for the pretrained policy, which has none. */
  readonly updates: Iterable<UpdateRow> | undefined;
}
