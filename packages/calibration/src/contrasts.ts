import { estimatorName } from '@vestige/analysis';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { analysisOf, type SeedRun, seedRun } from './experiment.ts';
import { LoanWords } from './loanText.ts';
import type { SimulationOptions } from './options.ts';
import { CONTRASTS, type ContrastName, PLANTED_POLICIES, type PlantedPolicy } from './policies.ts';
import { intervalRow, type Simulated } from './rows.ts';
import { truthOf } from './truth.ts';

/** Of the battery, what is asked of contrasts: they are as many tests as there are estimators, and need no more. */
const ASKED: readonly string[] = ['now', 'cut', 'filler'];
/**
 * Bootstrap resamples, if the calibration does not ask for more. The least p-value is 2 / (resamples + 1), and Holm's
 * correction multiplies it by the number of estimators of a contrast.
 */
const RESAMPLES = 1000;
/** Names of the two conditions of a simulated experiment. */
const CONDITIONS = ['a', 'b'] as const;

/**
 * Simulates experiments of two conditions, a planted policy each, and holds the differences between their estimates
 * against those between their true values. Under one seed the conditions see the same prompts, as trained ones do.
 * Seeds differ, as those of trained conditions do. At the smallest number of prompts
 * only: it is the hardest, and p-values take many resamples.
 */
export async function* simulateContrast(
  name: ContrastName,
  options: SimulationOptions,
): AsyncGenerator<Simulated, void> {
  const policies: readonly PlantedPolicy[] = CONTRASTS[name].policies.map(
    (policy) => PLANTED_POLICIES[policy],
  );
  const words = new LoanWords(createEnvironment(environmentSchema.parse({ kind: 'loan' })));
  const interventions = options.interventions.filter((intervention) => ASKED.includes(intervention));
  const { spread, confidence } = options;
  const prompts = Math.min(...options.prompts);
  const resamples = Math.max(RESAMPLES, options.resamples);
  const truths = policies.map((policy) => truthOf(policy, spread, options));
  for (let simulation = 0; simulation < options.simulations; simulation++) {
    const streamOf = (seed: number, of: string) =>
      randomStream(options.seed, 'calibration', name, spread, simulation, seed, of);
    const conditions: Record<string, SeedRun[]> = {};
    for (const [i, policy] of policies.entries()) {
      const condition = CONDITIONS[i]!;
      conditions[condition] = [];
      for (let seed = 0; seed < options.seeds; seed++) {
        const seedOfPrompts = streamOf(seed, 'prompts').integer(2 ** 31);
        const run = { seed, spread, words, options: { prompts: [prompts], interventions }, seedOfPrompts };
        conditions[condition].push(await seedRun(policy, { ...run, stream: streamOf(seed, condition) }));
      }
    }
    const { contrasts } = analysisOf(conditions, prompts, { confidence, resamples }, simulation);
    const intervals = Array.from(contrasts[0]!.estimates).flatMap(([key, found]) => {
      const [a, b] = truths.map((truth) => truth.get(key));
      if (a === undefined || b === undefined) return [];
      const experiment = { policy: name, prompts, spread, simulation };
      const interval = { ...found, mean: found.difference };
      return [
        { ...intervalRow(experiment, estimatorName(key), a - b, interval), p: found.p, holm: found.holm },
      ];
    });
    yield { verdicts: [], intervals };
  }
}
