import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { address, allocate, defineGradient, defineKernel, module, runKernel, usesModule } from './runtime.ts';
import { expectTensor } from './shapes.ts';

/**
 * The exact Kullback-Leibler divergence `KL(softmax(logits) || softmax(referenceLogits))` of each row, in
 * nats. Differentiable with respect to `logits` only: the reference is a constant.
 *
 * @param logits [rows, vocabulary], finite
 * @param referenceLogits [rows, vocabulary], finite
 * @returns [rows]
 */
export function klDivergence(logits: Tensor2D, referenceLogits: Tensor2D): Tensor1D {
  expectTensor('klDivergence', 'logits', logits, ['rows', 'vocabulary']);
  expectTensor('klDivergence', 'referenceLogits', referenceLogits, logits.shape);
  if (!usesModule()) return composedKlDivergence(logits, referenceLogits);
  return runKernel('VestigeKlDivergence', { logits, referenceLogits });
}

function composedKlDivergence(logits: Tensor2D, referenceLogits: Tensor2D): Tensor1D {
  return tf.tidy(() => {
    const logP = tf.logSoftmax(logits);
    const logQ = tf.logSoftmax(constant(referenceLogits));
    return tf.sum<Tensor1D>(tf.mul(tf.exp(logP), tf.sub(logP, logQ)), 1);
  });
}

const constant = tf.customGrad((x) => ({
  value: tf.clone(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
}));

interface KlDivergenceModule {
  klDivergence(p: number, q: number, divergence: number, rows: number, vocabulary: number): void;
  klDivergenceGradient(p: number, q: number, dy: number, dp: number, rows: number, vocabulary: number): void;
}

interface KlDivergenceInputs {
  readonly logits: Tensor2D;
  readonly referenceLogits: Tensor2D;
}

defineKernel('VestigeKlDivergence', ({ logits, referenceLogits }: KlDivergenceInputs) => {
  const divergence = allocate([logits.shape[0]]);
  const { klDivergence } = module<KlDivergenceModule>();
  klDivergence(address(logits), address(referenceLogits), address(divergence), ...logits.shape);
  return divergence;
});

defineKernel(
  'VestigeKlDivergenceGradient',
  ({ logits, referenceLogits, dy }: KlDivergenceInputs & { readonly dy: Tensor1D }) => {
    const dLogits = allocate(logits.shape);
    const { klDivergenceGradient } = module<KlDivergenceModule>();
    klDivergenceGradient(
      address(logits),
      address(referenceLogits),
      address(dy),
      address(dLogits),
      ...logits.shape,
    );
    return dLogits;
  },
);

defineGradient(
  'VestigeKlDivergence',
  ['logits', 'referenceLogits'],
  ([dy]: [Tensor1D], [logits, referenceLogits]: [Tensor2D, Tensor2D]) => ({
    logits: () => runKernel('VestigeKlDivergenceGradient', { logits, referenceLogits, dy }),
    referenceLogits: () => tf.zerosLike(referenceLogits),
  }),
);
