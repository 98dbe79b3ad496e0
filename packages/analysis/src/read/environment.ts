import type { SplitThought } from '../analysis.ts';

/** What the analysis needs to know of an environment. */
export interface AnalyzedEnvironment {
  /** Accuracy of guessing. */
  readonly chance: number;
  /** The task's `units`; chains of thought stay whole if absent. */
  readonly units?: SplitThought | undefined;
  /** Present where problems are those of a file, as in a task: draws some of them. */
  sample?(...drawn: never[]): unknown;
}
