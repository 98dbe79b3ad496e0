import type { Task } from '@vestige/environment';
import type { AblationOptions } from './options.ts';

/** What to ablate. */
export interface AblationTask {
  readonly task: Task;
  /** Rule that labels the problems. */
  readonly rule: string;
  readonly options: AblationOptions;
  readonly seed: number;
  /** How many problems, the first so many of the seed's. */
  readonly prompts: number;
  /** Updates the policy had received, for the rows. */
  readonly step: number;
  /** Whether it is the last checkpoint: the options ask for more there. */
  readonly final: boolean;
  /**
   * How many of what is yielded were there before, of a policy that asks for no blocks: they are neither asked for nor yielded
   * again, and those that follow are what they would be. None if absent.
   */
  readonly done?: number;
  /** Told after each block of problems: how many have their own chain of thought, and how many have it all. */
  readonly onBlock?: (own: number, whole: number) => void;
  /**
   * Asked before each block: whether it is to stop, with what is there. Never if absent.
   *
   * @param phase of its own chains of thought, or of all else about those that have one
   * @param done how many problems are through that phase
   */
  readonly enough?: (phase: 'own' | 'whole', done: number) => boolean;
}
