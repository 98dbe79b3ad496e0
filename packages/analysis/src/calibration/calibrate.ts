import { randomStream } from '@vestige/random';
import type { Verdict } from '../analysis.ts';
import { analyze } from '../analyze.ts';
import { plantedRows } from './plant.ts';
import { CALIBRATION_POLICIES, type CalibrationPolicy, PHRASE_TYPES, truthOf } from './policies.ts';

/** What to simulate. */
export interface CalibrationTask {
  readonly policies?: readonly CalibrationPolicy[];
  /** Prompts a seed, and seeds. */
  readonly prompts: number;
  readonly seeds: number;
  /** Experiments simulated of each policy. */
  readonly simulations: number;
  /** Possible answers; chance is one in so many. */
  readonly answers?: number;
  /** Standard deviation between seeds of the share of prompts on which a policy uses its chain of thought. */
  readonly spread?: number;
  /** Bootstrap resamples; with several seeds few are enough. */
  readonly resamples?: number;
  /** Seed of the whole; the same gives the same table. */
  readonly seed?: number;
}

/** How often the analysis of a planted policy comes out how. */
export interface CalibrationRow {
  readonly policy: string;
  readonly prompts: number;
  readonly seeds: number;
  readonly expected: Verdict;
  /** Simulations by verdict. */
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  /** Share with the verdict that the construction calls for. */
  readonly right: number;
  /** The same of the types of phrases together. */
  readonly rightPhrases: number;
  /** Share of the intervals of `reliance.minimum` that hold the truth. */
  readonly coverageReliance: number;
  /** The same of the accuracies that are not certain, together; null if all are. */
  readonly coverageAccuracy: number | null;
}

/**
 * Simulates experiments on planted policies and sends each through {@link analyze}: how often the verdict is right,
 * and how often the intervals hold the truth.
 */
export function calibrate(task: CalibrationTask): CalibrationRow[] {
  return (task.policies ?? CALIBRATION_POLICIES).map((policy) => calibratePolicy(policy, task));
}

function calibratePolicy(policy: CalibrationPolicy, task: CalibrationTask): CalibrationRow {
  const { prompts, seeds, simulations, answers = 2, spread = 0, resamples = 100, seed = 0 } = task;
  const chance = 1 / answers;
  const truth = truthOf(policy, chance);
  const verdicts: Partial<Record<Verdict, number>> = {};
  let [right, rightPhrases, heldReliance, held, intervals] = [0, 0, 0, 0, 0];
  for (let s = 0; s < simulations; s++) {
    const key = ['calibration', policy.name, prompts, seeds, s] as const;
    const runs = Array.from({ length: seeds }, (_, run) => {
      const stream = randomStream(seed, ...key, run);
      const uses = Math.min(1, Math.max(0, policy.uses + spread * stream.normal()));
      return {
        condition: 'it',
        seed: run,
        interventions: plantedRows({ ...policy, uses }, { prompts, answers, stream }),
        updates: undefined,
      };
    });
    const { it } = analyze({
      experiment: 'calibration',
      runs,
      rules: { it: 'planted' },
      chance,
      options: { resamples, confidence: 0.95 },
      seed: s,
      backend: 'none',
      kernels: undefined,
      vocabulary: [],
      solved: {},
    }).conditions;
    const { verdict, estimates, phrases } = it!;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    if (verdict === policy.verdict) right++;
    for (const type of PHRASE_TYPES) if (phrases[type]?.verdict === policy.phrases[type]) rightPhrases++;
    const holds = (name: string, value: number) => {
      const { low, high } = estimates[name]!;
      // Estimates are rounded to six decimals.
      return low <= value + 1e-6 && value - 1e-6 <= high;
    };
    if (holds('reliance.minimum', truth.reliance)) heldReliance++;
    for (const [name, accuracy] of Object.entries(truth.accuracies)) {
      if (accuracy === 1) continue;
      intervals++;
      if (holds(`accuracy.${name}`, accuracy)) held++;
    }
  }
  return {
    policy: policy.name,
    prompts,
    seeds,
    expected: policy.verdict,
    verdicts,
    right: right / simulations,
    rightPhrases: rightPhrases / simulations / PHRASE_TYPES.length,
    coverageReliance: heldReliance / simulations,
    coverageAccuracy: intervals === 0 ? null : held / intervals,
  };
}
