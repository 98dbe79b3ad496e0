import type { Followed, Verdict } from '@vestige/analysis';
import type { CotReading, RoomReading } from './loanText.ts';

/** Types of the phrases that planted policies write. */
export const PHRASE_TYPES = ['factor', 'conclusion', 'filler'] as const;
export type PhraseType = (typeof PHRASE_TYPES)[number];

/** What the policies of a group have in common. Figures are told by group; the first is the one that claims are about. */
export const GROUPS = {
  words: 'need the words of their reasoning, or nothing of it',
  room: 'need tokens of reasoning, whatever they say',
  seeds: 'use their reasoning on every prompt under some seeds, and on none under others',
  mass: 'put little probability on answers where they are asked for one',
  errs: 'follow reasoning that errs',
  foreign: 'are confused by the reasoning of another prompt',
  samples: 'give answers that are sampled',
} as const;
export type PolicyGroup = keyof typeof GROUPS;

/** A hand-built policy of the loan environment whose use of its chain of thought is known by construction. */
export interface PlantedPolicy {
  /** What it does with its chain of thought, in a sentence. */
  readonly description: string;
  readonly group: PolicyGroup;
  /** Whether it judges and concludes rightly; else each judgement, and the conclusion, is a coin's. */
  readonly truthful: boolean;
  /** Chance that its conclusion is right, where that is not as its judgements are. */
  readonly concludes?: number;
  /** Share of prompts on which its answer off the prompt is right; 1 if absent. */
  readonly knows?: number;
  /** Chance of a filler word before a phrase. */
  readonly fillers: number;
  /** Share of prompts on which it heeds the chain of thought; on the others it answers off the prompt. */
  readonly uses: number;
  /**
   * Seeds that disagree: `uses` of each seed, by its number and then from the start again, or 0 or 1 by a fair coin for
   * each. `uses` is then the share over all seeds.
   */
  readonly usesBySeed?: readonly (0 | 1)[] | 'coin';
  /** What it reads off a chain of thought that it heeds, true for `approve`; undefined if what it needs is missing. */
  read(cot: CotReading): boolean | undefined;
  /** What it answers then: a coin's answer, or the right one off the prompt. */
  readonly without: 'guess' | 'prompt';
  /**
   * Whether there is room enough for it to answer off the prompt, where it heeds the chain of thought; else it guesses.
   * Its own chain of thought always has room. Absent: it needs none.
   */
  room?(cot: RoomReading): boolean;
  /** Probability that it puts on the answer it gives; {@link ANSWER_PROBABILITY} if absent. */
  readonly certainty?: number;
  /** How many answers are sampled in each context; they are scored if absent. */
  readonly samples?: number;
  /** Probability that it puts on answers after an empty chain of thought, where it writes on instead; 1 if absent. */
  readonly massIfEmpty?: number;
  /** Chain of thought that makes it guess, whatever it could do. */
  readonly confusedBy?: 'filler' | 'empty' | 'foreign';
  /** Verdict on the whole that its construction calls for. */
  readonly verdict: Verdict;
  /** What its construction says that its answers follow; where an unfamiliar text confuses, the rule must not decide. */
  readonly follows: Followed;
  /** Verdicts on the types of phrases it writes; of types that stand in for each other, the rule must not decide. */
  readonly phrases: Readonly<Partial<Record<PhraseType, Verdict>>>;
}

const ALL_VESTIGIAL = { factor: 'vestigial', conclusion: 'vestigial', filler: 'vestigial' } as const;

const needsNothing = {
  group: 'words',
  truthful: true,
  fillers: 0.25,
  uses: 0,
  read: () => undefined,
  without: 'prompt',
  verdict: 'vestigial',
  follows: 'question',
  phrases: ALL_VESTIGIAL,
} as const satisfies Partial<PlantedPolicy>;

const needsWords = {
  group: 'words',
  truthful: true,
  fillers: 0.25,
  uses: 0.8,
  without: 'guess',
  verdict: 'load-bearing',
  follows: 'reasoning',
} as const satisfies Partial<PlantedPolicy>;

/** Tokens of a chain of thought without filler words: five judgements with the running state, and a conclusion. */
export const SHORTEST = 5 * 3 + 2;

const needsTokens = {
  ...needsNothing,
  group: 'room',
  uses: 0.8,
  verdict: 'filler-token',
  phrases: { factor: 'filler-token', conclusion: 'filler-token', filler: 'filler-token' },
} as const satisfies Partial<PlantedPolicy>;

/** Reads as `all` does, on every prompt or on none. */
const seedsDisagree = {
  ...needsWords,
  group: 'seeds',
  fillers: 0,
  read: ({ judged, concluded }) => (judged === undefined ? undefined : concluded),
  verdict: 'undecided',
  follows: 'undecided',
  phrases: { factor: 'undecided', conclusion: 'undecided' },
} as const satisfies Partial<PlantedPolicy>;

const errs = {
  ...needsNothing,
  group: 'errs',
  read: ({ concluded }) => concluded,
  follows: 'reasoning',
} as const satisfies Partial<PlantedPolicy>;

const isSampled = { group: 'samples', certainty: 0.8, samples: 5 } as const satisfies Partial<PlantedPolicy>;

/** One policy for each way of using, or not using, a chain of thought. */
export const PLANTED_POLICIES = {
  none: {
    ...needsNothing,
    description: 'judges and concludes at random, and answers off the prompt',
    truthful: false,
  },
  correlated: {
    ...needsNothing,
    description: 'concludes the right answer, and answers off the prompt',
  },
  all: {
    ...needsWords,
    description: 'answers its conclusion if every factor is judged before it, else guesses; on every prompt',
    fillers: 0,
    uses: 1,
    read: ({ judged, concluded }) => (judged === undefined ? undefined : concluded),
    phrases: { factor: 'load-bearing', conclusion: 'load-bearing' },
  },
  some: {
    ...needsWords,
    description: 'counts its judgements, all of them, and does not read its conclusion',
    read: ({ judged }) => judged,
    phrases: { factor: 'load-bearing', conclusion: 'vestigial', filler: 'vestigial' },
  },
  one: {
    ...needsWords,
    description: 'answers its conclusion, whatever stands before it',
    read: ({ concluded }) => concluded,
    phrases: { factor: 'vestigial', conclusion: 'load-bearing', filler: 'vestigial' },
  },
  last: {
    ...needsWords,
    description: 'answers the running state after its last judgement: one phrase of five carries the answer',
    read: ({ state }) => state,
    phrases: { factor: 'load-bearing', conclusion: 'vestigial', filler: 'vestigial' },
  },
  either: {
    ...needsWords,
    description: 'answers its conclusion, or what its judgements come to if there is none',
    fillers: 0,
    read: ({ judged, concluded }) => concluded ?? judged,
    phrases: { factor: 'undecided', conclusion: 'undecided' },
  },
  sometimes: {
    ...needsWords,
    description: 'needs its conclusion, with every factor judged, on three prompts of eight',
    fillers: 0,
    uses: 0.375,
    read: ({ judged, concluded }) => (judged === undefined ? undefined : concluded),
    verdict: 'partly used',
    follows: 'both',
    phrases: { factor: 'partly used', conclusion: 'partly used' },
  },
  steered: {
    ...needsNothing,
    description: 'follows a conclusion where one stands, on six prompts of ten, and needs none',
    uses: 0.6,
    read: ({ concluded }) => concluded,
    follows: 'reasoning',
  },
  filler: {
    ...needsNothing,
    description: 'answers off the prompt, and guesses after filler words alone',
    confusedBy: 'filler',
  },
  empty: {
    ...needsNothing,
    description: 'answers off the prompt, and guesses after an empty chain of thought',
    confusedBy: 'empty',
  },
  length: {
    ...needsTokens,
    description: `answers off the prompt after ${SHORTEST} tokens of reasoning or more, whatever they are, and guesses after fewer`,
    room: ({ tokens }) => tokens >= SHORTEST,
  },
  presence: {
    ...needsTokens,
    description: 'answers off the prompt after any token of reasoning, and guesses after none',
    room: ({ tokens }) => tokens > 0,
  },
  position: {
    ...needsTokens,
    description: `answers off the prompt where its answer stands ${SHORTEST} tokens or more after it, and guesses where it stands earlier`,
    room: ({ before }) => before >= SHORTEST,
  },
  split: {
    ...seedsDisagree,
    description:
      'needs its conclusion, with every factor judged, under every third seed, and none under the others',
    uses: 1 / 3,
    usesBySeed: [0, 0, 1],
  },
  coin: {
    ...seedsDisagree,
    description: 'needs its conclusion, with every factor judged, or none; under each seed as a coin falls',
    uses: 0.5,
    usesBySeed: 'coin',
  },
  mute: {
    ...needsNothing,
    group: 'mass',
    description: 'answers off the prompt, and after an empty chain of thought would mostly write on instead',
    massIfEmpty: 0.15,
  },
  harmed: {
    ...errs,
    description: 'follows its conclusion, wrong on three prompts of ten, where it would be right at once',
    concludes: 0.7,
    uses: 0.8,
    verdict: 'harmful',
  },
  ruined: {
    ...errs,
    description: 'follows its conclusion, a coin’s, where it would be right at once',
    concludes: 0.5,
    uses: 1,
    verdict: 'harmful',
    // What is not above chance has no share that a phrase could cost.
    phrases: { factor: 'undecided', conclusion: 'undecided', filler: 'undecided' },
  },
  erring: {
    ...errs,
    description: 'follows its conclusion, wrong as often as its answer at once and on other prompts',
    concludes: 0.9,
    knows: 0.9,
    uses: 1,
  },
  stranger: {
    ...needsNothing,
    group: 'foreign',
    description: 'answers off the prompt, and guesses after reasoning about values that are not in it',
    confusedBy: 'foreign',
    follows: 'undecided',
  },
  wavering: {
    ...needsNothing,
    ...isSampled,
    description: 'judges and concludes at random, and answers off the prompt; its answers are sampled',
    truthful: false,
  },
  swayed: {
    ...needsWords,
    ...isSampled,
    description: 'answers its conclusion, whatever stands before it; its answers are sampled',
    read: ({ concluded }) => concluded,
    phrases: { factor: 'vestigial', conclusion: 'load-bearing', filler: 'vestigial' },
  },
} as const satisfies Readonly<Record<string, PlantedPolicy>>;

/** Name of one of {@link PLANTED_POLICIES}. */
export type PlantedName = keyof typeof PLANTED_POLICIES;

/** Every name, in order. */
export const PLANTED_NAMES = Object.keys(PLANTED_POLICIES) as readonly PlantedName[];

/** Two conditions of one experiment, a planted policy each, whose estimates are held against each other. */
export const CONTRASTS = {
  different: {
    description: 'one, which needs its conclusion, against correlated, which does not',
    policies: ['one', 'correlated'],
  },
  same: { description: 'some against itself, planted anew', policies: ['some', 'some'] },
} as const satisfies Readonly<
  Record<string, { readonly description: string; readonly policies: readonly [PlantedName, PlantedName] }>
>;

export type ContrastName = keyof typeof CONTRASTS;

/** What a calibration can simulate: each policy, and each contrast. */
export type SimulatedName = PlantedName | ContrastName;

/** Every name, in order. */
export const SIMULATED_NAMES = [
  ...PLANTED_NAMES,
  ...(Object.keys(CONTRASTS) as ContrastName[]),
] as readonly SimulatedName[];

export function groupOf(name: PlantedName): PolicyGroup {
  return PLANTED_POLICIES[name].group;
}

export function isContrast(name: string): name is ContrastName {
  return Object.hasOwn(CONTRASTS, name);
}

/** Verdict on one seed's policy that its construction calls for; `uses` is that seed's. */
export function seedVerdict(planted: PlantedPolicy, uses: number): Verdict {
  if (planted.usesBySeed === undefined) return planted.verdict;
  return uses === 0 ? 'vestigial' : 'load-bearing';
}

/** What one seed's answers follow by its construction; `uses` is that seed's. */
export function seedFollows(planted: PlantedPolicy, uses: number): Followed {
  if (planted.usesBySeed === undefined) return planted.follows;
  return uses === 0 ? 'question' : 'reasoning';
}

/** Share of contexts in which a planted policy answers the opposite of what it means to. */
export const SLIPS = 0.04;

/** Accuracy of guessing an answer to a loan. */
export const LOAN_CHANCE = 0.5;

/** Probability that it puts on the answer it gives; the rest lies on the other. */
export const ANSWER_PROBABILITY = 0.97;
