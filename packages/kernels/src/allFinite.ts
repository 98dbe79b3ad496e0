import type { Tensor } from '@tensorflow/tfjs-core';
import { address, module, usesModule } from './runtime.ts';

/** Whether every number of a float32 tensor is finite: neither NaN nor infinite. */
export function allFinite(tensor: Tensor): boolean {
  if (!usesModule()) return tensor.dataSync().every(Number.isFinite);
  const { sumOfSquares } = module<{ sumOfSquares(x: number, count: number): number }>();
  // It sums in float64, which holds the square of any float32 number.
  return Number.isFinite(sumOfSquares(address(tensor), tensor.size));
}
