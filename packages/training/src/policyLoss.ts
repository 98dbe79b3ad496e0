import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { klDivergence, tokenLogProb } from '@vestige/kernels';
import { atTemperature } from './atTemperature.ts';
import type { ReinforcementOptions } from './options.ts';

/** What the loss needs to know of each generated token; all [tokens]. */
export interface PolicyTokens {
  /** int32 */
  readonly targets: Tensor1D;
  /** Advantage of the rollout that the token belongs to. */
  readonly advantages: Tensor1D;
  /** Log-probability under the policy that sampled, at its temperature, nats; used by `ppo`. */
  readonly samplingLogProbs: Tensor1D;
  /** Logits of the reference policy, [tokens, vocabulary]. */
  readonly referenceLogits: Tensor2D;
  /** 1, and 0 for tokens that were put there and carry no loss; absent if there are none. */
  readonly mask?: Tensor1D | undefined;
}

/**
 * The loss of a batch of rollouts, the equation at the head of `reinforce.ts`: summed over a rollout's tokens, averaged
 * over rollouts.
 *
 * @param logits of the policy, [tokens, vocabulary], not divided by the temperature
 * @returns the loss, and entropy and KL of each token, [tokens], nats; 0 where masked
 */
export function policyLoss(
  logits: Tensor2D,
  tokens: PolicyTokens,
  rollouts: number,
  options: ReinforcementOptions,
): { loss: Scalar; entropy: Tensor1D; kl: Tensor1D } {
  const scaled = atTemperature(logits, options.temperature);
  const sampled = tokenLogProb(scaled, tokens.targets);
  const masked = <T extends tf.Tensor>(x: T): T => (tokens.mask ? tf.mul(x, tokens.mask) : x);
  const entropy = masked(sampled.entropy);
  const kl = masked(klDivergence(scaled, atTemperature(tokens.referenceLogits, options.temperature)));
  const objective = masked(
    options.algorithm === 'ppo'
      ? clippedObjective(sampled.logProb, tokens, options.ppo.clip)
      : tf.mul(tokens.advantages, sampled.logProb),
  );
  let total: tf.Tensor = tf.sub(tf.mul(tf.sum(kl), options.kl), tf.sum(objective));
  if (options.entropy > 0) total = tf.sub(total, tf.mul(tf.sum(entropy), options.entropy));
  return { loss: tf.div(total, rollouts), entropy, kl };
}

function clippedObjective(logProb: Tensor1D, tokens: PolicyTokens, clip: number): tf.Tensor {
  const ratio = tf.exp(tf.sub(logProb, tokens.samplingLogProbs));
  const clipped = tf.clipByValue(ratio, 1 - clip, 1 + clip);
  return tf.minimum(tf.mul(ratio, tokens.advantages), tf.mul(clipped, tokens.advantages));
}
