import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { oneHotRows } from './oneHot.ts';
import {
  address,
  allocate,
  defineGradient,
  defineKernel,
  expectIndices,
  module,
  runKernel,
  usesModule,
} from './runtime.ts';
import { expectTensor } from './shapes.ts';

export interface TokenLogProb {
  /** [rows], in nats */
  readonly logProb: Tensor1D;
  /** [rows], in nats */
  readonly entropy: Tensor1D;
}

/**
 * Of each row's softmax, the log-probability of the row's target and the entropy. Both are differentiable
 * with respect to `logits`.
 *
 * @param logits [rows, vocabulary], finite
 * @param targets int32 [rows], each in 0..vocabulary-1
 */
export function tokenLogProb(logits: Tensor2D, targets: Tensor1D): TokenLogProb {
  expectTensor('tokenLogProb', 'logits', logits, ['rows', 'vocabulary']);
  expectTensor('tokenLogProb', 'targets', targets, [logits.shape[0]], 'int32');
  if (!usesModule()) return composedTokenLogProb(logits, targets);
  expectIndices('tokenLogProb', 'targets', targets, logits.shape[1]);
  const inputs = { logits, targets };
  const [logProb, entropy] = runKernel<[Tensor1D, Tensor1D]>('VestigeTokenLogProb', inputs);
  return { logProb, entropy };
}

export function composedTokenLogProb(logits: Tensor2D, targets: Tensor1D): TokenLogProb {
  return tf.tidy(() => {
    const logSoftmax = tf.logSoftmax(logits);
    const oneHot = oneHotRows(targets, logits.shape[1]);
    const logProb: Tensor1D = tf.sum(tf.mul(logSoftmax, oneHot), 1);
    const entropy: Tensor1D = tf.neg(tf.sum(tf.mul(tf.exp(logSoftmax), logSoftmax), 1));
    return { logProb, entropy };
  });
}

interface TokenLogProbModule {
  tokenLogProb(
    logits: number,
    targets: number,
    logProb: number,
    entropy: number,
    rows: number,
    vocabulary: number,
  ): void;
  tokenLogProbGradient(
    logits: number,
    targets: number,
    dLogProb: number,
    dEntropy: number,
    dLogits: number,
    rows: number,
    vocabulary: number,
  ): void;
}

/** Gives the log-probability and the entropy. */
defineKernel('VestigeTokenLogProb', ({ logits, targets }: { logits: Tensor2D; targets: Tensor1D }) => {
  const rows = logits.shape[0];
  const logProb = allocate([rows]);
  const entropy = allocate([rows]);
  const { tokenLogProb } = module<TokenLogProbModule>();
  tokenLogProb(address(logits), address(targets), address(logProb), address(entropy), ...logits.shape);
  return [logProb, entropy];
});

interface TokenLogProbGradientInputs {
  readonly logits: Tensor2D;
  readonly targets: Tensor1D;
  readonly dLogProb: Tensor1D;
  readonly dEntropy: Tensor1D;
}

defineKernel(
  'VestigeTokenLogProbGradient',
  ({ logits, targets, dLogProb, dEntropy }: TokenLogProbGradientInputs) => {
    const dLogits = allocate(logits.shape);
    const { tokenLogProbGradient } = module<TokenLogProbModule>();
    tokenLogProbGradient(
      address(logits),
      address(targets),
      address(dLogProb),
      address(dEntropy),
      address(dLogits),
      ...logits.shape,
    );
    return dLogits;
  },
);

defineGradient(
  'VestigeTokenLogProb',
  ['logits', 'targets'],
  ([dLogProb, dEntropy]: [Tensor1D, Tensor1D], [logits, targets]: [Tensor2D, Tensor1D]) => ({
    logits: () => runKernel('VestigeTokenLogProbGradient', { logits, targets, dLogProb, dEntropy }),
  }),
);
