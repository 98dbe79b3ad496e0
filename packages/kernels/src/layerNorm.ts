import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
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

/**
 * Layer normalisation of each row (Ba, Kiros and Hinton 2016, arXiv:1607.06450):
 * `(x - mean) / sqrt(variance + epsilon) * gain + bias`, with the biased variance.
 * Differentiable with respect to `x`, `gain` and `bias`.
 *
 * @param x [rows, width]
 * @param gain [width]
 * @param bias [width]
 * @returns [rows, width]
 */
export function layerNorm(x: Tensor2D, gain: Tensor1D, bias: Tensor1D, epsilon = 1e-5): Tensor2D {
  expectTensor('layerNorm', 'x', x, ['rows', 'width']);
  expectTensor('layerNorm', 'gain', gain, [x.shape[1]]);
  expectTensor('layerNorm', 'bias', bias, [x.shape[1]]);
  if (!usesModule()) return composedLayerNorm(x, gain, bias, epsilon);
  return runKernel('VestigeLayerNorm', { x, gain, bias }, { epsilon });
}

export function composedLayerNorm(x: Tensor2D, gain: Tensor1D, bias: Tensor1D, epsilon: number): Tensor2D {
  return tf.tidy(() => {
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const variance = tf.mean(tf.square(centred), 1, true);
    const normalised = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
    return tf.add<Tensor2D>(tf.mul(normalised, gain), bias);
  });
}

interface LayerNormModule {
  layerNorm(
    x: number,
    gain: number,
    bias: number,
    y: number,
    rows: number,
    width: number,
    epsilon: number,
    moments: number,
  ): void;
  layerNormGradient(
    x: number,
    gain: number,
    dy: number,
    dx: number,
    dGain: number,
    dBias: number,
    rows: number,
    width: number,
    epsilon: number,
    moments: number,
  ): void;
}

interface Epsilon {
  readonly epsilon: number;
}

defineKernel(
  'VestigeLayerNorm',
  ({ x, gain, bias }: { x: Tensor2D; gain: Tensor1D; bias: Tensor1D }, { epsilon }: Epsilon) => {
    const y = allocate(x.shape);
    const { layerNorm } = module<LayerNormModule>();
    withScratch(2 * x.shape[0], (moments) =>
      layerNorm(address(x), address(gain), address(bias), address(y), ...x.shape, epsilon, moments),
    );
    return y;
  },
);

/** Gives the gradients of `x`, `gain` and `bias`. */
defineKernel(
  'VestigeLayerNormGradient',
  ({ x, gain, dy }: { x: Tensor2D; gain: Tensor1D; dy: Tensor2D }, { epsilon }: Epsilon) => {
    const dx = allocate(x.shape);
    const dGain = allocate(gain.shape);
    const dBias = allocate(gain.shape);
    const { layerNormGradient } = module<LayerNormModule>();
    withScratch(2 * x.shape[0], (moments) =>
      layerNormGradient(
        address(x),
        address(gain),
        address(dy),
        address(dx),
        address(dGain),
        address(dBias),
        ...x.shape,
        epsilon,
        moments,
      ),
    );
    return [dx, dGain, dBias];
  },
);

defineGradient(
  'VestigeLayerNorm',
  ['x', 'gain'],
  ([dy]: [Tensor2D], [x, gain]: [Tensor2D, Tensor1D], { epsilon }: Epsilon) => {
    const inputs = { x, gain, dy };
    const [dx, dGain, dBias] = runKernel<[Tensor2D, Tensor1D, Tensor1D]>('VestigeLayerNormGradient', inputs, {
      epsilon,
    });
    return { x: () => dx, gain: () => dGain, bias: () => dBias };
  },
);
