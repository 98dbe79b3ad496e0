import * as tf from '@tensorflow/tfjs-core';
import { type AdamWOptions, adamWStep, createAdamWState } from '@vestige/kernels';
import type { Transformer } from '@vestige/model';

/** AdamW over all parameters of a model. */
export interface Optimizer {
  /**
   * Differentiates a loss and takes one step.
   *
   * @param loss scalar, in nats
   */
  step(loss: () => tf.Scalar, options: AdamWOptions): { loss: number; gradientNorm: number };
  dispose(): void;
}

export function createOptimizer(model: Transformer): Optimizer {
  const variables = [...model.parameters.values()];
  const state = createAdamWState(variables);
  return {
    step(loss, options) {
      const { value, grads } = tf.variableGrads(loss, variables);
      const gradients = variables.map(({ name }) => grads[name]!);
      const { gradientNorm } = adamWStep(variables, gradients, state, options);
      const result = { loss: value.dataSync()[0]!, gradientNorm };
      tf.dispose([value, ...gradients]);
      return result;
    },
    dispose: () => state.dispose(),
  };
}
