import type { Estimator } from '../estimate/estimator.ts';
import type { DriftRelation } from '../estimators/drift.ts';

/** A point: x, y. */
export type Point = readonly [x: number, y: number];

/** Moments of points, from which {@link regressionEstimators} are computed: means of x, y, x², y², xy. */
export function moments(points: readonly Point[]): number[] {
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  return [
    mean(([x]) => x),
    mean(([, y]) => y),
    mean(([x]) => x * x),
    mean(([, y]) => y * y),
    mean(([x, y]) => x * y),
  ];
}

/**
 * How y goes with x of a relation between figures of a word's drift, from {@link moments}.
 *
 * - `<relation>.r`: Pearson's correlation;
 * - `<relation>.slope`: least squares through the origin, mean(xy) / mean(x²): where there is no x there should be no y.
 */
export function regressionEstimators(word: string, relation: DriftRelation): Estimator[] {
  return [
    {
      key: { quantity: 'drift', word, figure: `${relation}.r` },
      on: [],
      value: ([x, y, xx, yy, xy]) => (xy! - x! * y!) / Math.sqrt((xx! - x! * x!) * (yy! - y! * y!)),
      range: [-1, 1],
    },
    {
      key: { quantity: 'drift', word, figure: `${relation}.slope` },
      on: [],
      value: ([, , xx, , xy]) => xy! / xx!,
    },
  ];
}
