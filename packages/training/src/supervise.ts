import * as tf from '@tensorflow/tfjs-core';
import { tokenLogProb } from '@vestige/kernels';
import type { Transformer } from '@vestige/model';
import type { Optimizer, StepOptions } from './optimizer.ts';
import { generatedLogits, tokenBatch } from './tokenBatch.ts';

/**
 * One step of maximum likelihood. The loss is the mean over the tokens of the completions; prompts carry none.
 *
 * @param prompts token ids
 * @param completions token ids, as many as prompts, none empty
 * @returns the loss before the step, nats a token; the gradient's norm before clipping; how many tokens it was
 */
export function superviseStep(
  model: Transformer,
  optimizer: Optimizer,
  prompts: readonly (readonly number[])[],
  completions: readonly (readonly number[])[],
  options: StepOptions,
): { loss: number; gradientNorm: number; tokens: number } {
  const batch = tokenBatch(prompts, completions);
  const result = optimizer.step(() => {
    const { logProb } = tokenLogProb(generatedLogits(model, batch), batch.targets);
    return tf.neg(tf.mean(logProb));
  }, options);
  const tokens = batch.targets.size;
  batch.dispose();
  return { ...result, tokens };
}
