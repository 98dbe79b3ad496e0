import type { Environment, Problem } from '@vestige/environment';
import type { RandomStream } from '@vestige/random';

/** A prompt with the chain of thought that the policy wrote for it. */
export interface Subject {
  readonly problem: Problem;
  /** Tokens before the first `</think>`; all of them if it never came. */
  readonly cot: readonly number[];
  /** Most probable answer after that chain of thought, a token id. */
  readonly frozenAnswer: number;
}

/** What the policy is shown instead. */
export interface Shown {
  /** Token ids. */
  readonly prompt: readonly number[];
  /** Token ids; null asks for the answer without a chain of thought and without `</think>`. */
  readonly cot: readonly number[] | null;
}

export interface InterventionContext {
  readonly environment: Environment;
  /** All subjects, for interventions that borrow from another. */
  readonly subjects: readonly Subject[];
  readonly stream: RandomStream;
}

/** A change of prompt or chain of thought, after which the policy answers. */
export interface Intervention {
  /** Name in `interventions.arrow` and of the estimators. */
  readonly name: string;
  apply(subject: Subject, context: InterventionContext): Shown;
}
