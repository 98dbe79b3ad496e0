import type { ReinforcementOptions } from '../options.ts';
import type { Rollouts } from '../rollout.ts';
import { answerHash, NO_ANSWER, scoreOf } from '../survey/groups.ts';
import { type Layout, LEFT_OUT } from '../survey/layout.ts';
import { NO_STEP } from '../survey/noStep.ts';
import { PROGRESS_EVERY, type Survey } from '../survey/survey.ts';
import { searchedText } from '../text/searched.ts';
import { type Answered, chooseProblems, nothingAnswered } from './answered.ts';
import type { Match } from './matcher.ts';

/** Sums over rollouts, by feature. Rows are features. */
export interface Tally {
  /** [features][bins]: rollouts that have it. */
  readonly present: Uint32Array;
  /** [features][bins]: sum of x (A - mean of its group). */
  readonly within: Float64Array;
  /** [features][bins]: sum of x (A - mean of its cell). */
  readonly beyond: Float64Array;
  /** [features][parts]: sum of x (part of the reward - its mean in the group), each bin by its weight. */
  readonly parts: Float64Array;
  /** [features][clusters]: `within` of the problems of a cluster, each bin by its weight and widening; see `binWeights`. */
  readonly withinOf: Float64Array;
  /** The same of `beyond`. */
  readonly beyondOf: Float64Array;
  /** [features][clusters]: rollouts of the last third that have it over those of that third, less the same of the first. */
  readonly changeOf: Float64Array;
  /** Rollouts by cluster, of the first and of the last third. */
  readonly early: Float64Array;
  readonly late: Float64Array;
  /** First and last step at which each was there; infinite if never. */
  readonly firstSeen: Float64Array;
  readonly lastSeen: Float64Array;
  /** Rollouts held against their answers, by third. */
  readonly answered: readonly [Answered, Answered, Answered];
}

/** Weights of a bin's sums in what was received over all of training: steps / N, and that with degrees of freedom made good. */
export function binWeights({ bins }: Layout): {
  readonly within: Float64Array;
  readonly beyond: Float64Array;
} {
  const within = Float64Array.from(bins, ({ steps, scored }) => (scored === 0 ? 0 : steps / scored));
  const beyond = Float64Array.from(bins, ({ withinGroups, withinCells }, bin) =>
    withinCells === 0 ? 0 : (within[bin]! * withinGroups) / withinCells,
  );
  return { within, beyond };
}

/** Reads all rollouts once more, and adds up what the features of each say. */
export async function tally(
  rollouts: Rollouts,
  { groups, parts }: Pick<Survey, 'groups' | 'parts'>,
  layout: Layout,
  match: Match,
  features: number,
  options: Pick<ReinforcementOptions, 'where' | 'sample'>,
  progress: (rollouts: number) => void,
): Promise<Tally> {
  const { bins, clusters } = layout;
  const byBin = () => new Float64Array(features * bins.length);
  const byCluster = () => new Float64Array(features * clusters);
  const sums: Tally = {
    present: new Uint32Array(features * bins.length),
    ...{ within: byBin(), beyond: byBin() },
    parts: new Float64Array(features * parts.names.length),
    ...{ withinOf: byCluster(), beyondOf: byCluster(), changeOf: byCluster() },
    ...{ early: new Float64Array(clusters), late: new Float64Array(clusters) },
    firstSeen: new Float64Array(features).fill(Infinity),
    lastSeen: new Float64Array(features).fill(-Infinity),
    answered: [nothingAnswered(), nothingAnswered(), nothingAnswered()],
  };
  const weights = binWeights(layout);
  const inThird = (third: number) =>
    bins.reduce((sum, bin) => sum + (bin.third === third ? bin.rollouts : 0), 0);
  const [earlyRollouts, lateRollouts] = [inThird(0), inThird(2)];
  const isChosen = chooseProblems(groups, layout, options.sample);
  let read = 0;
  for await (const rollout of rollouts()) {
    read++;
    if (read % PROGRESS_EVERY === 0) progress(read);
    const group = groups.groupNumber(rollout, rollout.step ?? NO_STEP);
    const bin = layout.binOfStep[groups.stepOf[group]!]!;
    if (bin === LEFT_OUT) continue;
    const problem = groups.problemOf[group]!;
    const cluster = layout.clusterOfProblem[problem]!;
    const { third, widening } = bins[bin]!;
    const found = match(searchedText(rollout, options.where));

    const score = scoreOf(rollout, layout.basis);
    const compared = score !== null && layout.groups.counts[group]! > 1;
    const cell = groups.cellNumber(rollout, group);
    const within = compared ? score - layout.groups.means[group]! : 0;
    const beyond = compared ? score - layout.cells.means[cell]! : 0;
    const weightedWithin = within * weights.within[bin]! * widening;
    const weightedBeyond = beyond * weights.beyond[bin]! * widening;
    const change = third === 0 ? -1 / earlyRollouts : third === 2 ? 1 / lateRollouts : 0;
    if (third === 0) sums.early[cluster]!++;
    if (third === 2) sums.late[cluster]!++;
    const deviations = parts.names.map((_, part) =>
      compared ? parts.deviation(rollout, part, group) * weights.within[bin]! : 0,
    );
    for (const feature of found) {
      const atBin = feature * bins.length + bin;
      const atCluster = feature * clusters + cluster;
      sums.present[atBin]!++;
      sums.within[atBin]! += within;
      sums.beyond[atBin]! += beyond;
      for (let part = 0; part < deviations.length; part++) {
        sums.parts[feature * deviations.length + part]! += deviations[part]!;
      }
      sums.withinOf[atCluster]! += weightedWithin;
      sums.beyondOf[atCluster]! += weightedBeyond;
      sums.changeOf[atCluster]! += change;
      if (rollout.step === null) continue;
      if (rollout.step < sums.firstSeen[feature]!) sums.firstSeen[feature] = rollout.step;
      if (rollout.step > sums.lastSeen[feature]!) sums.lastSeen[feature] = rollout.step;
    }
    const answer = answerHash(rollout);
    if (third !== null && answer !== NO_ANSWER && isChosen(problem, third)) {
      const answered = sums.answered[third];
      answered.clusters.push(cluster);
      answered.groups.push(group);
      answered.answers.push(answer);
      answered.features.push(Uint16Array.from(found));
    }
  }
  return sums;
}
