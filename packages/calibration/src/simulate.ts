import { ablatePolicy, ablationSchema } from '@vestige/ablation/withoutModel';
import { analyze } from '@vestige/analysis';
import { createEnvironment, type Environment, environmentSchema } from '@vestige/environment';
import { type RandomStream, randomStream } from '@vestige/random';
import type { InterventionRow } from '@vestige/rollouts';
import { LoanWords } from './loanText.ts';
import type { SimulationOptions } from './options.ts';
import { plant } from './plant.ts';
import { LOAN_CHANCE, PLANTED_POLICIES, type PlantedName, type PlantedPolicy, SLIPS } from './policies.ts';
import { drawTraits } from './seed.ts';
import type { IntervalRow, VerdictRow } from './tables.ts';
import { truthOf } from './truth.ts';

/** What came out of one simulated experiment, at each number of prompts. */
export interface Simulated {
  readonly verdicts: readonly VerdictRow[];
  readonly intervals: readonly IntervalRow[];
}

/** Rule of the loan environment that planted policies answer by. */
const RULE = 'factors';
/** Estimates are rounded to six decimals. */
const ROUNDING = 1e-6;
/** Name of the one condition of a simulated experiment. */
const CONDITION = 'planted';

/**
 * Simulates experiments on a planted policy: policies of several seeds are ablated and analyzed as trained ones are,
 * and what comes out is held against what is true by construction. The same options give the same rows.
 *
 * The numbers of prompts are nested: an experiment with fewer is the first so many prompts of the one with the most.
 * Experiments at one number are independent of each other.
 *
 * @returns per simulation, without and with spread between seeds
 */
export function* simulate(name: PlantedName, options: SimulationOptions): Generator<Simulated, void> {
  const policy: PlantedPolicy = PLANTED_POLICIES[name];
  const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
  const words = new LoanWords(environment);
  const spreads = [...new Set([0, options.spread])];
  const truths = new Map(spreads.map((spread) => [spread, truthOf(policy, spread)]));
  for (let simulation = 0; simulation < options.simulations; simulation++) {
    const verdicts: VerdictRow[] = [];
    const intervals: IntervalRow[] = [];
    for (const spread of spreads) {
      const runs = Array.from({ length: options.seeds }, (_, run) => {
        const stream = randomStream(options.seed, 'calibration', name, spread, simulation, run);
        return runOf(policy, words, environment, { ...options, spread }, stream);
      });
      for (const prompts of options.prompts) {
        const { verdict, phrases, estimates } = analysisOf(runs, prompts, options, simulation);
        const row = { policy: name, prompts, spread, simulation };
        verdicts.push({ ...row, subject: 'whole', expected: policy.verdict, found: verdict });
        for (const [subject, expected] of Object.entries(policy.phrases)) {
          verdicts.push({ ...row, subject, expected, found: phrases[subject]?.verdict ?? 'none' });
        }
        for (const [estimator, truth] of Object.entries(truths.get(spread)!)) {
          const estimate = estimates[estimator];
          if (!estimate) continue;
          const { mean, low, high } = estimate;
          const holds = low <= truth + ROUNDING && truth - ROUNDING <= high;
          intervals.push({ ...row, estimator, truth, mean, low, high, holds });
        }
      }
    }
    yield { verdicts, intervals };
  }
}

/** Rows of one seed's policy, on as many prompts as the largest experiment has. */
function runOf(
  policy: PlantedPolicy,
  words: LoanWords,
  environment: Environment,
  { prompts, spread, interventions }: SimulationOptions,
  stream: RandomStream,
): InterventionRow[] {
  const traits = drawTraits({ uses: policy.uses, slips: SLIPS }, spread, stream);
  const planted = plant(policy, traits, words, stream.integer(2 ** 31));
  return ablatePolicy(planted, {
    environment,
    rule: RULE,
    options: ablationSchema.parse({ interventions, cuts: [0] }),
    seed: stream.integer(2 ** 31),
    prompts: Math.max(...prompts),
    step: 0,
    final: true,
  });
}

function analysisOf(
  runs: readonly InterventionRow[][],
  prompts: number,
  { confidence, resamples }: SimulationOptions,
  seed: number,
) {
  return analyze({
    experiment: 'calibration',
    runs: runs.map((rows, run) => ({
      condition: CONDITION,
      seed: run,
      interventions: rows.filter(({ prompt_id }) => prompt_id < prompts),
      updates: undefined,
    })),
    rules: { [CONDITION]: RULE },
    chance: LOAN_CHANCE,
    options: { resamples, confidence },
    seed,
    backend: 'none',
    kernels: undefined,
    vocabulary: [],
    solved: {},
  }).conditions[CONDITION]!;
}
