import type { Analysis } from '@vestige/analysis';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { analysisOf, seedRun } from './experiment.ts';
import { LoanWords } from './loanText.ts';
import type { SimulationOptions } from './options.ts';
import { CONTRASTS, type ContrastName, PLANTED_POLICIES } from './policies.ts';
import { intervalRow, type Simulated } from './rows.ts';
import type { IntervalRow } from './tables.ts';
import { truthOf } from './truth.ts';

/** Of the battery, what is asked of contrasts: they are as many tests as there are estimators, and need no more. */
const ASKED: readonly string[] = ['now', 'cut', 'filler'];
/** Names of the two conditions of a simulated experiment. */
const CONDITIONS = ['a', 'b'] as const;

/**
 * Simulates experiments of two conditions, a planted policy each, and holds the differences between their estimates
 * against those between their true values. Under one seed the conditions see the same prompts, as trained ones do.
 * Otherwise as {@link simulate}; there are no verdicts.
 */
export function* simulateContrast(
  name: ContrastName,
  options: SimulationOptions,
): Generator<Simulated, void> {
  const policies = CONTRASTS[name].policies.map((policy) => PLANTED_POLICIES[policy]);
  const words = new LoanWords(createEnvironment(environmentSchema.parse({ kind: 'loan' })));
  const interventions = options.interventions.filter((intervention) => ASKED.includes(intervention));
  for (let simulation = 0; simulation < options.simulations; simulation++) {
    const intervals: IntervalRow[] = [];
    for (const spread of new Set([0, options.spread])) {
      const truths = policies.map((policy) => truthOf(policy, spread, options.seeds));
      const streamOf = (seed: number, of: string) =>
        randomStream(options.seed, 'calibration', name, spread, simulation, seed, of);
      const conditions = Object.fromEntries(
        policies.map((policy, i) => [
          CONDITIONS[i]!,
          Array.from({ length: options.seeds }, (_, seed) => {
            const stream = streamOf(seed, CONDITIONS[i]!);
            const prompts = streamOf(seed, 'prompts').integer(2 ** 31);
            return seedRun(policy, {
              seed,
              spread,
              words,
              options: { ...options, interventions },
              stream,
              prompts,
            });
          }),
        ]),
      );
      for (const prompts of options.prompts) {
        const [contrast] =
          (analysisOf(conditions, prompts, options, simulation) as ComingAnalysis).contrasts ?? [];
        for (const [estimator, found] of Object.entries(contrast?.estimates ?? {})) {
          const [a, b] = truths.map((truth) => truth[estimator]);
          if (a === undefined || b === undefined) continue;
          const row = { policy: name, prompts, spread, simulation };
          intervals.push({
            ...intervalRow(row, estimator, a - b, { ...found, mean: found.difference }),
            p: found.p,
            holm: found.holm,
          });
        }
      }
    }
    yield { verdicts: [], intervals };
  }
}

/** What analyses are going to say of two conditions. */
interface ComingAnalysis extends Analysis {
  readonly contrasts?: readonly {
    readonly estimates: Readonly<
      Record<string, { difference: number; low: number; high: number; p: number; holm: number }>
    >;
  }[];
}
