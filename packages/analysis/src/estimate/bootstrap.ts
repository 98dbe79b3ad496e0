import type { RandomStream } from '@vestige/random';
import { columnMeans, type PromptSums, ratios } from '../read/sums.ts';
import type { SinglePrompts } from './influence.ts';

/** Quantities of a policy, or of several policies' averages: as measured, and of each resample. */
export interface Resampled {
  /** [quantities] */
  readonly measured: Float64Array;
  /** [resamples][quantities]: the prompts of each policy drawn again, the policies themselves kept. */
  readonly resamples: readonly Float64Array[];
  /** [policies][quantities]: the averages without one policy each; empty if there is one policy only. */
  readonly without: readonly Float64Array[];
  /** Of one policy on problems of a file. */
  readonly single?: SinglePrompts | undefined;
}

/** Column means of one policy: as measured, and of each resample of its prompts. */
export interface ResampledMeans {
  /** [width] */
  readonly measured: Float64Array;
  /** [resamples][width] */
  readonly resamples: readonly Float64Array[];
  /** Where problems are those of a file. */
  readonly single?: SinglePrompts | undefined;
}

/**
 * Draws as many prompts as there are, with replacement, again and again. A prompt is drawn with all its
 * interventions, so that paired differences stay paired; all estimators share the draws.
 */
export function resamplePrompts(sums: PromptSums, resamples: number, stream: RandomStream): ResampledMeans {
  const { prompts, width, data } = sums;
  const measured = columnMeans(sums);
  // Most columns are the same for each prompt (a denominator of 1, an accuracy of 1): no draw changes them.
  const varying = Array.from({ length: width }, (_, k) => k).filter((k) => {
    for (let p = 1; p < prompts; p++) if (data[p * width + k] !== data[k]) return true;
    return false;
  });
  const columns = varying.length;
  const values = new Float64Array(prompts * columns);
  for (let p = 0; p < prompts; p++) {
    for (let v = 0; v < columns; v++) values[p * columns + v] = data[p * width + varying[v]!]!;
  }
  const counts = new Int32Array(prompts);
  const drawn = new Int32Array(prompts);
  const totals = new Float64Array(columns);
  const draw = () => {
    counts.fill(0);
    for (let i = 0; i < prompts; i++) counts[Math.floor(stream.uniform() * prompts)]!++;
    let different = 0;
    for (let p = 0; p < prompts; p++) if (counts[p]! > 0) drawn[different++] = p;
    addUp(values, counts, drawn.subarray(0, different), totals);
    const means = Float64Array.from(measured);
    for (let v = 0; v < columns; v++) means[varying[v]!] = totals[v]! / prompts;
    return means;
  };
  return { measured, resamples: Array.from({ length: resamples }, draw) };
}

/**
 * Weighted sums of rows, each column in the order of the rows; four rows at a time, so that a sum is read and written once
 * for them.
 *
 * @param values [all rows, columns]
 * @param weights of all rows
 * @param sums [columns]
 */
function addUp(values: Float64Array, weights: Int32Array, rows: Int32Array, sums: Float64Array): void {
  const columns = sums.length;
  sums.fill(0);
  let i = 0;
  for (; i + 4 <= rows.length; i += 4) {
    const [p, q, r, s] = [rows[i]!, rows[i + 1]!, rows[i + 2]!, rows[i + 3]!];
    const [wp, wq, wr, ws] = [weights[p]!, weights[q]!, weights[r]!, weights[s]!];
    const [ap, aq, ar, as] = [p * columns, q * columns, r * columns, s * columns];
    for (let v = 0; v < columns; v++) {
      let sum = sums[v]! + wp * values[ap + v]!;
      sum += wq * values[aq + v]!;
      sum += wr * values[ar + v]!;
      sums[v] = sum + ws * values[as + v]!;
    }
  }
  for (; i < rows.length; i++) {
    const p = rows[i]!;
    for (let v = 0; v < columns; v++) sums[v]! += weights[p]! * values[p * columns + v]!;
  }
}

/** Quantities of one policy. */
export function ofPolicy({ measured, resamples, single }: ResampledMeans): Resampled {
  return { measured: ratios(measured), resamples: resamples.map(ratios), without: [], single };
}

/**
 * Quantities of several policies. Seeds weigh the same however many prompts they have: columns are averaged over
 * prompts, then over seeds, then divided. A resample takes that of each seed; their draws are independent.
 */
export function overSeeds(seeds: readonly ResampledMeans[]): Resampled {
  if (seeds.length === 1) return ofPolicy(seeds[0]!);
  const average = (means: readonly Float64Array[]) => {
    const total = new Float64Array(means[0]!.length);
    for (const mean of means) for (let k = 0; k < total.length; k++) total[k]! += mean[k]! / means.length;
    return ratios(total);
  };
  const measured = seeds.map((seed) => seed.measured);
  return {
    measured: average(measured),
    resamples: seeds[0]!.resamples.map((_, r) => average(seeds.map(({ resamples }) => resamples[r]!))),
    without: seeds.map((_, left) => average(measured.filter((_, seed) => seed !== left))),
  };
}
