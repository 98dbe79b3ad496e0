import { tableFromIPC } from 'apache-arrow';
import { CURVE_QUANTITIES, type CurveQuantity } from '../../format.ts';
import { numbersOf } from '../lists.ts';

/** The learning curve of one run. */
export interface Curve {
  /** Place among the conditions. */
  readonly condition: number;
  readonly seed: number;
  /** Updates, ascending. */
  readonly step: Int32Array;
  /** At each of them; NaN where there is none. */
  readonly values: Readonly<Record<CurveQuantity, Float32Array>>;
}

/** @param bytes an Arrow file; see `CURVES` */
export function readCurves(bytes: Uint8Array): readonly Curve[] {
  const table = tableFromIPC(bytes);
  const [condition, seed, step] = ['condition', 'seed', 'step'].map((name) =>
    numbersOf<Int32Array>(table, name),
  ) as [Int32Array, Int32Array, Int32Array];
  const columns = CURVE_QUANTITIES.map((name) => [name, numbersOf<Float32Array>(table, name)] as const);
  const curves: Curve[] = [];
  let start = 0;
  for (let row = 1; row <= table.numRows; row++) {
    const same = row < table.numRows && condition[row] === condition[start] && seed[row] === seed[start];
    if (same) continue;
    curves.push({
      condition: condition[start]!,
      seed: seed[start]!,
      step: step.subarray(start, row),
      values: Object.fromEntries(
        columns.map(([name, all]) => [name, all.subarray(start, row)]),
      ) as unknown as Curve['values'],
    });
    start = row;
  }
  return curves;
}
