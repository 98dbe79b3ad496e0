import type { RandomStream } from '@vestige/random';

/** What a policy is shown: a question, and the thought that stands before its answer. */
export interface Context {
  readonly question: string;
  /** The chain of thought so far; null asks for an answer at once, without one. */
  readonly thought: string | null;
}

/**
 * What not every policy can do:
 *
 * - `score`: give the exact probability of a candidate answer; without it, answers are sampled and counted.
 * - `prefill`: go on from a thought that it is given; without it, only questions can be asked.
 * - `forbid`: keep words from being written.
 * - `finetune`: be trained further.
 * - `paraphrase`: say a text in other words.
 */
export type Capability = 'score' | 'prefill' | 'forbid' | 'finetune' | 'paraphrase';

/** How a policy is to write. */
export interface Writing {
  /** Where it stops: when its thought has ended, or when it has answered. */
  readonly until: 'thought' | 'answer';
  /** Most tokens of the completion, those of a thought that it goes on from included. */
  readonly maxTokens: number;
  /** Of sampling; 1 samples as the policy is, 0 takes the most probable token each time. */
  readonly temperature: number;
  /** Words that are never written; all others share their probability. None if absent. Needs `forbid`. */
  readonly forbidden?: readonly string[];
  /**
   * Told of a thought as it is written, where that can be told: all of it so far, what it goes on from included, in whole
   * characters. The end of it may not be part of the thought in the end; what is written does not depend on who is told.
   *
   * @param index of its context
   */
  readonly onThought?: (index: number, thought: string) => void;
}

/** The tokens that a policy wrote, as it wrote them: evidence, where there is some. */
export interface Trace {
  readonly ids: readonly number[];
  /** Log-probability of each under the policy as it sampled, nats. */
  readonly logProbs: readonly number[];
  /** What each adds to the text, where that is told. */
  readonly texts?: readonly string[];
}

/** What a policy wrote. */
export interface Written {
  /** Its whole chain of thought, what it went on from included. */
  readonly thought: string;
  /** Null if it gave none, or none that is well-formed; and if it was to write its thought only. */
  readonly answer: string | null;
  /** Whether it ended by itself, or at `maxTokens`. */
  readonly stop: 'end' | 'length';
  /** All that it wrote, as it wrote it, without what it went on from. */
  readonly raw: string;
  readonly trace?: Trace;
}

/** A context to answer in, and the answers it can have. */
export interface Question {
  readonly context: Context;
  /** Null if answers are open: then they are sampled, and those that are the same in substance counted as one. */
  readonly candidates: readonly string[] | null;
  /** What an open answer is counted as; itself if absent. */
  readonly canonical?: (answer: string) => string;
}

/** What a policy answers, and how likely. */
export interface AnswerDistribution {
  /** Candidates in their order, or the answers that were sampled. */
  readonly answers: readonly string[];
  /** Of each answer, in [0, 1]; they add up to `mass`. */
  readonly probability: Float64Array;
  /** Probability that it gives one of the answers; null if it cannot be known. */
  readonly mass: number | null;
  /** Whether the probabilities are exact, or shares of samples; samples that gave no answer count in none. */
  readonly basis: 'scored' | 'sampled';
  /** How many samples the shares are of, if they are and it is told. */
  readonly draws?: number;
}

/** An answer to be learnt. */
export interface Lesson {
  readonly context: Context;
  readonly answer: string;
}

/** How a policy is to be trained further. */
export interface Finetuning {
  /** Of AdamW, constant. */
  readonly learningRate: number;
}

/** Something that thinks and answers, whatever it is made of. */
export interface Policy {
  /** Names it in messages. */
  readonly id: string;
  readonly can: ReadonlySet<Capability>;
  /**
   * Problems that are best asked together, with all that is asked about each: what they have in common is evaluated once,
   * or they are in flight at once. All of them if absent.
   */
  readonly block?: number;
  /**
   * Lets it write in each context, on from the thought of the context.
   *
   * @param stream where its randomness comes from: the same gives the same text
   * @returns what it wrote, in the order of the contexts
   * @throws {CapabilityError} if it cannot do what is asked
   * @throws what `signal` was aborted with
   */
  write(
    contexts: readonly Context[],
    writing: Writing,
    stream: RandomStream,
    signal?: AbortSignal,
  ): Promise<readonly Written[]>;
  /**
   * What it answers in each context.
   *
   * @param stream for answers that are sampled
   * @throws {CapabilityError} if it cannot do what is asked
   * @throws what `signal` was aborted with
   */
  answers(
    questions: readonly Question[],
    stream: RandomStream,
    signal?: AbortSignal,
  ): Promise<readonly AnswerDistribution[]>;
  /**
   * Says texts in other words. Present if it can `paraphrase`.
   *
   * @returns each in other words, in their order; null where it found none
   * @throws what `signal` was aborted with
   */
  paraphrase?(
    texts: readonly string[],
    stream: RandomStream,
    signal?: AbortSignal,
  ): Promise<readonly (string | null)[]>;
  /**
   * Trains a copy, a step for each batch of lessons; the policy itself stays as it is. Present if it can `finetune`.
   *
   * @returns the copy after each step; it goes on changing when the next one is asked for, and is gone at the end
   */
  finetune?(
    lessons: AsyncIterable<readonly Lesson[]>,
    finetuning: Finetuning,
  ): AsyncGenerator<Policy, void, undefined>;
}

/** A policy was asked for what it cannot do. */
export class CapabilityError extends Error {
  override name = 'CapabilityError';
  readonly capability: Capability;

  constructor(policy: Pick<Policy, 'id'>, capability: Capability) {
    super(`${policy.id} cannot ${capability}`);
    this.capability = capability;
  }
}

/** @throws {CapabilityError} if the policy cannot do it */
export function requireCapability(policy: Pick<Policy, 'id' | 'can'>, capability: Capability): void {
  if (!policy.can.has(capability)) throw new CapabilityError(policy, capability);
}

/** The most probable answer, the first of several; null if there is none, as where no sample gave one. */
export function mostProbable({ answers, probability }: AnswerDistribution): string | null {
  let best = 0;
  for (let i = 1; i < answers.length; i++) if (probability[i]! > probability[best]!) best = i;
  return answers[best] ?? null;
}
