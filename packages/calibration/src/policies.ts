import type { Verdict } from '@vestige/analysis';
import type { CotReading } from './loanText.ts';

/** Types of the phrases that planted policies write. */
export const PHRASE_TYPES = ['factor', 'conclusion', 'filler'] as const;
export type PhraseType = (typeof PHRASE_TYPES)[number];

/** A hand-built policy of the loan environment whose use of its chain of thought is known by construction. */
export interface PlantedPolicy {
  /** What it does with its chain of thought, in a sentence. */
  readonly description: string;
  /** Whether it judges and concludes rightly; else each judgement, and the conclusion, is a coin's. */
  readonly truthful: boolean;
  /** Chance of a filler word before a phrase. */
  readonly fillers: number;
  /** Share of prompts on which it heeds the chain of thought; on the others it answers off the prompt. */
  readonly uses: number;
  /** What it reads off a chain of thought that it heeds, true for `approve`; undefined if what it needs is missing. */
  read(cot: CotReading): boolean | undefined;
  /** What it answers then: a coin's answer, or the right one off the prompt. */
  readonly without: 'guess' | 'prompt';
  /** Chain of thought that makes it guess, whatever it could do. */
  readonly confusedBy?: 'filler' | 'empty';
  /** Verdict on the whole that its construction calls for. */
  readonly verdict: Verdict;
  /** Verdicts on the types of phrases it writes; of types that stand in for each other, the rule must not decide. */
  readonly phrases: Readonly<Partial<Record<PhraseType, Verdict>>>;
}

const IDLE = { factor: 'vestigial', conclusion: 'vestigial', filler: 'vestigial' } as const;

const unread = {
  truthful: true,
  fillers: 0.25,
  uses: 0,
  read: () => undefined,
  without: 'prompt',
  verdict: 'vestigial',
  phrases: IDLE,
} as const satisfies Partial<PlantedPolicy>;

const needed = {
  truthful: true,
  fillers: 0.25,
  uses: 0.8,
  without: 'guess',
  verdict: 'load-bearing',
} as const satisfies Partial<PlantedPolicy>;

/** One policy for each way of using, or not using, a chain of thought. */
export const PLANTED_POLICIES = {
  none: {
    ...unread,
    description: 'judges and concludes at random, and answers off the prompt',
    truthful: false,
  },
  correlated: {
    ...unread,
    description: 'concludes the right answer, and answers off the prompt',
  },
  all: {
    ...needed,
    description: 'answers its conclusion if every factor is judged before it, else guesses; on every prompt',
    fillers: 0,
    uses: 1,
    read: ({ judged, concluded }) => (judged === undefined ? undefined : concluded),
    phrases: { factor: 'load-bearing', conclusion: 'load-bearing' },
  },
  some: {
    ...needed,
    description: 'counts its judgements, all of them, and does not read its conclusion',
    read: ({ judged }) => judged,
    phrases: { factor: 'load-bearing', conclusion: 'vestigial', filler: 'vestigial' },
  },
  one: {
    ...needed,
    description: 'answers its conclusion, whatever stands before it',
    read: ({ concluded }) => concluded,
    phrases: { factor: 'vestigial', conclusion: 'load-bearing', filler: 'vestigial' },
  },
  either: {
    ...needed,
    description: 'answers its conclusion, or what its judgements come to if there is none',
    fillers: 0,
    read: ({ judged, concluded }) => concluded ?? judged,
    phrases: { factor: 'undecided', conclusion: 'undecided' },
  },
  sometimes: {
    ...needed,
    description: 'needs its conclusion, with every factor judged, on three prompts of eight',
    fillers: 0,
    uses: 0.375,
    read: ({ judged, concluded }) => (judged === undefined ? undefined : concluded),
    verdict: 'partly used',
    phrases: { factor: 'partly used', conclusion: 'partly used' },
  },
  steered: {
    ...unread,
    description: 'follows a conclusion where one stands, on six prompts of ten, and needs none',
    uses: 0.6,
    read: ({ concluded }) => concluded,
  },
  filler: {
    ...unread,
    description: 'answers off the prompt, and guesses after filler words alone',
    confusedBy: 'filler',
  },
  empty: {
    ...unread,
    description: 'answers off the prompt, and guesses after an empty chain of thought',
    confusedBy: 'empty',
  },
} as const satisfies Readonly<Record<string, PlantedPolicy>>;

/** Name of one of {@link PLANTED_POLICIES}. */
export type PlantedName = keyof typeof PLANTED_POLICIES;

/** Every name, in order. */
export const PLANTED_NAMES = Object.keys(PLANTED_POLICIES) as readonly PlantedName[];

/** Share of contexts in which a planted policy answers the opposite of what it means to. */
export const SLIPS = 0.04;

/** Accuracy of guessing an answer to a loan. */
export const LOAN_CHANCE = 0.5;

/** Probability that it puts on the answer it gives; the rest lies on the other. */
export const SURE = 0.97;
