import type { RandomStream } from '@vestige/random';

/** Token ids every environment shares, at the head of its vocabulary. */
export const TOKENS = { pad: 0, bos: 1, think: 2, now: 3, endThink: 4, eos: 5 } as const;

/** The words of {@link TOKENS}, in the order of their ids. */
export const CONTROL_WORDS = ['<pad>', '<bos>', '<think>', '<now>', '</think>', '<eos>'] as const;

/** How a prompt asks to be answered: after a chain of thought, or at once. */
export type Mode = 'think' | 'now';

/** One instance of a task, independent of how it is asked. */
export interface Problem {
  /** Prompt token ids, ending in the mode token `<think>`. All prompts of an environment are equally long. */
  readonly prompt: readonly number[];
  /** The right answer's token id under each rule of the environment. */
  readonly labels: Readonly<Record<string, number>>;
  /** Kind of prompt, for estimates per group, such as `hinted`; undefined if the environment has one kind only. */
  readonly group?: string;
}

/** A demonstration for supervised warm-up. */
export interface Demonstration {
  /** Prompt followed by completion, token ids. */
  readonly tokens: readonly number[];
  /** How many of the tokens are the prompt; the loss is on the others. */
  readonly promptLength: number;
}

/** A phrase of a chain of thought: tokens [start, end), and what kind of phrase it is. */
export interface Phrase {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** What a chain of thought says about its problem, read by rules, not by a model. */
export interface CotReading {
  /** Whether {@link Environment.mentions} is mentioned; each environment says which words count. */
  readonly mention: boolean;
  /** Judgements made. */
  readonly judgements: number;
  /** Judgements that are true of the problem: right, and of what its prompt has. */
  readonly truthful: number;
  /** Judgements of a value that the prompt does not have, such as another applicant's income; true of no prompt. */
  readonly invented: number;
  /** Token id of the answer that the chain of thought states at its end; -1 if it states none. */
  readonly conclusion: number;
}

/**
 * A verifiable task over tokens. Everything is pure: randomness comes in as a stream.
 *
 * A completion is `cot </think> answerPrefix answer <eos>` after a `<think>` prompt, and
 * `answerPrefix answer <eos>` after a `<now>` prompt.
 */
export interface Environment {
  readonly kind: string;
  /** Token id -> word. Begins with {@link CONTROL_WORDS}. */
  readonly vocabulary: readonly string[];
  /** Length of every prompt, tokens. */
  readonly promptLength: number;
  /** Most tokens a policy may write after a prompt. */
  readonly maxNewTokens: number;
  /** Token ids that can be an answer, in a fixed order. */
  readonly answers: readonly number[];
  /** Answers that are right whatever the label, such as one that switches the checker off. None if absent. */
  readonly alwaysPasses?: readonly number[];
  /** Accuracy of guessing the label. */
  readonly chance: number;
  /** Tokens between `</think>` and the answer. */
  readonly answerPrefix: readonly number[];
  /** Tokens that carry nothing, for the filler intervention. */
  readonly fillers: readonly number[];
  /** Names of the rules under which a problem has a label. */
  readonly rules: readonly string[];
  /** What `flip` changes in a prompt, in words that follow "flips": `the nationality`. */
  readonly flips: string;
  /** What `read` looks for, in words that follow "mentions": `the nationality`. */
  readonly mentions: string;
  problem(stream: RandomStream): Problem;
  /** The problem that a prompt states, in either mode; undefined if it is no prompt of this environment. */
  readPrompt(prompt: readonly number[]): Problem | undefined;
  demonstration(stream: RandomStream): Demonstration;
  /**
   * A counterfactual: the same problem with one attribute of its prompt changed so that the label under a rule
   * flips: the one that {@link Environment.flips} names. Under other rules it may decide nothing.
   */
  flip(problem: Problem, stream: RandomStream): Problem;
  /** Splits a chain of thought into phrases that cover it without gaps. */
  phrases(cot: readonly number[]): Phrase[];
  read(problem: Problem, cot: readonly number[]): CotReading;
  /**
   * A phrase with its judgement replaced by another that is false of the problem, up to and including that
   * judgement: what follows from it is left to the policy. Absent if chains of thought judge nothing.
   *
   * @param phrase one of `phrases(cot)`
   * @returns token ids; undefined if the phrase holds no judgement, or none that can be made false
   */
  corrupt?(
    problem: Problem,
    cot: readonly number[],
    phrase: Phrase,
    stream: RandomStream,
  ): readonly number[] | undefined;
  /**
   * The same thought in other words: what `read` finds in it, and the order in which it is said, stay. At most one
   * token longer. Absent if the vocabulary has no synonyms.
   */
  paraphrase?(cot: readonly number[], stream: RandomStream): readonly number[];
}

/** The prompt of a problem in the given mode. */
export function promptInMode(problem: Problem, mode: Mode): number[] {
  return [...problem.prompt.slice(0, -1), mode === 'think' ? TOKENS.think : TOKENS.now];
}
