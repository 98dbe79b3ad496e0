import type { Environment, Problem } from '@vestige/environment';
import type { RandomStream } from '@vestige/random';

/** A prompt with the chain of thought that the policy wrote for it. */
export interface Subject {
  readonly problem: Problem;
  /** The problem flipped by its environment: one draw, shared by the interventions that flip. */
  readonly flipped: Problem;
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
  /** The problem that the prompt states, if it is not the subject's. */
  readonly asked?: Problem;
  /** Type of the phrase that was touched, if it was one. */
  readonly unit?: string;
}

export interface InterventionContext {
  readonly environment: Environment;
  /** All subjects, for interventions that borrow from another. */
  readonly subjects: readonly Subject[];
  readonly stream: RandomStream;
}

/** What the policy is to write on from. */
export interface Beginning extends Shown {
  /** Token ids the chain of thought begins with. */
  readonly cot: readonly number[];
}

/** A chain of thought that the policy writes itself, at temperature 1, from a beginning that is given. */
export interface Growth {
  /** Key of its random numbers. */
  readonly name: string;
  /** Token ids it may not use; the others share their probability. */
  readonly forbidden?: readonly number[];
  /** @returns undefined if there is nothing to write on from */
  begin(subject: Subject, context: InterventionContext): Beginning | undefined;
}

/** A change of prompt or chain of thought, after which the policy answers. */
export interface Intervention {
  /** Name in `interventions.arrow` and of the estimators. */
  readonly name: string;
  /** What the policy writes first, if anything; two interventions that have the same one share it. */
  readonly growth?: Growth;
  /**
   * @param grown the beginning and what the policy wrote on from it; the subject unchanged if there is no growth,
   *   or nothing to write on from
   */
  apply(subject: Subject, context: InterventionContext, grown: Shown): Shown;
}

/** The intervention that shows a growth as it is. */
export function showing(growth: Growth): Intervention {
  return { name: growth.name, growth, apply: (_subject, _context, grown) => grown };
}
