import type { Environment } from '@vestige/environment';
import type { Transformer } from '@vestige/model';
import { randomStream } from '@vestige/random';
import type { DriftRow, RolloutRow } from '@vestige/rollouts';
import { collectRollouts } from './collect.ts';
import { predictDrift, type Scored } from './predictDrift.ts';
import type { ReinforcementTask } from './reinforce.ts';

/**
 * Gets ready to tell what an update does to the words of the option `drift`: keeps the policy as it is, and samples
 * probes of it from a stream of their own, so that training goes on as if nobody watched.
 *
 * Strata are prompts of the same kind that every rule of the environment labels alike.
 *
 * @param policy before the update of `step`; the function returned reads it after
 * @returns undefined if the update is not to be measured
 */
export function watchDrift(
  policy: Transformer,
  { environment, rule, reward, options, seed }: ReinforcementTask,
  step: number,
): ((rollouts: readonly RolloutRow[], learningRate: number) => DriftRow[]) | undefined {
  const { drift, temperature } = options;
  if (!drift || (step - 1) % drift.every !== 0) return undefined;
  const before = policy.clone();
  const stream = randomStream(seed, 'drift', step);
  const problems = Array.from({ length: drift.probes }, () => environment.problem(stream));
  const scoring = { rule, reward, temperature, forced: 0 };
  const probes = collectRollouts(before, environment, problems, scoring, stream);
  const stratum = stratumOf(environment);
  return (rollouts, learningRate) => {
    const rows = drift.words.map((word) => {
      const token = environment.vocabulary.indexOf(word);
      const present = ({ completion }: Scored) => Array.from(completion).includes(token);
      const found = predictDrift(before, policy, rollouts, probes, {
        feature: { present, stratum },
        learningRate,
        temperature,
      });
      return {
        step,
        word,
        frequency: found.frequency,
        covariance: found.covariance,
        covariance_within: found.covarianceWithin,
        coupling: found.logOdds?.coupling ?? null,
        selection: found.logOdds?.selection ?? null,
        predicted: found.logOdds?.predicted ?? null,
        along_step: found.logOdds?.alongStep ?? null,
        measured: found.logOdds?.measured ?? null,
      };
    });
    before.dispose();
    return rows;
  };
}

function stratumOf({ readPrompt }: Environment) {
  return ({ prompt }: Scored): string => {
    const problem = readPrompt(Array.from(prompt));
    return JSON.stringify([problem?.group, problem?.labels]);
  };
}
