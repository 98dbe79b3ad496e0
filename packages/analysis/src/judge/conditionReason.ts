import type { ConditionAnalysis, Verdict } from '../analysis.ts';
import { REMOVALS } from '../keys/interventions.ts';
import { percent } from './percent.ts';
import { policyReason, type ReasonInput } from './policyReason.ts';
import { ableSeeds, type ConditionFigures, type ConditionRuling } from './rule.ts';
import { seedsInWords } from './seeds.ts';

/** What the sentence on a condition gives. */
export interface ConditionReasonInput
  extends ReasonInput,
    ConditionFigures,
    Pick<ConditionAnalysis, 'comparisons'> {
  /** Accuracy that counts as solved, if there is one. */
  readonly solved: number | undefined;
}

/** One sentence with the figures that decided the verdict on a condition. */
export function conditionReason(ruling: ConditionRuling, input: ConditionReasonInput): string {
  const { training, leftOut } = input;
  if (ruling.by === 'training') {
    const runs = Object.values(training);
    const stuck = runs.filter(({ leftChance }) => !leftChance).length;
    return `${stuck} of ${runs.length} runs never left chance (${percent(input.chance)}), so there is no trained policy to judge.`;
  }
  const { counting, withAll } = ruling;
  const together =
    counting.by === 'different seeds'
      ? `${ableSeeds(input)} of ${input.seeds.length} seeds have accuracy to lose, but they differ too much to judge them together.`
      : policyReason(counting, input);
  const clauses = [
    ...(withAll === undefined
      ? []
      : [
          `Without seed ${leftOut.join(', ')}, which never left chance, it would be ${counting.verdict}, with it ${withAll}, so it is undecided`,
        ]),
    together.replace(/\.$/, ''),
    ...disagreement(counting.verdict, input),
    ...seedsClause(input),
    ...trainedClauses(input),
  ];
  return `${clauses.join('; ')}.`;
}

function seedsClause(input: ConditionReasonInput): string[] {
  const words = seedsInWords(input);
  return words === '' ? [] : [`judged one by one: ${words}`];
}

function trainedClauses({ training, seeds, leftOut, solved }: ConditionReasonInput): string[] {
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
function disagreement(verdict: Verdict, { comparisons, confidence }: ConditionReasonInput): string[] {
  const tested = REMOVALS.flatMap((intervention) => {
    const comparison = comparisons.get({ intervention });
    return comparison ? [[intervention, comparison] as const] : [];
  });
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
