import type { NamedTensorMap, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { composedLayerNorm } from './layerNorm.ts';
import { composedLinear } from './linear.ts';
import type { Norm } from './normLinear.ts';
import { isRecording, runRowKernel } from './recording.ts';
import {
  address,
  allocate,
  defineKernel,
  isDifferentiating,
  module,
  runKernel,
  usesModule,
  withScratch,
} from './runtime.ts';
import { expectTensor } from './shapes.ts';

/** The two layers of a transformer's feed-forward part. */
export interface FeedForwardLayers {
  /** [width, hidden] */
  readonly weightIn: Tensor2D;
  /** [hidden] */
  readonly biasIn: Tensor1D;
  /** [hidden, width] */
  readonly weightOut: Tensor2D;
  /** [width] */
  readonly biasOut: Tensor1D;
}

/**
 * The feed-forward half of a transformer's block:
 * `x + gelu(layerNorm(x) weightIn + biasIn) weightOut + biasOut`. Differentiable with respect to all tensors.
 *
 * @param x [rows, width]
 * @returns [rows, width]
 */
export function feedForward(x: Tensor2D, norm: Norm, layers: FeedForwardLayers, epsilon = 1e-5): Tensor2D {
  expectTensor('feedForward', 'x', x, ['rows', 'width']);
  const width = x.shape[1];
  const hidden = layers.weightIn.shape[1];
  expectTensor('feedForward', 'norm.gain', norm.gain, [width]);
  expectTensor('feedForward', 'norm.bias', norm.bias, [width]);
  expectTensor('feedForward', 'weightIn', layers.weightIn, [width, 'hidden']);
  expectTensor('feedForward', 'biasIn', layers.biasIn, [hidden]);
  expectTensor('feedForward', 'weightOut', layers.weightOut, [hidden, width]);
  expectTensor('feedForward', 'biasOut', layers.biasOut, [width]);
  if (!usesModule()) return composedFeedForward(x, norm, layers, epsilon);
  const { weightIn, biasIn, weightOut, biasOut } = layers;
  if (!isDifferentiating() && !isRecording()) {
    const inputs = { x, gain: norm.gain, shift: norm.bias, weightIn, biasIn, weightOut, biasOut };
    return runKernel<[Tensor2D]>('VestigeFeedForward', inputs, { epsilon, keeps: 0 })[0];
  }
  const op = tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: Tensor[]) => void;
    const [x, gain, shift, weightIn, biasIn, weightOut, biasOut] = args as unknown as Inputs;
    const inputs = { x, gain, shift, weightIn, biasIn, weightOut, biasOut };
    const [value, inner] = runRowKernel<[Tensor2D, Tensor2D]>('VestigeFeedForward', inputs, {
      epsilon,
      keeps: 1,
    });
    // Saved here and not an output of the op: TensorFlow.js makes a gradient of zeros for every output.
    save([x, gain, shift, weightIn, weightOut, inner]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => gradients(dy, saved, epsilon) };
  });
  return op(x, norm.gain, norm.bias, weightIn, biasIn, weightOut, biasOut) as Tensor2D;
}

type Inputs = [Tensor2D, Tensor1D, Tensor1D, Tensor2D, Tensor1D, Tensor2D, Tensor1D];

function gradients(dy: Tensor, saved: Tensor[], epsilon: number): Tensor[] {
  const [x, gain, shift, weightIn, weightOut, inner] = saved;
  const inputs = { x, gain, shift, weightIn, weightOut, inner, dy } as NamedTensorMap;
  return runKernel('VestigeFeedForwardGradient', inputs, { epsilon });
}

function composedFeedForward(x: Tensor2D, norm: Norm, layers: FeedForwardLayers, epsilon: number): Tensor2D {
  return tf.tidy(() => {
    const normalized = composedLayerNorm(x, norm.gain, norm.bias, epsilon);
    const hidden = composedLinear(normalized, layers.weightIn, { bias: layers.biasIn, activation: 'gelu' });
    return composedLinear(hidden, layers.weightOut, { bias: layers.biasOut, residual: x });
  });
}

export interface FeedForwardModule {
  feedForwardScratch(width: number, hidden: number): number;
  feedForward(
    x: number,
    gain: number,
    shift: number,
    weightIn: number,
    biasIn: number,
    weightOut: number,
    biasOut: number,
    y: number,
    inner: number,
    rows: number,
    width: number,
    hidden: number,
    epsilon: number,
    scratch: number,
  ): void;
  feedForwardGradientScratch(width: number, hidden: number): number;
  feedForwardGradient(
    x: number,
    gain: number,
    shift: number,
    weightIn: number,
    weightOut: number,
    inner: number,
    dy: number,
    dx: number,
    dGain: number,
    dShift: number,
    dWeightIn: number,
    dBiasIn: number,
    dWeightOut: number,
    dBiasOut: number,
    rows: number,
    width: number,
    hidden: number,
    epsilon: number,
    scratch: number,
  ): void;
}

interface FeedForwardInputs {
  readonly x: Tensor2D;
  readonly gain: Tensor1D;
  readonly shift: Tensor1D;
  readonly weightIn: Tensor2D;
  readonly biasIn: Tensor1D;
  readonly weightOut: Tensor2D;
  readonly biasOut: Tensor1D;
}

interface Epsilon {
  readonly epsilon: number;
}

/** Gives the result and, if `keeps` is 1, the input of the activation, [rows, hidden]. */
defineKernel(
  'VestigeFeedForward',
  (
    { x, gain, shift, weightIn, biasIn, weightOut, biasOut }: FeedForwardInputs,
    { epsilon, keeps }: Epsilon & { readonly keeps: number },
  ) => {
    const { feedForward, feedForwardScratch } = module<FeedForwardModule>();
    const [rows, width] = x.shape;
    const hidden = weightIn.shape[1];
    const y = allocate(x.shape);
    const inner = keeps ? allocate([rows, hidden]) : undefined;
    withScratch(feedForwardScratch(width, hidden), (scratch) =>
      feedForward(
        address(x),
        address(gain),
        address(shift),
        address(weightIn),
        address(biasIn),
        address(weightOut),
        address(biasOut),
        address(y),
        address(inner),
        rows,
        width,
        hidden,
        epsilon,
        scratch,
      ),
    );
    return inner ? [y, inner] : [y];
  },
);

/** Gives the gradients of all seven inputs of the op. */
defineKernel(
  'VestigeFeedForwardGradient',
  (
    {
      x,
      gain,
      shift,
      weightIn,
      weightOut,
      inner,
      dy,
    }: Omit<FeedForwardInputs, 'biasIn' | 'biasOut'> & { readonly inner: Tensor2D; readonly dy: Tensor2D },
    { epsilon }: Epsilon,
  ) => {
    const { feedForwardGradient, feedForwardGradientScratch } = module<FeedForwardModule>();
    const [rows, width] = x.shape;
    const hidden = weightIn.shape[1];
    const dx = allocate(x.shape);
    const dGain = allocate([width]);
    const dShift = allocate([width]);
    const dWeightIn = allocate(weightIn.shape);
    const dBiasIn = allocate([hidden]);
    const dWeightOut = allocate(weightOut.shape);
    const dBiasOut = allocate([width]);
    withScratch(feedForwardGradientScratch(width, hidden), (scratch) =>
      feedForwardGradient(
        address(x),
        address(gain),
        address(shift),
        address(weightIn),
        address(weightOut),
        address(inner),
        address(dy),
        address(dx),
        address(dGain),
        address(dShift),
        address(dWeightIn),
        address(dBiasIn),
        address(dWeightOut),
        address(dBiasOut),
        rows,
        width,
        hidden,
        epsilon,
        scratch,
      ),
    );
    return [dx, dGain, dShift, dWeightIn, dBiasIn, dWeightOut, dBiasOut];
  },
);
