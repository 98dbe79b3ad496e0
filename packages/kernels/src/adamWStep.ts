import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { address, module, sharesMemory, usesModule } from './runtime.ts';
import { expectTensor } from './shapes.ts';

/** What AdamW remembers between steps. */
export interface AdamWState {
  /** Steps taken so far. */
  step: number;
  /** Running mean of each parameter's gradient, in the parameters' order. */
  readonly firstMoments: readonly Variable[];
  /** Running mean of its square. */
  readonly secondMoments: readonly Variable[];
  dispose(): void;
}

export interface AdamWOptions {
  readonly learningRate: number;
  /** 0.9 unless given */
  readonly beta1?: number | undefined;
  /** 0.999 unless given */
  readonly beta2?: number | undefined;
  /** 1e-8 unless given */
  readonly epsilon?: number | undefined;
  /** 0 unless given; applied to 2-D parameters only, not to biases and gains */
  readonly weightDecay?: number | undefined;
  /** Gradients of a larger global norm are scaled down to it; without it they are not. */
  readonly maxGradientNorm?: number | undefined;
}

/** What an {@link AdamWState} is made of, as plain numbers, row-major. */
export interface AdamWNumbers {
  readonly step: number;
  readonly firstMoments: readonly Float32Array[];
  readonly secondMoments: readonly Float32Array[];
}

/** @param from what an earlier one had come to; nothing if absent */
export function createAdamWState(parameters: readonly Variable[], from?: AdamWNumbers): AdamWState {
  const variables = (values: readonly Float32Array[] | undefined) =>
    parameters.map(({ shape }, i) =>
      tf.tidy(() =>
        tf.variable(values ? tf.tensor(values[i]!.slice(), shape, 'float32') : tf.zeros(shape), false),
      ),
    );
  const firstMoments = variables(from?.firstMoments);
  const secondMoments = variables(from?.secondMoments);
  return {
    step: from?.step ?? 0,
    firstMoments,
    secondMoments,
    dispose() {
      tf.dispose([...firstMoments, ...secondMoments]);
    },
  };
}

/**
 * One step of Adam (Kingma and Ba 2015, arXiv:1412.6980) with decoupled weight decay (Loshchilov and Hutter
 * 2019, arXiv:1711.05101), as PyTorch scales it: `p <- p - lr * wd * p - lr * m' / (sqrt(v') + epsilon)`
 * with bias-corrected moments `m'`, `v'`. Before it, gradients are clipped to a global norm as
 * `torch.nn.utils.clip_grad_norm_` does: times `min(1, max / (norm + 1e-6))`.
 *
 * Changes `parameters` and `state` in place.
 *
 * @param gradients in the order and shapes of `parameters`
 * @returns the global norm of the gradients before clipping
 */
export function adamWStep(
  parameters: readonly Variable[],
  gradients: readonly Tensor[],
  state: AdamWState,
  options: AdamWOptions,
): { gradientNorm: number } {
  for (const [name, list] of Object.entries({ gradients, ...moments(state) })) {
    if (list.length !== parameters.length) {
      throw new Error(`adamWStep: ${list.length} ${name} for ${parameters.length} parameters`);
    }
    for (const [i, parameter] of parameters.entries()) {
      expectTensor('adamWStep', `${name}[${i}]`, list[i]!, parameter.shape);
    }
  }
  state.step += 1;
  const step = usesModule() ? adamWStepInPlace : composedAdamWStep;
  return step(parameters, gradients, state, options);
}

function moments({ firstMoments, secondMoments }: AdamWState) {
  return { firstMoments, secondMoments };
}

const CLIP_EPSILON = 1e-6;

function clipScale(gradientNorm: number, maxGradientNorm: number | undefined): number {
  return maxGradientNorm === undefined ? 1 : Math.min(1, maxGradientNorm / (gradientNorm + CLIP_EPSILON));
}

/** `**` may differ between versions of a JavaScript engine; products do not. */
function power(base: number, exponent: number): number {
  const half = exponent > 1 ? power(base * base, Math.floor(exponent / 2)) : 1;
  return exponent % 2 === 1 ? base * half : half;
}

function composedAdamWStep(
  parameters: readonly Variable[],
  gradients: readonly Tensor[],
  state: AdamWState,
  options: AdamWOptions,
): { gradientNorm: number } {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  return tf.tidy(() => {
    const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
    const gradientNorm = Math.sqrt(tf.addN(squares).dataSync()[0]!);
    const scale = clipScale(gradientNorm, options.maxGradientNorm);
    const stepSize = learningRate / (1 - power(beta1, state.step));
    const correction = Math.sqrt(1 - power(beta2, state.step));
    for (const [i, parameter] of parameters.entries()) {
      const gradient = tf.mul(gradients[i]!, scale);
      const first = state.firstMoments[i]!;
      const second = state.secondMoments[i]!;
      first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
      second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
      const denominator = tf.add(tf.div(tf.sqrt(second), correction), epsilon);
      const decay = parameter.rank === 2 ? learningRate * weightDecay : 0;
      parameter.assign(tf.sub(tf.mul(parameter, 1 - decay), tf.mul(tf.div(first, denominator), stepSize)));
    }
    return { gradientNorm };
  });
}

interface AdamWModule {
  sumOfSquares(x: number, count: number): number;
  adamWUpdate(
    x: number,
    gradient: number,
    first: number,
    second: number,
    count: number,
    scale: number,
    beta1: number,
    oneMinusBeta1: number,
    beta2: number,
    oneMinusBeta2: number,
    keep: number,
    stepSize: number,
    correction: number,
    epsilon: number,
  ): void;
}

function adamWStepInPlace(
  parameters: readonly Variable[],
  gradients: readonly Tensor[],
  state: AdamWState,
  options: AdamWOptions,
): { gradientNorm: number } {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  const { adamWUpdate, sumOfSquares } = module<AdamWModule>();
  const squares = gradients.map((gradient) => sumOfSquares(address(gradient), gradient.size));
  const gradientNorm = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  for (const [i, parameter] of parameters.entries()) {
    const first = state.firstMoments[i]!;
    const second = state.secondMoments[i]!;
    for (const variable of [parameter, first, second]) ownMemory(variable);
    adamWUpdate(
      address(parameter),
      address(gradients[i]),
      address(first),
      address(second),
      parameter.size,
      clipScale(gradientNorm, options.maxGradientNorm),
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      parameter.rank === 2 ? 1 - learningRate * weightDecay : 1,
      learningRate / (1 - power(beta1, state.step)),
      1 / Math.sqrt(1 - power(beta2, state.step)),
      epsilon,
    );
  }
  return { gradientNorm };
}

/** TensorFlow.js lets a variable share memory with its clones, which must keep their values. */
function ownMemory(variable: Variable): void {
  if (!sharesMemory(variable)) return;
  tf.tidy(() => variable.assign(tf.tensor(variable.dataSync(), variable.shape)));
}
