import type { Scalar, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import {
  type AdamWNumbers,
  type AdamWOptions,
  adamWStep,
  allFinite,
  createAdamWState,
} from '@vestige/kernels';
import type { Transformer } from '@vestige/model';
import { sgdStep } from './sgdStep.ts';

/** What a step depends on; `beta1` and `beta2` are of `adam`. */
export interface StepOptions extends Omit<AdamWOptions, 'maxGradientNorm'> {
  /** null: gradients are not clipped. */
  readonly maxGradientNorm: number | null;
}

/** Training that left the finite numbers. The message is one line: step, cause, and what to try. */
export class DivergenceError extends Error {
  override name = 'DivergenceError';
}

/** Changes all parameters of a model. */
export interface Optimizer {
  /**
   * Differentiates a loss and takes one step.
   *
   * @param loss scalar, in nats
   * @throws {DivergenceError} if loss, gradient or, after the step, a parameter is not finite
   */
  step(loss: () => Scalar, options: StepOptions): { loss: number; gradientNorm: number };
  /** A copy of what it remembers between steps; without moments if it has none. */
  state(): OptimizerState;
  dispose(): void;
}

/** What an optimizer remembers, as plain numbers: `step` of them were taken. Moments are in the order of the parameters. */
export type OptimizerState = AdamWNumbers;

/**
 * AdamW, or stochastic gradient descent without momentum.
 *
 * @param from what an earlier one of the same model and kind remembered
 */
export function createOptimizer(
  model: Transformer,
  kind: 'adam' | 'sgd' = 'adam',
  from?: OptimizerState,
): Optimizer {
  const variables = [...model.parameters.values()];
  const state = kind === 'adam' ? createAdamWState(variables, from) : undefined;
  let taken = from?.step ?? 0;
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
      expectFinite(++taken, model, result, rest.learningRate);
      return result;
    },
    state() {
      const numbers = (moments: readonly Variable[] = []) =>
        moments.map((moment) => moment.dataSync<'float32'>().slice());
      return {
        step: taken,
        firstMoments: numbers(state?.firstMoments),
        secondMoments: numbers(state?.secondMoments),
      };
    },
    dispose: () => state?.dispose(),
  };
}

function expectFinite(
  step: number,
  model: Transformer,
  { loss, gradientNorm }: { loss: number; gradientNorm: number },
  learningRate: number,
): void {
  const cause = Number.isFinite(loss)
    ? Number.isFinite(gradientNorm)
      ? parameterCause(model)
      : `the norm of the gradient is ${gradientNorm}`
    : `the loss is ${loss}`;
  if (cause === undefined) return;
  throw new DivergenceError(
    `training left the finite numbers at optimizer step ${step}: ${cause}, with a learning rate of ${Number(learningRate.toPrecision(3))}; try a lower one`,
  );
}

function parameterCause(model: Transformer): string | undefined {
  for (const [name, variable] of model.parameters) {
    if (allFinite(variable)) continue;
    return `the parameter ${name} holds ${model.values(name).find((value) => !Number.isFinite(value))}`;
  }
  return undefined;
}
