import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { composedGelu, gelu } from './gelu.ts';
import { runRowKernel } from './recording.ts';
import {
  address,
  allocate,
  defineGradient,
  defineKernel,
  isDifferentiating,
  module,
  runKernel,
  usesModule,
  withScratch,
} from './runtime.ts';
import { expectTensor } from './shapes.ts';

export interface LinearOptions {
  /** [out] */
  readonly bias?: Tensor1D | undefined;
  readonly activation?: 'gelu' | undefined;
  /** [rows, out], added after the activation */
  readonly residual?: Tensor2D | undefined;
}

/**
 * `activation(x weight + bias) + residual`. Differentiable with respect to all four.
 *
 * @param x [rows, in]
 * @param weight [in, out]
 * @returns [rows, out]
 */
export function linear(x: Tensor2D, weight: Tensor2D, options: LinearOptions = {}): Tensor2D {
  expectTensor('linear', 'x', x, ['rows', 'in']);
  expectTensor('linear', 'weight', weight, [x.shape[1], 'out']);
  if (options.bias) expectTensor('linear', 'bias', options.bias, [weight.shape[1]]);
  if (options.residual) {
    expectTensor('linear', 'residual', options.residual, [x.shape[0], weight.shape[1]]);
  }
  if (!usesModule()) return composedLinear(x, weight, options);
  const { bias, activation, residual } = options;
  // The gradient of the activation needs its input, so that while differentiating the two are apart.
  if (activation && isDifferentiating()) {
    const activated = gelu(linear(x, weight, { bias }));
    return residual ? tf.add(activated, residual) : activated;
  }
  const inputs = { x, weight, ...(bias && { bias }), ...(residual && { residual }) };
  return runRowKernel('VestigeLinear', inputs, { gelu: activation === 'gelu' ? 1 : 0 });
}

export function composedLinear(x: Tensor2D, weight: Tensor2D, options: LinearOptions): Tensor2D {
  return tf.tidy(() => {
    let y: Tensor2D = tf.matMul(x, weight);
    if (options.bias) y = tf.add(y, options.bias);
    if (options.activation === 'gelu') y = composedGelu(y);
    if (options.residual) y = tf.add(y, options.residual);
    return y;
  });
}

export interface LinearModule {
  linearScratch(depth: number, columns: number): number;
  linear(
    x: number,
    weight: number,
    bias: number,
    gelu: number,
    residual: number,
    y: number,
    rows: number,
    inputs: number,
    outputs: number,
    scratch: number,
  ): void;
  linearInputGradient(
    dy: number,
    weight: number,
    dx: number,
    rows: number,
    inputs: number,
    outputs: number,
    scratch: number,
  ): void;
  linearWeightScratch(outputs: number): number;
  linearWeightGradient(
    x: number,
    dy: number,
    dWeight: number,
    dBias: number,
    rows: number,
    inputs: number,
    outputs: number,
    scratch: number,
  ): void;
}

interface LinearInputs {
  readonly x: Tensor2D;
  readonly weight: Tensor2D;
  readonly bias?: Tensor1D;
  readonly residual?: Tensor2D;
}

defineKernel('VestigeLinear', ({ x, weight, bias, residual }: LinearInputs, { gelu }: { gelu: number }) => {
  const { linear, linearScratch } = module<LinearModule>();
  const [rows, inputs] = x.shape;
  const outputs = weight.shape[1];
  const y = allocate([rows, outputs]);
  withScratch(linearScratch(inputs, outputs), (scratch) =>
    linear(
      address(x),
      address(weight),
      address(bias),
      gelu,
      address(residual),
      address(y),
      rows,
      inputs,
      outputs,
      scratch,
    ),
  );
  return y;
});

defineKernel('VestigeLinearInputGradient', ({ dy, weight }: { dy: Tensor2D; weight: Tensor2D }) => {
  const { linearInputGradient, linearScratch } = module<LinearModule>();
  const [rows, outputs] = dy.shape;
  const inputs = weight.shape[0];
  const dx = allocate([rows, inputs]);
  withScratch(linearScratch(outputs, inputs), (scratch) =>
    linearInputGradient(address(dy), address(weight), address(dx), rows, inputs, outputs, scratch),
  );
  return dx;
});

/** Gives the gradients of the weight and of the bias. */
defineKernel('VestigeLinearWeightGradient', ({ x, dy }: { x: Tensor2D; dy: Tensor2D }) => {
  const { linearWeightGradient, linearWeightScratch } = module<LinearModule>();
  const [rows, inputs] = x.shape;
  const outputs = dy.shape[1];
  const dWeight = allocate([inputs, outputs]);
  const dBias = allocate([outputs]);
  withScratch(linearWeightScratch(outputs), (scratch) =>
    linearWeightGradient(
      address(x),
      address(dy),
      address(dWeight),
      address(dBias),
      rows,
      inputs,
      outputs,
      scratch,
    ),
  );
  return [dWeight, dBias];
});

defineGradient('VestigeLinear', ['x', 'weight'], ([dy]: [Tensor2D], [x, weight]: [Tensor2D, Tensor2D]) => {
  const [dWeight, dBias] = runKernel<[Tensor2D, Tensor1D]>('VestigeLinearWeightGradient', { x, dy });
  return {
    x: () => runKernel('VestigeLinearInputGradient', { dy, weight }),
    weight: () => dWeight,
    bias: () => dBias,
    residual: () => tf.clone(dy),
  };
});
