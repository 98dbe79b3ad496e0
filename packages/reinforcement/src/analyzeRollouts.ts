import { discover } from './discover/discover.ts';
import { histories } from './histories.ts';
import type { ReinforcementOptions } from './options.ts';
import { REINFORCEMENT_VERSION, type Reinforcement } from './reinforcement.ts';
import type { Rollouts } from './rollout.ts';
import { MINIMUM_PROBLEMS } from './statistics/clusterEstimate.ts';
import { curvesOf } from './survey/curves.ts';
import { type Layout, LEFT_OUT, layOut } from './survey/layout.ts';
import { NO_STEP } from './survey/noStep.ts';
import { type Survey, survey } from './survey/survey.ts';
import { matcher } from './tally/matcher.ts';
import { tally } from './tally/tally.ts';
import { windowsOf } from './windows.ts';

/** How far an analysis has come. */
export interface Progress {
  readonly reading: 'first' | 'second';
  readonly rollouts: number;
}

/**
 * Tells from the rollouts of a run which features of the text it reinforced, since when, and whether they still vary with the
 * answer. Reads them twice and holds none but a sample.
 *
 * **Reinforcement received.** With x = 1 where a rollout has the feature and A its advantage, an update of N rollouts in groups
 * g (one problem at one step) moves the log-odds of the feature, to first order and by selection alone, by the learning rate
 * times a coupling times
 *
 *   Cov_t = 1 / N sum_g sum_{i in g} x_i (A_i - mean_g A)
 *
 * (`predictDrift` of `@vestige/training` derives it, and has the coupling). It is what the update did, so that nothing is
 * made good for groups being small. What a feature received is the sum over steps, `received = sum_t Cov_t`.
 *
 * **Beyond the answer.** The same within rollouts of a group that have the same answer, for each of the degrees of freedom that
 * are left: n - 1 within a group of n, n - K within its K answers,
 *
 *   beyond_t = 1 / N sum_g sum_a sum_{i in g, a} x_i (A_i - mean_{g,a} A) * sum_g (n_g - 1) / sum_g (n_g - K_g).
 *
 * A feature that goes along with right answers has none on average; one that is rewarded itself has.
 *
 * @param options as `reinforcementSchema` parses them
 * @throws if there are no rollouts
 */
export async function analyzeRollouts(
  rollouts: Rollouts,
  options: ReinforcementOptions,
  progress: (progress: Progress) => void = () => {},
): Promise<Reinforcement> {
  const first = await survey(rollouts, options, (read) => progress({ reading: 'first', rollouts: read }));
  const { groups, parts } = first;
  if (first.read === 0) throw new Error('analyzeRollouts: there are no rollouts');
  const layout = layOut(groups);
  const sample = first.sample.filter(({ step }) => layout.binOfStep[step] !== LEFT_OUT);
  const thirdOf = Uint8Array.from(sample, ({ step }) => layout.bins[layout.binOfStep[step]!]!.third ?? 0);
  const { features, dropped } = discover(sample, thirdOf, options);
  const sums = await tally(rollouts, first, layout, matcher(features), features.length, options, (read) =>
    progress({ reading: 'second', rollouts: read }),
  );
  const windows = windowsOf(layout.bins, options.windows);
  const known = layout.steps.filter((step) => step !== NO_STEP);
  return {
    version: REINFORCEMENT_VERSION,
    rollouts: {
      read: first.read,
      withoutStep: known.length === 0 ? 0 : first.stepless,
      ...{ scored: layout.scored, alone: layout.alone, withAnswer: groups.answers },
    },
    steps: { count: known.length, first: known[0] ?? null, last: known.at(-1) ?? null },
    problems: layout.problems,
    advantage: layout.basis,
    ...{ tested: features.length, dropped },
    ...{ falseDiscoveries: options.falseDiscoveries, confidence: options.confidence },
    features: histories(features, sums, { groups, parts: parts.names }, layout, windows, options),
    windows: windows.map(({ first, last, rollouts }) => ({ first, last, rollouts })),
    curves: curvesOf(curvePoints(first, layout)),
    absent: absentOf(first, layout),
  };
}

function curvePoints({ curves }: Survey, layout: Layout) {
  const sums = layout.bins.map((): (typeof curves)[number][] => []);
  for (const [step, bin] of layout.binOfStep.entries()) if (bin !== LEFT_OUT) sums[bin]!.push(curves[step]!);
  return layout.bins.map(({ first, last }, bin) => ({
    first: first === NO_STEP ? null : first,
    last: last === NO_STEP ? null : last,
    sums: sums[bin]!,
  }));
}

function absentOf({ groups }: Survey, layout: Layout): string[] {
  const reasons: string[] = [];
  if (layout.basis === null) reasons.push('reinforcement received: no rollout has a reward or an advantage');
  else if (layout.scored === 0) {
    reasons.push(
      'reinforcement received: no problem has two rollouts at one step, to be compared with each other',
    );
  } else if (layout.problems < MINIMUM_PROBLEMS) {
    reasons.push(
      `intervals: ${layout.problems} problems have two rollouts at one step, fewer than ${MINIMUM_PROBLEMS}`,
    );
  }
  if (groups.answers === 0) {
    reasons.push('what came with the answer, and dependence on it: no rollout has an answer');
  } else if (layout.scored > 0 && layout.bins.every(({ withinCells }) => withinCells === 0)) {
    reasons.push('what came with the answer: no answer is given twice to a problem at one step');
  }
  if (layout.bins.length < 3) {
    reasons.push(`change over training: ${layout.bins.length} steps, fewer than three`);
  }
  return reasons;
}
