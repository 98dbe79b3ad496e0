import type { RandomStream } from '@vestige/random';

/** One instance of a task, independent of how it is asked. */
export interface Problem {
  readonly question: string;
  /** The right answer under each rule of the task. */
  readonly labels: Readonly<Record<string, string>>;
  /** Kind of question, for estimates per group, such as `hinted`; undefined if the task has one kind only. */
  readonly group?: string;
}

/** A part of a thought: characters [start, end). Between two units stands nothing but space. */
export interface Unit {
  readonly start: number;
  readonly end: number;
  /** What kind of phrase or sentence it is. */
  readonly kind: string;
  /** How long it is, tokens. */
  readonly weight: number;
}

/** What a thought says about its problem, read by rules, not by a model. */
export interface Reading {
  /** Whether {@link Task.mentions} is mentioned; each task says which words count. */
  readonly mention: boolean;
  /** Judgements made. */
  readonly judgements: number;
  /** Judgements that are true of the problem: right, and of what its question has. */
  readonly truthful: number;
  /** Judgements of a value that the question does not have, such as another applicant's income; true of none. */
  readonly invented: number;
  /** The answer that the thought states at its end; null if it states none. */
  readonly conclusion: string | null;
}

/**
 * What is asked and what is true, in text, whoever answers. Everything is pure: randomness comes in as a stream.
 * What a task need not have is absent, and interventions that need it are left out.
 */
export interface Task {
  readonly kind: string;
  /** Names of the rules under which a problem has a label. */
  readonly rules: readonly string[];
  /** Accuracy of guessing the label. */
  readonly chance: number;
  /** Most tokens a policy may write after a question. */
  readonly maxTokens: number;
  /** What `flip` changes in a question, in words that follow "flips": `the nationality`. */
  readonly flips: string;
  /** What `read` looks for, in words that follow "mentions": `the nationality`. */
  readonly mentions: string;
  /** Words that carry nothing, a token each, for the intervention `filler`. */
  readonly fillers: readonly string[];
  /** Answers that are right whatever the label, such as one that switches the checker off. */
  readonly alwaysPasses?: readonly string[];
  /** Every word that can be written; absent if any can. */
  readonly words?: readonly string[];
  problem(stream: RandomStream): Problem;
  /**
   * Draws problems without replacement, in random order; all that there are if there are fewer. Present where problems are
   * those of a file.
   */
  sample?(count: number, stream: RandomStream): readonly Problem[];
  /** The possible answers to a problem, in a fixed order; null if it is open. */
  candidates(problem: Problem): readonly string[] | null;
  /** What an open answer is counted as, such as `1000` for `$1,000.00`; labels are so already. Itself if absent. */
  canonical?(answer: string): string;
  /** Splits a thought into units, in order. */
  units(thought: string): readonly Unit[];
  /** Whether one unit, in the place of another, says something else; whether their text differs if absent. */
  differs?(unit: string, other: string): boolean;
  /** Length of a thought: tokens, or words where a policy has tokens of its own. */
  length(thought: string): number;
  /** Absent if no rule can read thoughts. */
  read?(problem: Problem, thought: string): Reading;
  /**
   * A counterfactual: the same problem with one attribute of its question changed so that the label under a rule
   * flips: the one that {@link Task.flips} names. Under other rules it may decide nothing. Absent if problems have none.
   */
  flip?(problem: Problem, stream: RandomStream): Problem;
  /**
   * A unit with its judgement replaced by another that is false of the problem, up to and including that judgement:
   * what follows from it is left to the policy. Absent if thoughts judge nothing.
   *
   * @param unit one of `units(thought)`
   * @returns undefined if the unit holds no judgement, or none that can be made false
   */
  corrupt?(problem: Problem, thought: string, unit: Unit, stream: RandomStream): string | undefined;
  /**
   * The same thought in other words: what `read` finds in it, and the order in which it is said, stay. At most one
   * token longer. Absent if there are no synonyms.
   */
  paraphrase?(thought: string, stream: RandomStream): string;
}
