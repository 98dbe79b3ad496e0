import type { RandomStream } from '@vestige/random';
import type { ReadaptationTask, Readapted } from './readaptation.ts';

/** How a policy is to write on. */
export interface Writing {
  /** Longest completion, its beginning included. */
  readonly maxNewTokens: number;
  /** Token id that ends a completion, and belongs to it. */
  readonly stopToken: number;
  /** Token ids that each completion begins with, in the order of the prompts; none unless given. */
  readonly beginnings?: readonly (readonly number[])[];
  /** Token ids that are never written; the others share their probability. None unless given. */
  readonly forbidden?: readonly number[];
}

/** What the battery needs of a policy, whatever it is made of. */
export interface Policy {
  /**
   * Samples a completion of each prompt at temperature 1.
   *
   * @param prompts token ids, all of one length
   * @returns what was written, token ids, [prompts]; the beginnings are left out
   */
  write(
    prompts: readonly (readonly number[])[],
    stream: RandomStream,
    writing: Writing,
  ): readonly (readonly number[])[];
  /**
   * Distribution of the token after each sequence.
   *
   * @returns probabilities, [sequences][vocabulary]
   */
  nextTokenProbabilities(sequences: readonly (readonly number[])[]): readonly Float32Array[];
  /** Copies that were fine-tuned on empty chains of thought; absent if the policy cannot be fine-tuned. */
  readapt?(task: ReadaptationTask): Iterable<Readapted>;
}
