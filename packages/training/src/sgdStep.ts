import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** What keeps the scale finite when gradients vanish, as in `adamWStep`. */
const CLIP_EPSILON = 1e-6;

/**
 * One step of stochastic gradient descent without momentum: `p <- p - lr * wd * p - lr * g`, weight decay on
 * matrices only. Gradients are first clipped to a global norm: times `min(1, max / (norm + 1e-6))`.
 *
 * Unlike Adam's, the step is proportional to the gradient, so that what the gradient predicts can be read off
 * (`predictDrift`). Changes `parameters` in place.
 *
 * @param gradients in the order and shapes of `parameters`
 * @returns the global norm of the gradients before clipping
 */
export function sgdStep(
  parameters: readonly Variable[],
  gradients: readonly Tensor[],
  options: { learningRate: number; weightDecay?: number | undefined; maxGradientNorm?: number | undefined },
): { gradientNorm: number } {
  const { learningRate, weightDecay = 0, maxGradientNorm = Number.POSITIVE_INFINITY } = options;
  return tf.tidy(() => {
    const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
    const gradientNorm = Math.sqrt(tf.addN(squares).dataSync()[0]!);
    const scale = Math.min(1, maxGradientNorm / (gradientNorm + CLIP_EPSILON));
    for (const [i, parameter] of parameters.entries()) {
      const decay = parameter.rank === 2 ? learningRate * weightDecay : 0;
      const kept = decay === 0 ? parameter : tf.mul(parameter, 1 - decay);
      parameter.assign(tf.sub(kept, tf.mul(gradients[i]!, learningRate * scale)));
    }
    return { gradientNorm };
  });
}
