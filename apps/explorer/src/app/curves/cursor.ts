import type { CurveQuantity } from '../../format.ts';
import type { Curve } from './curveTable.ts';

/** What a curve has at an update. */
export interface Reading {
  /** The update of the curve that is nearest; its last if it had ended. */
  readonly step: number;
  /** NaN if there is no value. */
  readonly value: number;
  readonly ended: boolean;
}

/** @param step update that is pointed at, in a curve of at least one update */
export function readingAt(curve: Curve, quantity: CurveQuantity, step: number): Reading {
  const place = nearest(curve.step, step);
  const last = curve.step.at(-1)!;
  return { step: curve.step[place]!, value: curve.values[quantity][place]!, ended: step > last };
}

/** Place of the number nearest to `wanted` among ascending ones; the lower of two that are as near. */
export function nearest(ascending: ArrayLike<number>, wanted: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  const below = Math.max(0, low - 1);
  return Math.abs(ascending[below]! - wanted) <= Math.abs(ascending[low]! - wanted) ? below : low;
}

/** Updates that any of the curves has, ascending. */
export function stepsOf(curves: readonly Curve[]): number[] {
  return [...new Set(curves.flatMap(({ step }) => Array.from(step)))].sort((a, b) => a - b);
}
