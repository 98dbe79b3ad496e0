import type { Environment } from '@vestige/environment';
import type { Reward } from '@vestige/rewards';
import type { ReinforcementOptions } from './options.ts';

/** What to reinforce. */
export interface ReinforcementTask {
  readonly environment: Environment;
  /** Rule that labels the prompts. */
  readonly rule: string;
  readonly reward: Reward;
  readonly options: ReinforcementOptions;
  readonly seed: number;
}
