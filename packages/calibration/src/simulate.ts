import { createEnvironment, environmentSchema } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { simulateContrast } from './contrasts.ts';
import { analysisOf, seedRun } from './experiment.ts';
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
import { agreementRow, intervalRow, type Simulated, seedRows } from './rows.ts';
import { meanUses } from './seed.ts';
import type { IntervalRow, VerdictRow } from './tables.ts';
import { truthOf } from './truth.ts';

/** Name of the one condition of a simulated experiment. */
const CONDITION = 'planted';

/** Groups of policies simulated with seeds that differ, too; those of the others disagree as it is, or need not. */
const DIFFER: readonly PolicyGroup[] = ['words', 'room'];

/**
 * Simulates experiments on a planted policy: policies of several seeds are ablated and analyzed as trained ones are,
 * and what comes out is held against what is true by construction. The same options give the same rows.
 *
 * The numbers of prompts are nested: an experiment with fewer is the first so many prompts of the one with the most.
 * Experiments at one number are independent of each other.
 *
 * @returns per simulation, without and with spread between seeds ({@link DIFFER}); a contrast with spread only
 */
export function simulate(name: SimulatedName, options: SimulationOptions): Generator<Simulated, void> {
  return isContrast(name) ? simulateContrast(name, options) : simulatePolicy(name, options);
}

function* simulatePolicy(name: PlantedName, options: SimulationOptions): Generator<Simulated, void> {
  const policy: PlantedPolicy = PLANTED_POLICIES[name];
  const words = new LoanWords(createEnvironment(environmentSchema.parse({ kind: 'loan' })));
  const spreads = DIFFER.includes(policy.group) ? [...new Set([0, options.spread])] : [0];
  const truths = new Map(spreads.map((spread) => [spread, truthOf(policy, spread, options.seeds)]));
  for (let simulation = 0; simulation < options.simulations; simulation++) {
    const verdicts: VerdictRow[] = [];
    const intervals: IntervalRow[] = [];
    for (const spread of spreads) {
      const runs = Array.from({ length: options.seeds }, (_, seed) => {
        const stream = randomStream(options.seed, 'calibration', name, spread, simulation, seed);
        return seedRun(policy, { seed, spread, words, options, stream });
      });
      for (const prompts of options.prompts) {
        const analysis = analysisOf({ [CONDITION]: runs }, prompts, options, simulation);
        const condition = analysis.conditions[CONDITION]!;
        const place = { policy: name, prompts, spread, simulation };
        verdicts.push({ ...place, subject: 'whole', expected: policy.verdict, found: condition.verdict });
        for (const [subject, expected] of Object.entries(policy.phrases)) {
          verdicts.push({
            ...place,
            subject,
            expected,
            found: condition.phrases[subject]?.verdict ?? 'none',
          });
        }
        if (spread === 0) verdicts.push(...seedRows(condition.bySeed, policy, runs, place));
        for (const [estimator, truth] of Object.entries(truths.get(spread)!)) {
          const estimate = condition.estimates[estimator];
          if (estimate) intervals.push(intervalRow(place, estimator, truth, estimate));
        }
        if (policy.usesBySeed !== undefined) {
          const uses = meanUses(policy, options.seeds);
          intervals.push(agreementRow(condition.agreement, policy, uses, place));
        }
      }
    }
    yield { verdicts, intervals };
  }
}
