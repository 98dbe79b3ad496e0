import type { ConditionAnalysis, Interval, Verdict } from './analysis.ts';
import { REMOVALS } from './interventions.ts';
import { percent } from './percent.ts';
import { seedsInWords } from './seeds.ts';
import { type Judgement, judgeWhole, type VerdictInput, verdictOf } from './verdict.ts';

/** The figures that the verdict of a condition is made of. */
export interface ConditionVerdictInput
  extends VerdictInput,
    Pick<ConditionAnalysis, 'training' | 'seeds' | 'leftOut' | 'bySeed' | 'comparisons'> {
  /** Accuracy that counts as solved, if there is one. */
  readonly solved: number | undefined;
  /** What {@link judgeWhole} reads, over all seeds, those that are left out included. */
  readonly withAll: Readonly<Record<string, Interval>>;
}

/**
 * The verdict of a condition: that of {@link verdictOf} on the seeds that count, unless
 *
 * - half of the runs or more never left chance: then it is `not trained`;
 * - seeds differ so much that the accuracy of all together does not clear chance, while that of most does alone: then
 *   it is `undecided`;
 * - it would be another if the runs that never left chance counted too: then it is `undecided`.
 *
 * A run is left out only if its most probable answers are not clear of guessing, which no use or disuse of the reasoning
 * brings about. One that is clear of guessing and stayed below its solved level counts, and is named: to leave it out
 * would select on the outcome.
 */
export function conditionVerdict(input: ConditionVerdictInput): Judgement {
  const { training, leftOut, withAll } = input;
  if (neverLeftChance(training)) {
    const runs = Object.values(training);
    const stuck = runs.filter(({ leftChance }) => !leftChance).length;
    return {
      verdict: 'not trained',
      reason: `${stuck} of ${runs.length} runs never left chance (${percent(input.chance)}), so there is no trained policy to judge.`,
    };
  }
  const { verdict, reason } = overSeedsOf(input);
  const told = [
    reason.replace(/\.$/, ''),
    ...disagreement(verdict, input),
    ...seedsClause(input),
    ...trainedClauses(input),
  ];
  if (leftOut.length > 0 && verdict !== 'not trained') {
    const all = withAll['reliance.minimum'] ? judgeWhole(withAll) : 'undecided';
    if (all !== verdict) {
      const words = `Without seed ${leftOut.join(', ')}, which never left chance, it would be ${verdict}, with it ${all}, so it is undecided`;
      return { verdict: 'undecided', reason: `${[words, ...told].join('; ')}.` };
    }
  }
  return { verdict, reason: `${told.join('; ')}.` };
}

/** {@link verdictOf}, where seeds that differ do not hide that most of them have accuracy to lose. */
function overSeedsOf(input: ConditionVerdictInput): Judgement {
  const judged = verdictOf(input);
  const able = input.seeds.filter((seed) => input.bySeed[seed]?.verdict !== 'not trained').length;
  if (judged.verdict !== 'not trained' || able * 2 <= input.seeds.length) return judged;
  const words = `${able} of ${input.seeds.length} seeds have accuracy to lose, but they differ too much to judge them together`;
  return { verdict: 'undecided', reason: `${words}.` };
}

/** Whether half of a condition's runs or more never left chance; false without runs. */
export function neverLeftChance(training: ConditionAnalysis['training']): boolean {
  const runs = Object.values(training);
  return runs.length > 0 && runs.filter(({ leftChance }) => !leftChance).length * 2 >= runs.length;
}

function seedsClause(input: ConditionVerdictInput): string[] {
  const words = seedsInWords(input);
  return words === '' ? [] : [`judged one by one: ${words}`];
}

function trainedClauses({ training, seeds, leftOut, solved }: ConditionVerdictInput): string[] {
  const below = seeds.filter((seed) => training[seed]?.solved === false);
  const level = solved === undefined ? '' : ` (${percent(solved)}, as sampled)`;
  return [
    ...(below.length > 0
      ? [`seed ${below.join(', ')} stayed below the accuracy that counts as solved${level}, and counts`]
      : []),
    ...(leftOut.length > 0 ? [`seed ${leftOut.join(', ')} never left chance and is left out`] : []),
  ];
}

/** Why the p-value of a removal says otherwise than the verdict, where it does. */
function disagreement(verdict: Verdict, { comparisons, confidence }: ConditionVerdictInput): string[] {
  const tested = REMOVALS.flatMap((name) => (comparisons[name] ? [[name, comparisons[name]] as const] : []));
  if (verdict === 'load-bearing' || verdict === 'partly used') {
    const unclear = tested.filter(([, { differs }]) => !differs);
    if (unclear.length === 0) return [];
    const told = unclear.map(([name, { holm }]) => `${name} ${p(holm)}`).join(', ');
    return [
      `the difference in accuracy is not clear of 0 by Holm's correction over the removals (p: ${told}), while the verdict rests on the one interval of the least, at ${percent(confidence)}`,
    ];
  }
  if (verdict === 'vestigial') {
    const kindest = tested.sort(([, a], [, b]) => b.difference - a.difference)[0];
    if (!kindest?.[1].differs || kindest[1].difference >= 0) return [];
    return [
      `what it costs is clear of 0 (p ${p(kindest[1].holm)} by Holm) and less than the bound of the verdict`,
    ];
  }
  return [];
}

function p(value: number): string {
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}
