import { percent } from '@vestige/report/numbers';
import { GROUPS, type PolicyGroup } from '../policies.ts';
import { AGREEMENT } from '../rows.ts';
import type { CalibrationMetrics, GroupOutcome, Share } from './metrics.ts';
import { ALL } from './summarize.ts';

/** A share with its standard error, in percent. */
export function shareText({ share, error }: Share): string {
  return `${percent(share)} ± ${(error * 100).toFixed(1)}`;
}

/** The outcome in a sentence or four of each group of policies, and one of contrasts. */
export function headlineSentences(metrics: CalibrationMetrics): string[] {
  const { headline, groups, simulations, confidence } = metrics;
  const { worst, right, falselyVestigial, wrong, coverage } = headline;
  return [
    `Verdicts are right in ${shareText(right)} of ${right.count} simulated experiments; least often for the policy ${worst.policy}, in ${shareText(worst)} of ${simulations}.`,
    `${wrong.count} of ${wrong.of} verdicts, small samples and seeds that differ included, are wrong; the others that are not right are undecided.`,
    `“Vestigial” was said ${falselyVestigial.count} times in ${falselyVestigial.of} of these verdicts on policies that use their reasoning.`,
    `${shareText(coverage)} of the ${+(confidence * 100).toFixed(2)}% intervals hold the truth.`,
    ...followsSentence(metrics),
    ...groups.slice(1).map(groupSentence),
    ...disagreement(metrics),
    ...falseFindings(metrics),
  ];
}

function followsSentence({ follows }: CalibrationMetrics): string[] {
  if (!follows) return [];
  const { right, wrong } = follows;
  return [
    `What answers follow is judged rightly in ${shareText(right)} of ${right.count} experiments; ${wrong.count} of ${wrong.of} judgements are wrong.`,
  ];
}

function groupSentence({ group, policies, right, falselyVestigial, wrong, coverage }: GroupOutcome): string {
  const { count, of } = falselyVestigial;
  return [
    `Of policies that ${GROUPS[group as PolicyGroup]} (${policies.join(', ')}), told apart, verdicts are right in ${shareText(right)} of ${right.count} experiments`,
    `${wrong.count} of ${wrong.of} are wrong`,
    ...(of === 0 ? [] : [`“vestigial” was said ${count} times in ${of} that should not be`]),
    `${shareText(coverage)} of the intervals hold the truth.`,
  ].join('; ');
}

/** What three seeds can tell where each uses its reasoning always or never, as a coin falls. */
function disagreement({ coverage, seeds }: CalibrationMetrics): string[] {
  const most = Math.max(...coverage.map(({ prompts }) => prompts));
  const [mean, count] = ['reliance.minimum', AGREEMENT].map((estimator) =>
    coverage.find((one) => one.policy === 'coin' && one.prompts === most && one.estimator === estimator),
  );
  if (!mean || !count) return [];
  return [
    `Where a coin decides for each of ${seeds} seeds whether it uses its reasoning, the interval of the mean holds the truth in ${shareText(mean)}, that of the count of seeds in ${shareText(count)}; where all fall alike (a chance of ${percent(2 ** (1 - seeds))}), the verdict is theirs, and counts as wrong here.`,
  ];
}

function falseFindings({ contrasts, confidence }: CalibrationMetrics): string[] {
  const same = contrasts.find(({ contrast }) => contrast === 'same');
  if (!same) return [];
  return [
    `Of two conditions that are the same, ${shareText(same.found)} of the differences have p < ${+(1 - confidence).toFixed(4)}, and ${shareText(same.foundAny)} of the experiments one that is left after Holm's correction.`,
  ];
}

/** Verdicts found, the most frequent first. */
export function foundText(found: Readonly<Record<string, number>>): string {
  return Object.entries(found)
    .sort(([, a], [, b]) => b - a)
    .map(([verdict, count]) => `${verdict} ${count}`)
    .join(', ');
}

/** Estimators in the order to show them: all together, what decides verdicts, then by kind. */
export function inOrder<T extends { readonly estimator: string }>(rows: readonly T[]): T[] {
  const rank = ({ estimator }: T) => {
    if (estimator === ALL) return -1;
    const kinds = [
      'reliance',
      'needs',
      'accuracy',
      'difference',
      'unchanged',
      'steering',
      'mass',
      'cost',
      'dependence',
    ];
    return estimator === 'reliance.minimum' ? 0 : 1 + kinds.indexOf(estimator.split('.')[0]!);
  };
  return [...rows].sort((a, b) => rank(a) - rank(b));
}
