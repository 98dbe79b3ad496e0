import type { EnvironmentOptions } from '@vestige/environment';

/** A run of the experiment, and where its files are. */
export interface ExplorerRun {
  /** Name of its condition. */
  readonly condition: string;
  readonly seed: number;
  readonly environment: EnvironmentOptions;
  /** Whether a sweep made its condition: such runs come last. */
  readonly swept: boolean;
  /** Saved policies, earliest first. */
  readonly checkpoints: readonly { readonly step: number; readonly directory: string }[];
  /** `updates.arrow`; undefined for a pretrained policy. */
  readonly updates: string | undefined;
  /** `rollouts.arrow`; undefined for a pretrained policy. */
  readonly rollouts: string | undefined;
  /** `interventions.arrow`. */
  readonly interventions: string;
}
