import type { Feature } from './discover/feature.ts';
import type { ReinforcementOptions } from './options.ts';
import type { Fate, FeatureHistory, Tested } from './reinforcement.ts';
import { benjaminiHochberg } from './statistics/benjaminiHochberg.ts';
import { type ClusterEstimator, clusterEstimator, type Estimate } from './statistics/clusterEstimate.ts';
import { dependences } from './statistics/dependence.ts';
import type { Groups } from './survey/groups.ts';
import { type Layout, LEFT_OUT } from './survey/layout.ts';
import { binWeights, type Tally } from './tally/tally.ts';
import type { Window } from './windows.ts';

/** Frequency in one third, as a share of that in the other, under which a feature is not there any more, or was not yet. */
const GONE = 0.1;

/** Histories of all features, in the order in which they are told. */
export function histories(
  features: readonly Feature[],
  sums: Tally,
  { groups, parts }: { readonly groups: Groups; readonly parts: readonly string[] },
  layout: Layout,
  windows: readonly Window[],
  options: ReinforcementOptions,
): FeatureHistory[] {
  const estimate = clusterEstimator(layout.clusters, options);
  const scored = layout.scored > 0;
  const answers = groups.answers > 0;
  const received = receivedBy(features.length, sums, groups, layout, answers, estimate);
  const q = benjaminiHochberg(received.map(({ all }) => (scored ? all.p : null)));
  const beyondQ = benjaminiHochberg(received.map(({ beyond }) => beyond?.p ?? null));
  const tested = (one: Estimate, adjusted: number | null): Tested => ({
    ...one,
    q: adjusted,
    discovered: adjusted !== null && adjusted <= options.falseDiscoveries,
  });
  const course = layout.bins.length > 2;
  const [first, , last] = sums.answered.map((answered) =>
    answers && course ? dependences(answered, features.length, options.confidence) : undefined,
  );
  const all = features.map((feature, f): FeatureHistory => {
    const frequency = frequencyOf(f, sums, layout, estimate);
    const { all, beyond, withAnswer } = received[f]!;
    return {
      ...feature,
      rollouts: frequency.rollouts,
      frequency: frequency.shares,
      firstSeen: finite(sums.firstSeen[f]!),
      lastSeen: finite(sums.lastSeen[f]!),
      fate: fateOf(frequency.shares),
      received: scored ? tested(all, q[f]!) : null,
      byPart: scored
        ? Object.fromEntries(parts.map((name, part) => [name, sums.parts[f * parts.length + part]!]))
        : {},
      beyondAnswer: beyond && tested(beyond, beyondQ[f]!),
      withAnswer,
      dependence: first && last ? { first: first[f]!, last: last[f]! } : null,
      course: courseOf(f, sums, layout, windows),
    };
  });
  const rank = ({ received }: FeatureHistory) => [
    Number(received?.discovered ?? false),
    received?.value ?? 0,
  ];
  return all.sort((a, b) => {
    const [[discoveredA, valueA], [discoveredB, valueB]] = [rank(a), rank(b)];
    return discoveredB! - discoveredA! || valueB! - valueA! || b.rollouts - a.rollouts;
  });
}

interface Received {
  readonly all: Estimate;
  readonly beyond: Estimate | null;
  readonly withAnswer: Estimate | null;
}

/**
 * Sums over steps of ratios of sums over problems. Each ratio r = X / N is linearised, so that problem p adds
 * `(x_p - r n_p) / N`; beyond the answer, where `r = X / N * D / E`, it adds `x_p D / (E N) + r (d_p / D - e_p / E - n_p / N)`;
 * each times the widening of its bin.
 */
function receivedBy(
  features: number,
  sums: Tally,
  groups: Groups,
  layout: Layout,
  answers: boolean,
  estimate: ClusterEstimator,
): Received[] {
  const { bins, clusters } = layout;
  const weights = binWeights(layout);
  const shares = clusterShares(groups, layout);
  const repeated = bins.some(({ withinCells }) => withinCells > 0);
  return Array.from({ length: features }, (_, f) => {
    const linearised = (
      perBin: Float64Array,
      perCluster: Float64Array,
      weight: Float64Array,
      share: Shares,
    ) => {
      const influence = perCluster.slice(f * clusters, (f + 1) * clusters);
      // Traces of rounding are no variation.
      const problems = influence.reduce((sum, u) => sum + Number(Math.abs(u) > 1e-12), 0);
      let value = 0;
      for (const [bin, { widening }] of bins.entries()) {
        const ratio = perBin[f * bins.length + bin]! * weight[bin]!;
        if (ratio === 0) continue;
        value += ratio;
        const { of, values } = share[bin]!;
        for (let k = 0; k < of.length; k++) influence[of[k]!]! += ratio * widening * values[k]!;
      }
      return { value, influence, problems };
    };
    const all = linearised(sums.within, sums.withinOf, weights.within, shares.within);
    const estimated = estimate(all.value, all.influence, all.problems);
    if (!answers || !repeated) return { all: estimated, beyond: null, withAnswer: null };
    const beyond = linearised(sums.beyond, sums.beyondOf, weights.beyond, shares.beyond);
    return {
      all: estimated,
      beyond: estimate(beyond.value, beyond.influence, beyond.problems),
      withAnswer: estimate(
        all.value - beyond.value,
        all.influence.map((u, c) => u - beyond.influence[c]!),
        all.problems,
      ),
    };
  });
}

/** By bin: the clusters that have rollouts in it, and what a ratio of that bin is to be multiplied with for each. */
type Shares = readonly { readonly of: Int32Array; readonly values: Float64Array }[];

function clusterShares(groups: Groups, layout: Layout): { readonly within: Shares; readonly beyond: Shares } {
  const answersOf = new Int32Array(groups.stepOf.length);
  for (const [cell, group] of groups.groupOf.entries()) {
    if (layout.cells.counts[cell]! > 0) answersOf[group]!++;
  }
  const sums = layout.bins.map(() => new Map<number, { n: number; d: number; e: number }>());
  for (const [group, count] of layout.groups.counts.entries()) {
    const bin = layout.binOfStep[groups.stepOf[group]!]!;
    if (bin === LEFT_OUT || count < 2) continue;
    const cluster = layout.clusterOfProblem[groups.problemOf[group]!]!;
    const sum = sums[bin]!.get(cluster) ?? { n: 0, d: 0, e: 0 };
    sum.n += count;
    sum.d += count - 1;
    sum.e += count - answersOf[group]!;
    sums[bin]!.set(cluster, sum);
  }
  const within = layout.bins.map(({ scored }, bin) => ({
    of: Int32Array.from(sums[bin]!.keys()),
    values: Float64Array.from(sums[bin]!.values(), ({ n }) => -n / scored),
  }));
  const beyond = layout.bins.map(({ scored, withinGroups, withinCells }, bin) => ({
    of: within[bin]!.of,
    values: Float64Array.from(sums[bin]!.values(), ({ n, d, e }) =>
      withinCells === 0 ? 0 : d / withinGroups - e / withinCells - n / scored,
    ),
  }));
  return { within, beyond };
}

function frequencyOf(f: number, sums: Tally, { bins, clusters }: Layout, estimate: ClusterEstimator) {
  const count = (of: (bin: number) => boolean) => {
    let [present, rollouts] = [0, 0];
    for (const [bin, { rollouts: size }] of bins.entries()) {
      if (!of(bin)) continue;
      present += sums.present[f * bins.length + bin]!;
      rollouts += size;
    }
    return { present, rollouts, share: present / rollouts };
  };
  const all = count(() => true);
  if (bins.length < 3) {
    const shares = { all: all.share, first: null, last: null, change: null };
    return { rollouts: all.present, shares };
  }
  const early = count((bin) => bins[bin]!.third === 0);
  const late = count((bin) => bins[bin]!.third === 2);
  let problems = 0;
  const influence = sums.changeOf.slice(f * clusters, (f + 1) * clusters).map((u, c) => {
    problems += Number(sums.early[c]! + sums.late[c]! > 0);
    return u - (late.share * sums.late[c]!) / late.rollouts + (early.share * sums.early[c]!) / early.rollouts;
  });
  const change = estimate(late.share - early.share, influence, problems);
  return {
    rollouts: all.present,
    shares: { all: all.share, first: early.share, last: late.share, change },
  };
}

function fateOf({ first, last, change }: FeatureHistory['frequency']): Fate | null {
  if (first === null || last === null || !change || change.low === null || change.high === null) return null;
  if (change.low > 0) return first < GONE * last ? 'appeared' : 'grew';
  if (change.high < 0) return last < GONE * first ? 'died' : 'shrank';
  return 'steady';
}

function courseOf(
  f: number,
  sums: Tally,
  { bins }: Layout,
  windows: readonly Window[],
): FeatureHistory['course'] {
  const frequency: number[] = [];
  const covariance: (number | null)[] = [];
  for (const { from, to, rollouts } of windows) {
    let [present, sum, steps] = [0, 0, 0];
    for (let bin = from; bin < to; bin++) {
      const { scored, steps: inBin } = bins[bin]!;
      present += sums.present[f * bins.length + bin]!;
      if (scored === 0) continue;
      sum += (inBin * sums.within[f * bins.length + bin]!) / scored;
      steps += inBin;
    }
    frequency.push(present / rollouts);
    covariance.push(steps === 0 ? null : sum / steps);
  }
  return { frequency, covariance };
}

function finite(step: number): number | null {
  return Number.isFinite(step) ? step : null;
}
