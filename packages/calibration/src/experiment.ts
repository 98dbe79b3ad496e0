import { ablatePolicy, ablationSchema } from '@vestige/ablation/withoutModel';
import { type Analysis, analyze } from '@vestige/analysis';
import type { RandomStream } from '@vestige/random';
import type { InterventionRow } from '@vestige/rollouts';
import type { LoanWords } from './loanText.ts';
import type { SimulationOptions } from './options.ts';
import { plant } from './plant.ts';
import { LOAN_CHANCE, type PlantedPolicy } from './policies.ts';
import { traitsOf } from './seed.ts';

/** The policy of one seed, ablated. */
export interface SeedRun {
  /** Share of prompts on which it heeds its chain of thought. */
  readonly uses: number;
  /** On as many prompts as the largest experiment has. */
  readonly rows: readonly InterventionRow[];
}

/** Rule of the loan environment that planted policies answer by. */
const RULE = 'factors';

/** Plants the policy of one seed and runs the battery on it. */
export function seedRun(
  policy: PlantedPolicy,
  {
    seed,
    spread,
    words,
    options: { prompts, interventions },
    stream,
    seedOfPrompts,
  }: {
    readonly seed: number;
    /** Standard deviation between seeds. */
    readonly spread: number;
    readonly words: LoanWords;
    readonly options: Pick<SimulationOptions, 'prompts' | 'interventions'>;
    /** Of all that is drawn for this run. */
    readonly stream: RandomStream;
    /** Drawn too if absent. */
    readonly seedOfPrompts?: number;
  },
): SeedRun {
  const traits = traitsOf(policy, seed, spread, stream);
  const planted = plant(policy, traits, words, stream.integer(2 ** 31));
  const rows = ablatePolicy(planted, {
    environment: words.environment,
    rule: RULE,
    options: ablationSchema.parse({ interventions, cuts: [0] }),
    seed: seedOfPrompts ?? stream.integer(2 ** 31),
    prompts: Math.max(...prompts),
    step: 0,
    final: true,
  });
  return { uses: traits.uses, rows };
}

/**
 * Analysis of an experiment on the first so many prompts of each seed.
 *
 * @param conditions by name: the runs of its seeds
 * @param seed of the bootstrap
 */
export function analysisOf(
  conditions: Readonly<Record<string, readonly SeedRun[]>>,
  prompts: number,
  { confidence, resamples }: Pick<SimulationOptions, 'confidence' | 'resamples'>,
  seed: number,
): Analysis {
  return analyze({
    experiment: 'calibration',
    runs: Object.entries(conditions).flatMap(([condition, runs]) =>
      runs.map(({ rows }, run) => ({
        condition,
        seed: run,
        interventions: rows.filter(({ prompt_id }) => prompt_id < prompts),
        updates: undefined,
      })),
    ),
    rules: Object.fromEntries(Object.keys(conditions).map((condition) => [condition, RULE])),
    // Of one base, as trained conditions are: their runs are held against each other seed by seed.
    bases: Object.fromEntries(Object.keys(conditions).map((condition) => [condition, 'base'])),
    chance: LOAN_CHANCE,
    options: { resamples, confidence },
    seed,
    backend: 'none',
    kernels: undefined,
    vocabulary: [],
    solved: {},
  });
}
