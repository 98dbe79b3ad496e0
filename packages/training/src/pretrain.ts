import type { Environment } from '@vestige/environment';
import type { Transformer } from '@vestige/model';
import { randomStream } from '@vestige/random';
import type { CurveRow } from '@vestige/rollouts';
import { createOptimizer } from './optimizer.ts';
import type { PretrainingOptions } from './options.ts';
import { superviseStep } from './supervise.ts';

/**
 * Supervised warm-up: maximum likelihood on demonstrations, fresh ones each step, so that there is nothing to
 * overfit to. The loss is the mean over generated tokens; prompts carry none.
 *
 * Changes `model` in place; yields once an update.
 */
export function* pretrain(
  model: Transformer,
  environment: Environment,
  options: PretrainingOptions,
  seed: number,
): Generator<CurveRow, void> {
  const optimizer = createOptimizer(model);
  try {
    for (let step = 1; step <= options.steps; step++) {
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
      yield { step, loss, gradient_norm: gradientNorm, learning_rate: learningRate, tokens };
    }
  } finally {
    optimizer.dispose();
  }
}

/** Linear warm-up, then a linear fall to a tenth. */
function learningRateAt(step: number, { learningRate, steps, warmup }: PretrainingOptions): number {
  return learningRate * Math.min(1, step / Math.max(1, warmup)) * (1 - (0.9 * (step - 1)) / steps);
}
