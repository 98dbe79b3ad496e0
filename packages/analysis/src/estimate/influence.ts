import type { Lenders } from '../read/lenders.ts';
import { columnMeans, type PromptSums, ratios } from '../read/sums.ts';
import type { Estimator } from './estimator.ts';

/** What the single prompts of one policy do to its quantities, where problems are those of a file. */
export interface SinglePrompts {
  /** [prompts][quantities]: the quantities without one prompt each. */
  readonly without: readonly Float64Array[];
  readonly lenders: Lenders;
}

/** What is known of the distribution of an estimate from single prompts; that of a sum adds up. */
export interface Moments {
  /** Of the influences, summed over prompts. */
  readonly squares: number;
  readonly cubes: number;
  /** The squares, and the products of prompts that depend on each other. */
  readonly dyadic: number;
}

/** The quantities of one policy without one prompt each. */
export function singlePrompts(sums: PromptSums, lenders: Lenders): SinglePrompts {
  const { prompts, width, data } = sums;
  const means = columnMeans(sums);
  const without = Array.from({ length: prompts }, (_, p) =>
    ratios(means.map((mean, k) => (prompts * mean - data[p * width + k]!) / (prompts - 1))),
  );
  return { without, lenders };
}

/**
 * Moments of an estimate by the jackknife over prompts; undefined of several policies, or of prompts that are not of a file.
 *
 * Prompts depend on each other where one was shown the reasoning of the other, or both that of a third: an estimate that reads
 * such rows has the variance of dyadic data (Aronow, Samii and Assenova 2015), the sum of u_p u_q over all such pairs and of
 * u_p u_p, with u_p the influence of a prompt.
 */
export function momentsOf(
  { value, on }: Pick<Estimator, 'value' | 'on'>,
  single: SinglePrompts | undefined,
): Moments | undefined {
  if (!single) return undefined;
  const values = single.without.map((quantities) => value(quantities));
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((sum, one) => sum + one, 0) / finite.length;
  const influences = values.map((one) => (Number.isFinite(one) ? mean - one : 0));
  const squares = influences.reduce((sum, u) => sum + u * u, 0);
  const cubes = influences.reduce((sum, u) => sum + u ** 3, 0);
  return { squares, cubes, dyadic: squares + productsOfLinked(influences, lendersRead(on, single.lenders)) };
}

/** Moments of the difference of two independent estimates. */
export function momentsOfDifference(a: Moments | undefined, b: Moments | undefined): Moments | undefined {
  if (!a || !b) return undefined;
  return { squares: a.squares + b.squares, cubes: a.cubes - b.cubes, dyadic: a.dyadic + b.dyadic };
}

/** Those who lent what some quantities read, by intervention. */
function lendersRead(on: readonly number[], { by, read }: Lenders): Int32Array[] {
  return [...by].flatMap(([name, lenders]) => (on.some((at) => read[at]!.includes(name)) ? [lenders] : []));
}

/** Sum of u_p u_q over ordered pairs of different prompts that have a reasoning in common, each counted once. */
function productsOfLinked(influences: readonly number[], lenders: readonly Int32Array[]): number {
  const shown = influences.map((_, p) => [p, ...lenders.flatMap((by) => (by[p]! < 0 ? [] : [by[p]!]))]);
  const readers = influences.map((): number[] => []);
  for (const [p, thoughts] of shown.entries()) for (const q of thoughts) readers[q]!.push(p);
  const met = new Int32Array(influences.length).fill(-1);
  let sum = 0;
  for (const [p, thoughts] of shown.entries()) {
    met[p] = p;
    for (const thought of thoughts) {
      for (const q of readers[thought]!) {
        if (met[q] === p) continue;
        met[q] = p;
        sum += influences[p]! * influences[q]!;
      }
    }
  }
  return sum;
}
