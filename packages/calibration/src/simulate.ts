import { estimatorName } from '@vestige/analysis';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { simulateContrast } from './contrasts.ts';
import { analysisOf, type SeedRun, seedRun } from './experiment.ts';
import { LoanWords } from './loanText.ts';
import type { SimulationOptions } from './options.ts';
import {
  isContrast,
  PLANTED_POLICIES,
  type PlantedName,
  type PlantedPolicy,
  type PolicyGroup,
  type SimulatedName,
} from './policies.ts';
import { agreementRow, FOLLOWS, intervalRow, type Simulated, seedRows } from './rows.ts';
import { meanUses } from './seed.ts';
import type { IntervalRow, VerdictRow } from './tables.ts';
import { truthOf } from './truth.ts';

/** Name of the one condition of a simulated experiment. */
const CONDITION = 'planted';

/** Groups of policies simulated with seeds that differ, too; those of the others disagree as it is, or need not. */
const WITH_SPREAD: readonly PolicyGroup[] = ['words', 'room', 'errs', 'samples'];

/**
 * Simulates experiments on a planted policy: policies of several seeds are ablated and analyzed as trained ones are,
 * and what comes out is held against what is true by construction. The same options give the same rows.
 *
 * The numbers of prompts are nested: an experiment with fewer is the first so many prompts of the one with the most.
 * Experiments at one number are independent of each other.
 *
 * @returns per simulation, without and with spread between seeds ({@link WITH_SPREAD}); a contrast with spread only
 */
export function simulate(name: SimulatedName, options: SimulationOptions): AsyncGenerator<Simulated, void> {
  return isContrast(name) ? simulateContrast(name, options) : simulatePolicy(name, options);
}

async function* simulatePolicy(
  name: PlantedName,
  options: SimulationOptions,
): AsyncGenerator<Simulated, void> {
  const policy: PlantedPolicy = PLANTED_POLICIES[name];
  const words = new LoanWords(createEnvironment(environmentSchema.parse({ kind: 'loan' })));
  const spreads = WITH_SPREAD.includes(policy.group) ? [...new Set([0, options.spread])] : [0];
  const truths = new Map(spreads.map((spread) => [spread, truthOf(policy, spread, options)]));
  for (let simulation = 0; simulation < options.simulations; simulation++) {
    const verdicts: VerdictRow[] = [];
    const intervals: IntervalRow[] = [];
    for (const spread of spreads) {
      const runs: SeedRun[] = [];
      for (let seed = 0; seed < options.seeds; seed++) {
        const stream = randomStream(options.seed, 'calibration', name, spread, simulation, seed);
        runs.push(await seedRun(policy, { seed, spread, words, options, stream }));
      }
      for (const prompts of options.prompts) {
        const analysis = analysisOf({ [CONDITION]: runs }, prompts, options, simulation);
        const condition = analysis.conditions[CONDITION]!;
        const experiment = { policy: name, prompts, spread, simulation };
        verdicts.push({
          ...experiment,
          subject: 'whole',
          expected: policy.verdict,
          found: condition.verdict,
        });
        verdicts.push({
          ...experiment,
          subject: FOLLOWS,
          expected: policy.follows,
          found: condition.follows.followed,
        });
        for (const [subject, expected] of Object.entries(policy.phrases)) {
          verdicts.push({
            ...experiment,
            subject,
            expected,
            found: condition.phrases[subject]?.verdict ?? 'none',
          });
        }
        if (spread === 0) verdicts.push(...seedRows(condition.bySeed, policy, runs, experiment));
        for (const [key, truth] of truths.get(spread)!) {
          const estimate = condition.estimates.get(key);
          if (estimate) intervals.push(intervalRow(experiment, estimatorName(key), truth, estimate));
        }
        if (policy.usesBySeed !== undefined) {
          const uses = meanUses(policy, options.seeds);
          intervals.push(agreementRow(condition.agreement, policy, uses, experiment));
        }
      }
    }
    yield { verdicts, intervals };
  }
}
