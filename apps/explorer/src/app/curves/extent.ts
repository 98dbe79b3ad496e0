import type { Curve } from './curveTable.ts';
import type { Quantity } from './quantities.ts';

/** What the axis of a quantity covers: every value of the curves, and the least that it must. Shares end at 1. */
export function extentOf(curves: readonly Curve[], quantity: Quantity): [number, number] {
  let [low, high] = quantity.least;
  for (const { values } of curves) {
    for (const value of values[quantity.name]) {
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const room = high > quantity.least[1] ? 0.05 * (high - low) : 0;
  return [low, quantity.share ? Math.min(1, high + room) : high + room];
}
