import type { Environment } from '@vestige/environment';
import type { Transformer } from '@vestige/model';
import { randomStream } from '@vestige/random';
import type { DriftRow } from '@vestige/rollouts';
import { collectRollouts, type Rollout } from './collect.ts';
import { type Drift, type KindDrift, predictDrift, type SampledRollout } from './predictDrift.ts';
import type { ReinforcementTask } from './reinforcementTask.ts';

/**
 * Gets ready to tell what an update does to the words of the option `drift`: keeps the policy as it is, and samples
 * probes of it from a stream of their own, so that training goes on as if nobody watched.
 *
 * Covariances are taken within prompts of one group that every rule of the environment labels alike. What Adam does to
 * prompts of one kind it may undo on those of another, so each word is told of by kind as well: by group, or where the
 * environment has no groups, by the labels under all its rules.
 *
 * @param policy before the update of `step`; the function returned reads it after
 * @returns undefined if the update is not to be measured
 */
export function watchDrift(
  policy: Transformer,
  { environment, rule, reward, options, seed }: ReinforcementTask,
  step: number,
): ((rollouts: readonly Rollout[], learningRate: number) => DriftRow[]) | undefined {
  const { drift, temperature } = options;
  if (!drift || (step - 1) % drift.every !== 0) return undefined;
  const before = policy.clone();
  const stream = randomStream(seed, 'drift', step);
  const problems = Array.from({ length: drift.probes }, () => environment.problem(stream));
  const scoring = { rule, reward, temperature, forced: 0, stream };
  const probes = collectRollouts(before, environment, problems, scoring);
  const kind = kindOf(environment);
  return (rollouts, learningRate) => {
    const rows = drift.words.flatMap((word) => {
      const token = environment.vocabulary.indexOf(word);
      const present = ({ ids }: SampledRollout) => ids.includes(token);
      const found = predictDrift(before, policy, rollouts, probes, {
        feature: { present, stratum: stratumOf, kind },
        learningRate,
        temperature,
      });
      const rowOf = (name: string | null, told: Drift | KindDrift): DriftRow => ({
        step,
        word,
        stratum: name,
        frequency: told.frequency,
        covariance: told.covariance,
        covariance_within: told.covarianceWithin,
        coupling: null,
        selection: null,
        predicted: told.logOdds?.predicted ?? null,
        along_step: told.logOdds?.alongStep ?? null,
        measured: told.logOdds?.measured ?? null,
      });
      const { coupling, selection } = found.logOdds ?? {};
      const whole = { ...rowOf(null, found), coupling: coupling ?? null, selection: selection ?? null };
      return [whole, ...[...found.kinds].map(([name, told]) => rowOf(name, told))];
    });
    before.dispose();
    return rows;
  };
}

function stratumOf({ problem: { group, labels } }: SampledRollout): string {
  return JSON.stringify([group, labels]);
}

function kindOf({ rules }: Environment) {
  return ({ problem: { group, labels } }: SampledRollout): string =>
    group ?? rules.map((rule) => `${rule}=${labels[rule]}`).join(',');
}
