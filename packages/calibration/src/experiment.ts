import { ablate, ablationSchema } from '@vestige/ablation';
import { type Analysis, analyze } from '@vestige/analysis';
import type { RandomStream } from '@vestige/random';
import type { InterventionRow } from '@vestige/rollouts';
import type { LoanWords } from './loanText.ts';
import type { SimulationOptions } from './options.ts';
import { plantedPolicy } from './plantedPolicy.ts';
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
export async function seedRun(
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
): Promise<SeedRun> {
  const traits = traitsOf(policy, seed, spread, stream);
  const planted = plantedPolicy(policy, traits, words, stream.integer(2 ** 31));
  const batches = ablate(planted, {
    task: words.environment,
    rule: RULE,
    options: ablationSchema.parse({ interventions, cuts: [0] }),
    seed: seedOfPrompts ?? stream.integer(2 ** 31),
    prompts: Math.max(...prompts),
    step: 0,
    final: true,
  });
  return { uses: traits.uses, rows: (await Array.fromAsync(batches)).flat() };
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
    conditions: Object.entries(conditions).map(([name, runs]) => ({
      name,
      rule: RULE,
      // Of one base, as trained conditions are: their runs are held against each other seed by seed.
      base: 'base',
      runs: runs.map(({ rows }, run) => ({
        seed: run,
        interventions: rows.filter(({ problem_id }) => problem_id < prompts),
        updates: undefined,
      })),
    })),
    environment: { chance: LOAN_CHANCE },
    options: { resamples, confidence },
    seed,
    backend: 'none',
    kernels: undefined,
  });
}
