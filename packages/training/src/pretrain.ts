import type { Environment } from '@vestige/environment';
import type { Transformer } from '@vestige/model';
import { randomStream } from '@vestige/random';
import type { CurveRow } from '@vestige/rollouts';
import { createOptimizer } from './optimizer.ts';
import type { PretrainingOptions } from './options.ts';
import { superviseStep } from './supervise.ts';
import { resumeModel, type TrainingState, trainingState } from './trainingState.ts';

/** One step of pretraining, when it is done. */
export interface PretrainingStep {
  readonly row: CurveRow;
  /** What to go on from; of the last step that was yielded. */
  state(): TrainingState;
}

/**
 * Supervised warm-up: maximum likelihood on demonstrations, fresh ones each step, so that there is nothing to
 * overfit to. The loss is the mean over generated tokens; prompts carry none.
 *
 * Changes `model` in place; yields once an update.
 *
 * @param from goes on after the step whose state it is, with the same bits; from the beginning if absent
 */
export function* pretrain(
  model: Transformer,
  environment: Environment,
  options: PretrainingOptions,
  seed: number,
  from?: TrainingState,
): Generator<PretrainingStep, void> {
  resumeModel(model, from);
  const optimizer = createOptimizer(model, 'adam', from?.optimizer);
  try {
    for (let step = (from?.step ?? 0) + 1; step <= options.steps; step++) {
      const stream = randomStream(seed, 'pretraining', step);
      const demonstrations = Array.from({ length: options.batch }, () =>
        environment.format.lesson(environment.demonstration(stream)),
      );
      const learningRate = learningRateAt(step, options);
      const { loss, gradientNorm, tokens } = superviseStep(
        model,
        optimizer,
        demonstrations.map(({ prompt }) => prompt),
        demonstrations.map(({ completion }) => completion),
        { ...options, learningRate },
      );
      yield {
        row: { step, loss, gradient_norm: gradientNorm, learning_rate: learningRate, tokens },
        state: () => trainingState(step, model, optimizer),
      };
    }
  } finally {
    optimizer.dispose();
  }
}

/** Linear warm-up, then a linear fall to a tenth. */
function learningRateAt(step: number, { learningRate, steps, warmup }: PretrainingOptions): number {
  return learningRate * Math.min(1, step / Math.max(1, warmup)) * (1 - (0.9 * (step - 1)) / steps);
}
