import type { AdvantageBasis, Groups, Scored } from './groups.ts';
import { hash53 } from './hash.ts';
import { NO_STEP } from './noStep.ts';

/** Steps beyond are pooled with their neighbours. */
const MOST_BINS = 1000;
/** Problems beyond are put together at random: sums over independent problems are independent. */
const MOST_CLUSTERS = 1000;

/** In the place of a bin: the step is unknown, and that of other rollouts is known. */
export const LEFT_OUT = -1;

/** First, middle and last third of the steps. */
export const THIRDS = [0, 1, 2] as const;
export type Third = (typeof THIRDS)[number];

/** How rollouts are put together, once all have been seen. */
export interface Layout {
  readonly basis: AdvantageBasis | null;
  /** Steps in order. */
  readonly steps: readonly number[];
  /** Bin of each step by its number in `Groups`, or {@link LEFT_OUT}. */
  readonly binOfStep: Int32Array;
  readonly bins: readonly Bin[];
  /** Cluster of each problem by its number. */
  readonly clusterOfProblem: Int32Array;
  readonly clusters: number;
  /** Problems with a group of two scored rollouts. */
  readonly problems: number;
  readonly groups: Scored;
  readonly cells: Scored;
  /** Scored rollouts in groups of two and more. */
  readonly scored: number;
  /** Rollouts in groups of one, which have nothing to be compared with. */
  readonly alone: number;
}

/** One step, or several neighbours where there are more than 1000. */
export interface Bin {
  readonly first: number;
  readonly last: number;
  /** How many steps. */
  readonly steps: number;
  readonly third: Third | null;
  /** Rollouts, scored or not. */
  readonly rollouts: number;
  /** Scored rollouts in groups of two and more: N. */
  readonly scored: number;
  /** Degrees of freedom within groups, and within cells. */
  readonly withinGroups: number;
  readonly withinCells: number;
  /**
   * By what the deviation of a cluster's sum from its expected one is too small on average, since the cluster is among those
   * that the expected one is estimated from: `sqrt(C / (C - 1))` for C clusters with scored groups.
   */
  readonly widening: number;
}

/** Lays out what {@link Groups} has counted. */
export function layOut(groups: Groups): Layout {
  const known = groups.steps.map((_, i) => i).filter((i) => groups.steps[i] !== NO_STEP);
  const order = known.length === 0 ? groups.steps.map((_, i) => i) : known;
  order.sort((a, b) => groups.steps[a]! - groups.steps[b]!);
  const steps = order.map((i) => groups.steps[i]!);
  const binCount = Math.min(steps.length, MOST_BINS);
  const binOfStep = new Int32Array(groups.steps.length).fill(LEFT_OUT);
  for (const [rank, step] of order.entries()) binOfStep[step] = Math.floor((rank * binCount) / steps.length);

  const scoredGroups = groups.scoredGroups();
  const scoredCells = groups.scoredCells();
  const rollouts = new Float64Array(binCount);
  const scored = new Float64Array(binCount);
  const withinGroups = new Float64Array(binCount);
  const withinCells = new Float64Array(binCount);
  const compared = new Set<number>();
  const { clusterOfProblem, clusters } = clustersOf(groups.problems);
  const clustersIn = Array.from({ length: binCount }, () => new Set<number>());
  let alone = 0;
  for (const [group, size] of groups.sizes.entries()) {
    const bin = binOfStep[groups.stepOf[group]!]!;
    if (bin === LEFT_OUT) continue;
    const count = scoredGroups.counts[group]!;
    rollouts[bin]! += size;
    if (count < 2) {
      alone += count;
      continue;
    }
    scored[bin]! += count;
    withinGroups[bin]! += count - 1;
    const problem = groups.problemOf[group]!;
    compared.add(problem);
    clustersIn[bin]!.add(clusterOfProblem[problem]!);
  }
  for (const [cell, group] of groups.groupOf.entries()) {
    const bin = binOfStep[groups.stepOf[group]!]!;
    const count = scoredCells.counts[cell]!;
    if (bin !== LEFT_OUT && count > 1) withinCells[bin]! += count - 1;
  }
  const bins: Bin[] = Array.from({ length: binCount }, (_, bin) => {
    const from = Math.ceil((bin * steps.length) / binCount);
    const to = Math.ceil(((bin + 1) * steps.length) / binCount);
    const { size } = clustersIn[bin]!;
    return {
      ...{ first: steps[from]!, last: steps[to - 1]!, steps: to - from },
      third: binCount < 3 ? null : (Math.floor((3 * bin) / binCount) as Third),
      ...{ rollouts: rollouts[bin]!, scored: scored[bin]! },
      ...{ withinGroups: withinGroups[bin]!, withinCells: withinCells[bin]! },
      widening: size > 1 ? Math.sqrt(size / (size - 1)) : 1,
    };
  });
  return {
    ...{ basis: groups.basis, steps, binOfStep, bins, clusterOfProblem, clusters, alone },
    ...{ groups: scoredGroups, cells: scoredCells, problems: compared.size },
    scored: bins.reduce((sum, bin) => sum + bin.scored, 0),
  };
}

function clustersOf(problems: readonly string[]) {
  const clusters = Math.min(problems.length, MOST_CLUSTERS);
  const clusterOfProblem = new Int32Array(problems.length);
  const order = problems
    .map((name, i) => [hash53(name, 1), i] as const)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const [rank, [, problem]] of order.entries()) clusterOfProblem[problem] = rank % clusters;
  return { clusterOfProblem, clusters };
}
