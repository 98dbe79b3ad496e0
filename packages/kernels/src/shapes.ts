import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

/**
 * Throws unless `tensor` has the expected shape and type. A string in `expected` names a size that may be
 * anything; the name appears in the message.
 */
export function expectTensor(
  op: string,
  argument: string,
  tensor: TensorInfo,
  expected: readonly (number | string)[],
  dtype: DataType = 'float32',
): void {
  const { shape } = tensor;
  const fits =
    shape.length === expected.length &&
    expected.every((size, axis) => typeof size === 'string' || size === shape[axis]);
  if (!fits) {
    throw new Error(`${op}: ${argument} has shape [${shape.join(', ')}], expected [${expected.join(', ')}]`);
  }
  if (tensor.dtype !== dtype) {
    throw new Error(`${op}: ${argument} has type ${tensor.dtype}, expected ${dtype}`);
  }
}

/** Throws unless `value` is an integer of at least `minimum`. */
export function expectInteger(op: string, argument: string, value: number, minimum: number): void {
  if (!Number.isInteger(value) || value < minimum) {
    throw new Error(`${op}: ${argument} is ${value}, expected an integer of at least ${minimum}`);
  }
}
