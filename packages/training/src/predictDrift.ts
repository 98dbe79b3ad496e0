import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { tokenLogProb } from '@vestige/kernels';
import type { Transformer } from '@vestige/model';
import { atTemperature } from './atTemperature.ts';
import type { Rollout } from './collect.ts';
import { generatedLogits, lossMask, tokenBatch } from './tokenBatch.ts';

/** A rollout as it stood before its update. */
export type SampledRollout = Pick<Rollout, 'problem' | 'prompt' | 'ids' | 'forced'>;

/** Something that a rollout has or has not. */
export interface Feature {
  readonly present: (rollout: SampledRollout) => boolean;
  /** Rollouts of prompts that are alike share it: covariances are taken within. Absent: all prompts are alike. */
  readonly stratum?: (rollout: SampledRollout) => unknown;
  /** Name of the kind of prompts that the drift is told of besides. Absent, or one for all: of no kind by itself. */
  readonly kind?: (rollout: SampledRollout) => string;
}

/** What one update does to a feature F. */
export interface Drift {
  /** P(F) among the probes. */
  readonly frequency: number;
  /** Cov(F, advantage) of the update's rollouts, over all of them. */
  readonly covariance: number;
  /** The same within strata, pooled. */
  readonly covarianceWithin: number;
  /** Undefined if all probes, or none, have the feature: its log-odds are not finite. */
  readonly logOdds: LogOddsDrift | undefined;
  /** The same within kinds of prompts that the probes hold, by name in order; empty if there is one kind only. */
  readonly kinds: ReadonlyMap<string, KindDrift>;
}

/**
 * What one update does to F on prompts of one kind. `predicted` and `alongStep` are of the whole update: prompts of other
 * kinds move the same parameters. Hence there is no coupling that the kind's own covariance could be multiplied by.
 */
export interface KindDrift extends Pick<Drift, 'frequency' | 'covariance' | 'covarianceWithin'> {
  readonly logOdds: Omit<LogOddsDrift, 'coupling' | 'selection'> | undefined;
}

/** What it does to the log-odds of F, natural. */
export interface LogOddsDrift {
  /**
   * Slope of the tangent kernel on the feature: `k` below, in one stratum the squared length of grad z. Undefined if
   * F does not vary within any stratum of the rollouts.
   */
  readonly coupling: number | undefined;
  /** Change of the log-odds by the covariance within strata alone: `learningRate * k * covarianceWithin`. */
  readonly selection: number;
  /** Change of the log-odds by the policy gradient: plain SGD to first order. */
  readonly predicted: number;
  /** Change to first order by the step that was taken, whatever took it. */
  readonly alongStep: number;
  /** Change that came out. */
  readonly measured: number;
}

/**
 * Predicts from the policy gradient how an update changes the log-odds of a feature, and measures it.
 *
 * **Derivation.** Let `s_i = grad log p(y_i | x_i)` be the score of rollout i and `z = log P(F) / (1 - P(F))`, P over
 * prompts and completions. As `E[s | x] = 0`,
 *
 *   grad P(F) = E[F s],  so  grad z = (E[F s] - P(F) E[s]) / (P(F) (1 - P(F))) = E[s | F] - E[s | not F]:
 *
 * the gradient of the log-odds of a feature is its mean score with it minus that without it. Plain SGD on REINFORCE
 * without KL, entropy bonus or clipping moves the parameters by `lr / N * sum_i A_i s_i`, hence to first order in `lr`
 *
 *   dz = lr * 1/N * sum_i A_i K_i,   K_i = <grad z, s_i>:                                     (`predicted`)
 *
 * with advantages of mean 0, `lr * Cov(A, K)`. K is the tangent kernel (Jacot et al. 2018, arXiv:1806.07572) between
 * the rollout and the feature. Regress it on F within strata, `K = k f + r`, `f = F - (mean of F in its stratum)`,
 * `k = mean(f K) / mean(f^2)`, so that `mean(f r) = 0`, and nothing is free:
 *
 *   dz = lr * k * Cov_within(F, A) + lr * mean(A r).                                (first term: `selection`)
 *
 * In expectation `k = |grad z|^2 P(F) (1 - P(F)) / mean(f^2)`, which is positive. The first term is selection of the feature
 * for its correlation with reward; the rest is what rewarded rollouts have in common otherwise, as far as it shares
 * parameters with F. It is the covariance *within* a prompt that counts: `E[K | x] = 0`, so that rewards that differ
 * between prompts alone move nothing on average, however they correlate with F.
 *
 * **Measurement.** The change of `z` under both policies on the same probes, by importance weights
 * `w_i = p_after(y_i) / p_before(y_i)`: `log(mean of w with F) - log(mean of w without F)`. Its derivative is the mean
 * score difference above, of the same probes, so that prediction and measurement differ by terms of order lr^2 and by
 * rounding, not by sampling.
 *
 * **Adam.** It divides each parameter's gradient by its running root mean square, so that a step is about as long
 * for a weak gradient as for a strong one, and the log-odds move by `lr * <grad z, m / sqrt(v)>`: `alongStep` still
 * predicts `measured`, `predicted` does not, and a covariance half as large does not give half the drift.
 *
 * @param before the policy that sampled `rollouts` and `probes`, at `temperature`; all probabilities are at that
 * @param after the policy after the update
 * @param probes independent of `rollouts`: the update was made to fit those. Their strata are not used, their kinds are
 */
export function predictDrift(
  before: Transformer,
  after: Transformer,
  rollouts: readonly (SampledRollout & Pick<Rollout, 'advantage'>)[],
  probes: readonly SampledRollout[],
  options: { feature: Feature; learningRate: number; temperature: number },
): Drift {
  const { feature, learningRate, temperature } = options;
  const present = (some: readonly SampledRollout[]) =>
    some.map((rollout) => Number(feature.present(rollout)));
  const inProbes = present(probes);
  const inRollouts = present(rollouts);
  const advantages = rollouts.map(({ advantage }) => advantage);
  const within = centred(inRollouts, rollouts.map(feature.stratum ?? (() => undefined)));
  const scoresBy = (weights: readonly number[]) =>
    scoreGradient(
      before,
      temperature,
      rollouts,
      weights.map((weight) => weight / rollouts.length),
    );
  // What all kinds share, computed once and where anything has log-odds.
  const policyGradient = once(() => scoresBy(advantages));
  const stepTaken = once(() => difference(after, before));
  const changes = once(() => logProbChanges(before, after, temperature, probes));

  /** Of some probes and some of the rollouts. */
  const driftOf = (ofProbes: readonly number[], ofRollouts: readonly number[]) => {
    const probed = ofProbes.map((i) => inProbes[i]!);
    const frequency = mean(probed);
    const share = mean(ofRollouts.map((i) => inRollouts[i]!));
    const covarianceOf = (deviation: (i: number) => number) =>
      ofRollouts.length === 0 ? 0 : mean(ofRollouts.map((i) => deviation(i) * advantages[i]!));
    const gradient = once(() => {
      const variance = frequency * (1 - frequency);
      return scoreGradient(
        before,
        temperature,
        ofProbes.map((i) => probes[i]!),
        probed.map((f) => (f - frequency) / variance / ofProbes.length),
      );
    });
    const logOdds = () => ({
      predicted: learningRate * inner(gradient(), policyGradient()),
      alongStep: inner(gradient(), stepTaken()),
      measured: logOddsChange(
        ofProbes.map((i) => changes()[i]!),
        probed,
      ),
    });
    return {
      frequency,
      covariance: covarianceOf((i) => inRollouts[i]! - share),
      covarianceWithin: covarianceOf((i) => within[i]!),
      logOdds: frequency === 0 || frequency === 1 ? undefined : logOdds(),
      gradient,
    };
  };

  const { gradient, ...all } = driftOf([...probes.keys()], [...rollouts.keys()]);
  const selected = () => {
    const spread = mean(within.map((f) => f * f));
    const coupling = spread === 0 ? undefined : inner(gradient(), scoresBy(within)) / spread;
    return { coupling, selection: learningRate * (coupling ?? 0) * all.covarianceWithin };
  };
  return {
    ...all,
    logOdds: all.logOdds && { ...selected(), ...all.logOdds },
    kinds: kindsOf(feature, probes, rollouts, (ofProbes, ofRollouts) => {
      const { gradient: _, ...ofKind } = driftOf(ofProbes, ofRollouts);
      return ofKind;
    }),
  };
}

/** Kinds of prompts by name, in order, each with what its probes and rollouts, by their places, give. */
function kindsOf<T>(
  { kind }: Feature,
  probes: readonly SampledRollout[],
  rollouts: readonly SampledRollout[],
  of: (probes: readonly number[], rollouts: readonly number[]) => T,
): Map<string, T> {
  if (!kind) return new Map();
  const probed = Map.groupBy(probes.keys(), (i) => kind(probes[i]!));
  const rolledOut = Map.groupBy(rollouts.keys(), (i) => kind(rollouts[i]!));
  if (new Set([...probed.keys(), ...rolledOut.keys()]).size < 2) return new Map();
  const names = [...probed.keys()].sort();
  return new Map(names.map((name) => [name, of(probed.get(name)!, rolledOut.get(name) ?? [])]));
}

function once<T>(compute: () => T): () => T {
  let found: { readonly value: T } | undefined;
  return () => {
    found ??= { value: compute() };
    return found.value;
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Values minus the mean of their stratum. */
function centred(values: readonly number[], strata: readonly unknown[]): number[] {
  const groups = Map.groupBy(values.keys(), (i) => strata[i]);
  const means = new Map(
    [...groups].map(([stratum, members]) => [stratum, mean(members.map((i) => values[i]!))]),
  );
  return values.map((value, i) => value - means.get(strata[i])!);
}

/** Log-probabilities of the generated tokens, [tokens], to be used within; and the rollout of each. */
function withLogProbs<T>(
  model: Transformer,
  temperature: number,
  rollouts: readonly SampledRollout[],
  use: (logProbs: () => tf.Tensor1D, owners: Int32Array) => T,
): T {
  const batch = tokenBatch(
    rollouts.map(({ prompt }) => prompt),
    rollouts.map(({ ids }) => ids),
  );
  const mask = lossMask(batch, rollouts);
  try {
    return use(() => {
      const logits = atTemperature(generatedLogits(model, batch), temperature);
      const { logProb } = tokenLogProb(logits, batch.targets);
      return mask ? tf.mul(logProb, mask) : logProb;
    }, batch.owners);
  } finally {
    batch.dispose();
    mask?.dispose();
  }
}

/** `sum over rollouts of weight * score`, by parameter. */
function scoreGradient(
  model: Transformer,
  temperature: number,
  rollouts: readonly SampledRollout[],
  weights: readonly number[],
): Float32Array[] {
  const variables = [...model.parameters.values()];
  return withLogProbs(model, temperature, rollouts, (logProbs, owners) => {
    const { value, grads } = tf.variableGrads(
      () => tf.sum(tf.mul(logProbs(), tf.tensor1d(Float32Array.from(owners, (i) => weights[i]!)))) as Scalar,
      variables,
    );
    const gradients = variables.map(({ name }) => (grads[name] as Tensor).dataSync<'float32'>().slice());
    tf.dispose([value, grads]);
    return gradients;
  });
}

/** Change of the log-probability of each rollout's completion, nats. */
function logProbChanges(
  before: Transformer,
  after: Transformer,
  temperature: number,
  rollouts: readonly SampledRollout[],
): Float64Array {
  const total = (model: Transformer) =>
    withLogProbs(model, temperature, rollouts, (logProbs, owners) => {
      const sums = new Float64Array(rollouts.length);
      const values = tf.tidy(() => logProbs().dataSync());
      for (const [k, value] of values.entries()) sums[owners[k]!]! += value;
      return sums;
    });
  const [old, now] = [total(before), total(after)];
  return now.map((value, i) => value - old[i]!);
}

/** Of a feature that is present in some: importance weights with it against those without. */
function logOddsChange(logProbChanges: readonly number[], present: readonly number[]): number {
  const weightIf = (wanted: number) =>
    mean([...present.keys()].filter((i) => present[i] === wanted).map((i) => Math.exp(logProbChanges[i]!)));
  return Math.log(weightIf(1) / weightIf(0));
}

function difference(after: Transformer, before: Transformer): Float32Array[] {
  return [...after.parameters.keys()].map((name) => {
    const old = before.values(name);
    return after.values(name).map((value, i) => value - old[i]!);
  });
}

function inner(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let sum = 0;
  for (const [p, values] of a.entries()) {
    for (const [i, value] of values.entries()) sum += value * b[p]![i]!;
  }
  return sum;
}
