/** What the analysis reads of a rollout. */
export interface Rollout {
  /** Update that the rollout was sampled for; null if unknown. */
  readonly step: number | null;
  /** Names its problem; rollouts of one problem at one step are its group. */
  readonly problem: string;
  readonly thought: string | null;
  readonly response: string;
  /** Short answer; null if none was found. */
  readonly answer: string | null;
  readonly reward: number | null;
  /** As the trainer gave it. */
  readonly advantage: number | null;
  /** Where the thought ends: `closed`, `opened`, `unfinished`, `none`, `field`, or `unknown`. */
  readonly boundary: string;
  /** Why the completion ended: `end`, `length`, or the trainer's word. */
  readonly stop: string | null;
  /** Parts of the reward, by name. */
  readonly parts?: Readonly<Record<string, number | null>>;
}

/** Begins to read all rollouts anew; each time the same ones in the same order. */
export type Rollouts = () => Iterable<Rollout> | AsyncIterable<Rollout>;
