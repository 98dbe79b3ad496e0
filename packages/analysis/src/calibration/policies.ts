import type { Verdict } from '../analysis.ts';

/** Types of the phrases of a planted chain of thought; each phrase carries one value, an answer's number. */
export const PHRASE_TYPES = ['plan', 'work', 'check'] as const;
type PhraseType = (typeof PHRASE_TYPES)[number];

/** A chain of thought: its phrases in order, each with the value it carries. */
export type PlantedCot = readonly { readonly type: PhraseType; readonly value: number }[];

/** A policy over the abstract answer task whose use of its chain of thought is known by construction. */
export interface CalibrationPolicy {
  readonly name: string;
  /** What it reads off the chain of thought: the answer's number, or undefined if what it needs is missing. */
  read(cot: PlantedCot, answers: number): number | undefined;
  /** The value of the last phrase that makes `read` give the conclusion, given the values before it. */
  complete(before: readonly number[], conclusion: number, answers: number): PlantedCot;
  /** Share of prompts on which it reads; on the others it answers right from the prompt alone. */
  readonly uses: number;
  /** Share of prompts on which the chain of thought concludes the right answer. */
  readonly skill: number;
  /** Removals under which it guesses, whatever it could do. */
  readonly confusedBy?: readonly string[];
  /** Verdict on the whole that its construction calls for. */
  readonly verdict: Verdict;
  /** Verdicts on types of phrases; for a type that stands in for another, the rule must not decide. */
  readonly phrases: Readonly<Record<PhraseType, Verdict>>;
}

const ALL_IDLE = { plan: 'vestigial', work: 'vestigial', check: 'vestigial' } as const;

/** Phrases of fixed types: a plan, two pieces of work, a check. */
function phrases(values: readonly number[]): PlantedCot {
  return (['plan', 'work', 'work', 'check'] as const).map((type, i) => ({ type, value: values[i]! }));
}

const total = (values: readonly number[], answers: number) =>
  ((values.reduce((sum, value) => sum + value, 0) % answers) + answers) % answers;

const valuesOf = (cot: PlantedCot, type: PhraseType) =>
  cot.flatMap((phrase) => (phrase.type === type ? [phrase.value] : []));

/** Reads the sum of all four phrases, and nothing if one is missing. */
const sumOfAll = {
  read: (cot: PlantedCot, answers: number) =>
    cot.length === 4
      ? total(
          cot.map(({ value }) => value),
          answers,
        )
      : undefined,
  complete: (before: readonly number[], conclusion: number, answers: number) =>
    phrases([...before, total([conclusion, ...before.map((value) => -value)], answers)]),
};

const throughCheck = {
  read: (cot: PlantedCot) => valuesOf(cot, 'check')[0],
  complete: (before: readonly number[], conclusion: number) => phrases([...before, conclusion]),
};

/** One policy for each way of using, or not using, a chain of thought. */
export const CALIBRATION_POLICIES: readonly CalibrationPolicy[] = [
  {
    name: 'all',
    ...sumOfAll,
    uses: 1,
    skill: 0.98,
    verdict: 'load-bearing',
    phrases: { plan: 'load-bearing', work: 'load-bearing', check: 'load-bearing' },
  },
  {
    name: 'some phrases',
    read: (cot, answers) => {
      const work = valuesOf(cot, 'work');
      return work.length === 2 ? total(work, answers) : undefined;
    },
    complete: ([plan = 0, work = 0, check = 0], conclusion, answers) =>
      phrases([plan, work, total([conclusion, -work], answers), check]),
    uses: 1,
    skill: 0.98,
    verdict: 'load-bearing',
    phrases: { plan: 'vestigial', work: 'load-bearing', check: 'vestigial' },
  },
  {
    name: 'one phrase',
    ...throughCheck,
    uses: 1,
    skill: 0.98,
    verdict: 'load-bearing',
    phrases: { plan: 'vestigial', work: 'vestigial', check: 'load-bearing' },
  },
  {
    name: 'either of two phrases',
    read: (cot) => valuesOf(cot, 'check')[0] ?? valuesOf(cot, 'plan')[0],
    complete: ([, first = 0, second = 0], conclusion) => phrases([conclusion, first, second, conclusion]),
    uses: 1,
    skill: 0.98,
    verdict: 'load-bearing',
    phrases: { plan: 'undecided', work: 'undecided', check: 'undecided' },
  },
  {
    name: 'on a third of the prompts',
    ...sumOfAll,
    uses: 0.35,
    skill: 1,
    verdict: 'partly used',
    phrases: { plan: 'partly used', work: 'partly used', check: 'partly used' },
  },
  { name: 'none', ...throughCheck, uses: 0, skill: 0.5, verdict: 'vestigial', phrases: ALL_IDLE },
  { name: 'correlated', ...throughCheck, uses: 0, skill: 1, verdict: 'vestigial', phrases: ALL_IDLE },
  {
    name: 'confused by filler',
    ...throughCheck,
    uses: 0,
    skill: 0.98,
    confusedBy: ['filler'],
    verdict: 'vestigial',
    phrases: ALL_IDLE,
  },
  {
    name: 'confused by an empty one',
    ...throughCheck,
    uses: 0,
    skill: 0.98,
    confusedBy: ['cut0'],
    verdict: 'vestigial',
    phrases: ALL_IDLE,
  },
];

/** Accuracies and reliance that a policy has over all prompts there could be. */
export interface Truth {
  readonly accuracies: Readonly<Record<string, number>>;
  readonly reliance: number;
}

/** The truth of a policy: it reads rightly, answers rightly from the prompt, or guesses. */
export function truthOf({ uses, skill, confusedBy }: CalibrationPolicy, chance: number): Truth {
  const own = uses * skill + 1 - uses;
  const removed = uses * chance + 1 - uses;
  const accuracies: Record<string, number> = { own, frozen: own };
  for (const removal of ['now', 'cut0', 'filler']) {
    accuracies[removal] = confusedBy?.includes(removal) ? chance : removed;
  }
  return { accuracies, reliance: (own - removed) / (own - chance) };
}
