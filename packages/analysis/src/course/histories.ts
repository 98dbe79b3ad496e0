import type { CheckpointAnalysis, FeatureHistory, SplitThought, WordDrift } from '../analysis.ts';
import type { ReinforcedRollout, RunTables } from '../read/runTables.ts';
import { rounded } from '../round.ts';
import { CLEAR } from '../thresholds.ts';
import { driftFigure } from './drift.ts';
import { milestonesOf } from './milestones.ts';

/** Stretches of training that a history is told in. */
const STRETCHES = 40;
/** Change of a word's frequency, between stretches, from which on its history is told. */
const MOVED = 0.1;

/** Frequency of each feature, and its covariance with the advantage, in one update. */
interface UpdateFeatures {
  readonly step: number;
  readonly rollouts: number;
  readonly features: ReadonlyMap<string, { readonly mean: number; readonly covariance: number }>;
}

/**
 * Reinforcement received by the features of the rollouts: the sum over updates of Cov(feature, advantage), the
 * covariance taken within each prompt where prompts have several rollouts, else within the batch. It is the first
 * order of what REINFORCE does to the frequency of a feature (Price's equation): per unit of learning rate and of
 * the policy's freedom to change it. A feature that only goes along with rewarded answers receives as much as one
 * that brings them about; `effect` tells these apart, where there is accuracy to lose as for a verdict.
 *
 * Features: `mention`, `length` (tokens), `phrase:<type>` and `word:<word>` (present or not; words whose frequency
 * moved by {@link MOVED} or more, over all prompts or, where its drift was measured, on one kind of them).
 *
 * @param drifts of the run's words
 */
export function historiesOf(
  { seed, rollouts }: RunTables,
  checkpoints: readonly CheckpointAnalysis[],
  units: SplitThought | undefined,
  drifts: readonly WordDrift[] = [],
): FeatureHistory[] {
  const updates = [...byStep(rollouts ?? [])].map((rows) => updateFeatures(rows, units));
  if (updates.length === 0) return [];
  const own = checkpoints.filter((checkpoint) => checkpoint.seed === seed);
  const moved = drifts.filter((drift) => driftFigure(drift, 'within.largest') >= MOVED);
  const apart = new Set(moved.map(({ word }) => word));
  const names = [...new Set(updates.flatMap(({ features }) => [...features.keys()]))].sort();
  return names.flatMap((feature) => {
    const curve = curveOf(feature, updates);
    const range = Math.max(...curve.frequency) - Math.min(...curve.frequency);
    if (feature.startsWith('word:') && range < MOVED && !apart.has(feature.slice('word:'.length))) return [];
    const type = feature.startsWith('phrase:') ? feature.slice('phrase:'.length) : undefined;
    const effect = own.flatMap(({ step, estimates }) => {
      const value =
        type === undefined
          ? undefined
          : estimates.get({ quantity: 'reliance', intervention: 'drop', unit: type })?.mean;
      const clear = (estimates.get({ quantity: 'corrected', intervention: 'frozen' })?.low ?? 0) >= CLEAR;
      return value === undefined || !clear ? [] : [{ step, value }];
    });
    return [
      { feature, seed, ...curve, effect, milestones: milestonesOf(curve.step, curve.frequency, effect) },
    ];
  });
}

/** Rollouts of one update at a time; a file holds them in that order, and is too large to hold. */
function* byStep(rollouts: Iterable<ReinforcedRollout>): Generator<ReinforcedRollout[]> {
  let rows: ReinforcedRollout[] = [];
  for (const row of rollouts) {
    if (rows.length > 0 && rows[0]!.step !== row.step) {
      yield rows;
      rows = [];
    }
    rows.push(row);
  }
  if (rows.length > 0) yield rows;
}

function updateFeatures(rows: readonly ReinforcedRollout[], units: SplitThought | undefined): UpdateFeatures {
  const centred = centredAdvantages(rows);
  const sums = new Map<string, { value: number; product: number }>();
  for (const [i, row] of rows.entries()) {
    for (const [feature, value] of featuresOf(row, units)) {
      const sum = sums.get(feature) ?? { value: 0, product: 0 };
      sum.value += value;
      sum.product += value * centred[i]!;
      sums.set(feature, sum);
    }
  }
  return {
    step: rows[0]!.step,
    rollouts: rows.length,
    features: new Map(
      [...sums].map(([feature, { value, product }]) => [
        feature,
        { mean: value / rows.length, covariance: product / rows.length },
      ]),
    ),
  };
}

/** Advantages less their mean over the prompt's rollouts if prompts have several, else over the batch. */
function centredAdvantages(rows: readonly ReinforcedRollout[]): number[] {
  const prompts = new Map<number, { sum: number; count: number }>();
  for (const { problem_id, advantage } of rows) {
    const prompt = prompts.get(problem_id) ?? { sum: 0, count: 0 };
    prompt.sum += advantage;
    prompt.count++;
    prompts.set(problem_id, prompt);
  }
  if (prompts.size === rows.length) {
    const mean = rows.reduce((sum, { advantage }) => sum + advantage, 0) / rows.length;
    return rows.map(({ advantage }) => advantage - mean);
  }
  return rows.map(({ problem_id, advantage }) => {
    const { sum, count } = prompts.get(problem_id)!;
    return advantage - sum / count;
  });
}

function featuresOf(row: ReinforcedRollout, units: SplitThought | undefined): Map<string, number> {
  const features = new Map([
    ['mention', +row.mention],
    ['length', row.cot_length],
  ]);
  for (const { kind } of units?.(row.thought) ?? []) features.set(`phrase:${kind}`, 1);
  for (const word of row.thought.match(/\S+/g) ?? []) features.set(`word:${word}`, 1);
  return features;
}

/** A feature's frequency, averaged over stretches of training, and the reinforcement received by their ends. */
function curveOf(feature: string, updates: readonly UpdateFeatures[]) {
  const stretches = Math.min(STRETCHES, updates.length);
  const [step, frequency, reinforcement]: number[][] = [[], [], []];
  let received = 0;
  for (let s = 0; s < stretches; s++) {
    const part = updates.slice(
      Math.floor((s * updates.length) / stretches),
      Math.floor(((s + 1) * updates.length) / stretches),
    );
    let [sum, count] = [0, 0];
    for (const { features, rollouts } of part) {
      const { mean, covariance } = features.get(feature) ?? { mean: 0, covariance: 0 };
      sum += mean * rollouts;
      count += rollouts;
      received += covariance;
    }
    step!.push(part.at(-1)!.step);
    frequency!.push(rounded(sum / count));
    reinforcement!.push(rounded(received));
  }
  return { step: step!, frequency: frequency!, reinforcement: reinforcement! };
}
