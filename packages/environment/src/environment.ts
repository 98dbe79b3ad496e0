import type { ClosedVocabulary, Lesson, WordFormat } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';
import type { Problem, Reading, Task } from './task.ts';

/** A task in words of a closed vocabulary, in which a policy can be trained from nothing. */
export interface Environment extends Task, ClosedVocabulary {
  readonly words: readonly string[];
  /** Its text as token ids. */
  readonly format: WordFormat;
  /** Length of every prompt, tokens. */
  readonly promptLength: number;
  /** An answer for supervised warm-up, after a chain of thought or at once. */
  demonstration(stream: RandomStream): Lesson;
  read(problem: Problem, thought: string): Reading;
  flip(problem: Problem, stream: RandomStream): Problem;
  /** The problem that a question states; undefined if it is none of this environment. */
  problemOf(question: string): Problem | undefined;
}
