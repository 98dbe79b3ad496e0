import type { Scalar } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type AdamWOptions, adamWStep, createAdamWState } from '@vestige/kernels';
import type { Transformer } from '@vestige/model';
import { sgdStep } from './sgdStep.ts';

/** What a step depends on; `beta1` and `beta2` are of `adam`. */
export interface StepOptions extends Omit<AdamWOptions, 'maxGradientNorm'> {
  /** null: gradients are not clipped. */
  readonly maxGradientNorm: number | null;
}

/** Changes all parameters of a model. */
export interface Optimizer {
  /**
   * Differentiates a loss and takes one step.
   *
   * @param loss scalar, in nats
   */
  step(loss: () => Scalar, options: StepOptions): { loss: number; gradientNorm: number };
  dispose(): void;
}

/** AdamW, or stochastic gradient descent without momentum. */
export function createOptimizer(model: Transformer, kind: 'adam' | 'sgd' = 'adam'): Optimizer {
  const variables = [...model.parameters.values()];
  const state = kind === 'adam' ? createAdamWState(variables) : undefined;
  return {
    step(loss, { maxGradientNorm, ...rest }) {
      const { value, grads } = tf.variableGrads(loss, variables);
      const gradients = variables.map(({ name }) => grads[name]!);
      const options = { ...rest, maxGradientNorm: maxGradientNorm ?? undefined };
      const { gradientNorm } = state
        ? adamWStep(variables, gradients, state, options)
        : sgdStep(variables, gradients, options);
      const result = { loss: value.dataSync()[0]!, gradientNorm };
      tf.dispose([value, ...gradients]);
      return result;
    },
    dispose: () => state?.dispose(),
  };
}
