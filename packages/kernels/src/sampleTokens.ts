import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { address, allocate, defineKernel, module, runKernel, usesModule, withScratch } from './runtime.ts';
import { expectTensor } from './shapes.ts';
import { composedTokenLogProb } from './tokenLogProb.ts';

export interface SampledTokens {
  /** int32 [rows] */
  readonly tokens: Tensor1D;
  /**
   * [rows], in nats, under the distribution sampled from: bit for bit what `tokenLogProb` gives of
   * `logits / temperature`; at temperature 0, of `logits`
   */
  readonly logProb: Tensor1D;
}

/**
 * Samples a token from each row's `softmax(logits / temperature)` by inverting its cumulative distribution
 * at the row's uniform number. Temperature 0 takes the largest logit, the first one of equals.
 * Not differentiable.
 *
 * @param logits [rows, vocabulary], finite
 * @param uniforms [rows], in [0, 1)
 */
export function sampleTokens(logits: Tensor2D, uniforms: Tensor1D, temperature = 1): SampledTokens {
  expectTensor('sampleTokens', 'logits', logits, ['rows', 'vocabulary']);
  expectTensor('sampleTokens', 'uniforms', uniforms, [logits.shape[0]]);
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw new Error(`sampleTokens: temperature is ${temperature}, expected a number of at least 0`);
  }
  const greedy = temperature === 0;
  return tf.tidy(() => {
    const scaled: Tensor2D = greedy || temperature === 1 ? logits : tf.div(logits, temperature);
    const [tokens, logProb] = usesModule()
      ? runKernel<[Tensor1D, Tensor1D]>(
          'VestigeSampleTokens',
          { logits: scaled, uniforms },
          { temperature: greedy ? 0 : 1 },
        )
      : composedSampleTokens(scaled, uniforms, greedy);
    return { tokens, logProb };
  });
}

function composedSampleTokens(
  logits: Tensor2D,
  uniforms: Tensor1D,
  greedy: boolean,
): [tokens: Tensor1D, logProb: Tensor1D] {
  const tokens: Tensor1D = greedy ? tf.argMax(logits, 1) : composedInverse(logits, uniforms);
  return [tokens, composedTokenLogProb(logits, tokens).logProb];
}

function composedInverse(logits: Tensor2D, uniforms: Tensor1D): Tensor1D {
  const [rows, vocabulary] = logits.shape;
  const cumulative = tf.cumsum(tf.softmax(logits), 1);
  const total = tf.slice(cumulative, [0, vocabulary - 1], [rows, 1]);
  const threshold = tf.mul(tf.reshape(uniforms, [rows, 1]), total);
  const below = tf.sum(tf.cast(tf.lessEqual(cumulative, threshold), 'int32'), 1);
  return tf.minimum(below, tf.scalar(vocabulary - 1, 'int32'));
}

export interface SampleTokensModule {
  sampleTokens(
    logits: number,
    uniforms: number,
    tokens: number,
    logProb: number,
    rows: number,
    vocabulary: number,
    temperature: number,
    scratch: number,
  ): void;
}

/** Gives the tokens and their log-probabilities. */
defineKernel(
  'VestigeSampleTokens',
  (
    { logits, uniforms }: { logits: Tensor2D; uniforms: Tensor1D },
    { temperature }: { temperature: number },
  ) => {
    const [rows, vocabulary] = logits.shape;
    const tokens = allocate([rows], 'int32');
    const logProb = allocate([rows]);
    const { sampleTokens } = module<SampleTokensModule>();
    withScratch(vocabulary + 4, (scratch) =>
      sampleTokens(
        address(logits),
        address(uniforms),
        address(tokens),
        address(logProb),
        rows,
        vocabulary,
        temperature,
        scratch,
      ),
    );
    return [tokens, logProb];
  },
);
