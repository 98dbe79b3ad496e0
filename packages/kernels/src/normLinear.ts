import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { composedLayerNorm } from './layerNorm.ts';
import { composedLinear } from './linear.ts';
import { runRowKernel } from './recording.ts';
import {
  address,
  allocate,
  defineGradient,
  defineKernel,
  module,
  runKernel,
  usesModule,
  withScratch,
} from './runtime.ts';
import { expectTensor } from './shapes.ts';

/** Gain and bias of a layer normalisation, both [width]. */
export interface Norm {
  readonly gain: Tensor1D;
  readonly bias: Tensor1D;
}

/**
 * `layerNorm(x) weight + bias`, without keeping what is between. Differentiable with respect to all tensors.
 *
 * @param x [rows, in]
 * @param weight [in, out]
 * @param bias [out]
 * @returns [rows, out]
 */
export function normLinear(
  x: Tensor2D,
  norm: Norm,
  weight: Tensor2D,
  bias?: Tensor1D,
  epsilon = 1e-5,
): Tensor2D {
  expectTensor('normLinear', 'x', x, ['rows', 'in']);
  expectTensor('normLinear', 'norm.gain', norm.gain, [x.shape[1]]);
  expectTensor('normLinear', 'norm.bias', norm.bias, [x.shape[1]]);
  expectTensor('normLinear', 'weight', weight, [x.shape[1], 'out']);
  if (bias) expectTensor('normLinear', 'bias', bias, [weight.shape[1]]);
  if (!usesModule()) {
    return tf.tidy(() =>
      composedLinear(composedLayerNorm(x, norm.gain, norm.bias, epsilon), weight, { bias }),
    );
  }
  const inputs = { x, gain: norm.gain, shift: norm.bias, weight, ...(bias && { bias }) };
  return runRowKernel('VestigeNormLinear', inputs, { epsilon });
}

export interface NormLinearModule {
  normLinearScratch(inputs: number, outputs: number): number;
  normLinear(
    x: number,
    gain: number,
    shift: number,
    weight: number,
    bias: number,
    y: number,
    rows: number,
    inputs: number,
    outputs: number,
    epsilon: number,
    scratch: number,
  ): void;
  normLinearGradientScratch(inputs: number, outputs: number): number;
  normLinearGradient(
    x: number,
    gain: number,
    shift: number,
    weight: number,
    dy: number,
    dx: number,
    dGain: number,
    dShift: number,
    dWeight: number,
    dBias: number,
    rows: number,
    inputs: number,
    outputs: number,
    epsilon: number,
    scratch: number,
  ): void;
}

interface NormLinearInputs {
  readonly x: Tensor2D;
  readonly gain: Tensor1D;
  readonly shift: Tensor1D;
  readonly weight: Tensor2D;
}

interface Epsilon {
  readonly epsilon: number;
}

defineKernel(
  'VestigeNormLinear',
  (
    { x, gain, shift, weight, bias }: NormLinearInputs & { readonly bias?: Tensor1D },
    { epsilon }: Epsilon,
  ) => {
    const { normLinear, normLinearScratch } = module<NormLinearModule>();
    const [rows, inputs] = x.shape;
    const outputs = weight.shape[1];
    const y = allocate([rows, outputs]);
    withScratch(normLinearScratch(inputs, outputs), (scratch) =>
      normLinear(
        address(x),
        address(gain),
        address(shift),
        address(weight),
        address(bias),
        address(y),
        rows,
        inputs,
        outputs,
        epsilon,
        scratch,
      ),
    );
    return y;
  },
);

/** Gives the gradients of x, gain, shift, weight and bias. */
defineKernel(
  'VestigeNormLinearGradient',
  ({ x, gain, shift, weight, dy }: NormLinearInputs & { readonly dy: Tensor2D }, { epsilon }: Epsilon) => {
    const { normLinearGradient, normLinearGradientScratch } = module<NormLinearModule>();
    const [rows, inputs] = x.shape;
    const outputs = weight.shape[1];
    const gradients = [x.shape, [inputs], [inputs], weight.shape, [outputs]].map((shape) => allocate(shape));
    const [dx, dGain, dShift, dWeight, dBias] = gradients.map(address) as [
      number,
      number,
      number,
      number,
      number,
    ];
    withScratch(normLinearGradientScratch(inputs, outputs), (scratch) =>
      normLinearGradient(
        address(x),
        address(gain),
        address(shift),
        address(weight),
        address(dy),
        dx,
        dGain,
        dShift,
        dWeight,
        dBias,
        rows,
        inputs,
        outputs,
        epsilon,
        scratch,
      ),
    );
    return gradients;
  },
);

defineGradient(
  'VestigeNormLinear',
  ['x', 'gain', 'shift', 'weight'],
  (
    [dy]: [Tensor2D],
    [x, gain, shift, weight]: [Tensor2D, Tensor1D, Tensor1D, Tensor2D],
    { epsilon }: Epsilon,
  ) => {
    const [dx, dGain, dShift, dWeight, dBias] = runKernel<[Tensor2D, Tensor1D, Tensor1D, Tensor2D, Tensor1D]>(
      'VestigeNormLinearGradient',
      { x, gain, shift, weight, dy },
      { epsilon },
    );
    return {
      x: () => dx,
      gain: () => dGain,
      shift: () => dShift,
      weight: () => dWeight,
      bias: () => dBias,
    };
  },
);
