import type { Environment } from '@vestige/environment';
import { type ModelOptions, parameterCount } from '@vestige/model/options';
import type { Base, Condition, Experiment } from './schema.ts';

/** What a stage needs, roughly: within a factor of two or three. */
export interface Cost {
  /** Bytes of numbers that it holds at once. */
  readonly bytes: number;
  readonly seconds: number;
}

/** What a base and its environment say of every position of a sequence. */
interface Shape {
  readonly model: ModelOptions;
  /** Words. */
  readonly vocabulary: number;
  /** Longest prompt with its completion, tokens. */
  readonly length: number;
}

const FLOAT = 4;
/** Weights, gradients and both moments of Adam. */
const TRAINED = 4;
/** Numbers a row keeps in each layer for the backward pass, and what that adds: in widths, and in hidden layers of the MLP. */
const KEPT = { width: 8, feedForward: 2 };
/** Numbers a generated token has for each word: logits, of the reference too, their softmax, and their gradients. */
const KEPT_LOGITS = 6;
/** Floating-point operations a second of a whole step on one core; 10 to 19 billion in `tools/benchmarks/README.md`. */
const RATE = 1.5e10;
/** Seconds that any optimizer step takes besides its arithmetic. */
const STEP = 2e-3;
/** Seconds and bytes of a row of `interventions.arrow` before it is written. */
const ROW = { seconds: 2e-5, bytes: 600 };
/** Prompts of a step of readaptation. */
const READAPTED = 64;
/** Quantities of a policy that are resampled, and how many of a prompt a second. */
const QUANTITIES = 100;
const RESAMPLED = 2e8;

export function shapeOf({ model }: Base, environment: Environment): Shape {
  const { promptLength, maxTokens, vocabulary } = environment;
  return { model, vocabulary: vocabulary.length, length: promptLength + maxTokens };
}

/** Numbers that the model learns. Exact, and quick for any number of layers, which are all alike. */
export function parametersOf({ model, vocabulary }: Pick<Shape, 'model' | 'vocabulary'>): number {
  const [one, two] = [1, 2].map((layers) => parameterCount({ ...model, layers }, vocabulary));
  return one! + (model.layers - 1) * (two! - one!);
}

export function pretrainCost(shape: Shape, { batch, steps }: Base['pretraining']): Cost {
  const rows = batch * shape.length;
  return {
    bytes: FLOAT * TRAINED * parametersOf(shape) + angleBytes(shape) + activationBytes(shape, rows),
    seconds: steps * (STEP + (3 * rows * forwardFlops(shape)) / RATE),
  };
}

export function trainCost(shape: Shape, options: Condition['reinforcement']): Cost {
  const { batch, steps, evaluateEvery, evaluationPrompts, algorithm, ppo, drift } = options;
  const forward = forwardFlops(shape);
  const rows = batch * shape.length;
  // Sampling, the reference, and a backward pass; `ppo` computes the forward pass of each epoch too.
  const passes = algorithm === 'ppo' ? 1 + ppo.epochs * 4 : 4;
  const updates = algorithm === 'ppo' ? ppo.epochs * ppo.minibatches : 1;
  const evaluated = 2 * evaluationPrompts * shape.length * Math.ceil(steps / evaluateEvery);
  const probed = drift ? 8 * drift.probes * shape.length * Math.ceil(steps / drift.every) : 0;
  return {
    bytes:
      FLOAT * (TRAINED + 1 + (drift ? 3 : 0)) * parametersOf(shape) +
      2 * angleBytes(shape) +
      Math.max(
        activationBytes(shape, rows) + cacheBytes(shape, batch),
        cacheBytes(shape, evaluationPrompts),
        activationBytes(shape, (drift?.probes ?? 0) * shape.length),
      ),
    seconds: steps * updates * STEP + ((steps * passes * rows + evaluated + probed) * forward) / RATE,
  };
}

/** @param checkpoints before the last one */
export function ablateCost(shape: Shape, options: Experiment['ablation'], checkpoints: number): Cost {
  const { prompts, checkpointPrompts, cuts, readaptation, readaptationAnswers } = options;
  const asked = (interventions: readonly string[]) => 2 + interventions.length + cuts.length;
  const readapted = 2 * readaptation.length * readaptationAnswers.length;
  const lessons = readaptationAnswers.length * Math.max(0, ...readaptation);
  const rows =
    prompts * (asked(options.interventions) + readapted) +
    checkpoints * checkpointPrompts * asked(options.checkpointInterventions);
  const atOnce = Math.max(prompts, checkpointPrompts);
  const positions = shape.length * (2 * rows + 5 * READAPTED * lessons);
  return {
    bytes:
      FLOAT * (TRAINED + 1) * parametersOf(shape) +
      2 * angleBytes(shape) +
      cacheBytes(shape, atOnce) +
      atOnce * (asked(options.interventions) + readapted) * ROW.bytes,
    seconds: lessons * STEP + rows * ROW.seconds + (positions * forwardFlops(shape)) / RATE,
  };
}

export function analyzeCost({
  bases,
  conditions,
  seeds,
  ablation,
  analysis,
}: Pick<Experiment, 'bases' | 'conditions' | 'seeds' | 'ablation' | 'analysis'>): Cost {
  const policies = (Object.keys(bases).length + Object.keys(conditions).length) * seeds.length;
  const resampled = policies * analysis.resamples * QUANTITIES;
  return { bytes: 8 * resampled, seconds: (resampled * ablation.prompts) / RESAMPLED };
}

/** Floating-point operations that the forward pass takes for a position: a multiplication and an addition are two. */
function forwardFlops({ model, vocabulary, length }: Shape): number {
  const { width, layers, feedForward = 4 * width } = model;
  const layer = 2 * (4 * width ** 2 + 2 * width * feedForward) + 2 * width * length;
  return layers * layer + 2 * width * vocabulary;
}

/** Angles of rotary positions; learned ones are parameters. */
function angleBytes({ model }: Shape): number {
  return model.positions === 'rotary' ? (FLOAT * model.contextLength * model.width) / model.heads : 0;
}

/** What a training pass holds beside the parameters. */
function activationBytes({ model, vocabulary }: Shape, rows: number): number {
  const { width, layers, feedForward = 4 * width } = model;
  const layer = KEPT.width * width + KEPT.feedForward * feedForward;
  return FLOAT * rows * (layers * layer + KEPT_LOGITS * vocabulary);
}

/** Keys and values of sequences that are sampled at once. */
function cacheBytes({ model, length }: Shape, sequences: number): number {
  return FLOAT * 2 * model.layers * model.width * length * sequences;
}
