import { conditionsOf, type Experiment } from '@vestige/experiment';
import { BACKEND_VARIABLE, BACKENDS } from '@vestige/model/options';
import type { Argv } from 'yargs';
import { findExperiment } from './experiments.ts';
import { UsageError } from './failure.ts';

export { UsageError };

/** Arguments that name an experiment. */
export interface ExperimentArguments {
  readonly experiment: string;
  readonly preset: string | undefined;
  readonly quick: boolean | undefined;
  readonly backend: string | undefined;
}

/** Adds the arguments that name an experiment, and the backend. */
export function experimentOptions<T>(yargs: Argv<T>) {
  return yargs
    .positional('experiment', {
      type: 'string',
      demandOption: true,
      describe: 'Name of an experiment, or path of its experiment.json',
    })
    .option('preset', { type: 'string', describe: 'Named variant in the experiment file' })
    .option('quick', { type: 'boolean', describe: 'Short for --preset quick' })
    .option('backend', { choices: BACKENDS, describe: `Numerical backend (also ${BACKEND_VARIABLE})` });
}

/** Adds the arguments that name a run. */
export function runOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('condition', { type: 'string', demandOption: true, describe: 'Condition of the experiment' })
    .option('seed', { type: 'number', demandOption: true, describe: 'Seed of the run' });
}

/** The experiment that the arguments name; makes the backend known to everything that loads one. */
export function experimentOf({ experiment, backend, ...args }: ExperimentArguments): Experiment {
  if (backend !== undefined) process.env[BACKEND_VARIABLE] = backend;
  return findExperiment(experiment, presetOf(args));
}

/** The preset that the arguments name, if any. */
export function presetOf({
  preset,
  quick,
}: Pick<ExperimentArguments, 'preset' | 'quick'>): string | undefined {
  if (quick && preset !== undefined && preset !== 'quick') {
    throw new UsageError(`--quick and --preset ${preset} contradict each other; give one`);
  }
  return quick ? 'quick' : preset;
}

/** The run that the arguments name. @throws {UsageError} if the experiment has no such condition */
export function runOf(experiment: Experiment, { condition, seed }: { condition: string; seed: number }) {
  const conditions = conditionsOf(experiment);
  if (!conditions.includes(condition)) {
    throw new UsageError(
      `condition "${condition}" is unknown; ${experiment.name} has ${conditions.join(', ')}`,
    );
  }
  if (!Number.isInteger(seed) || seed < 0) throw new UsageError('--seed: expected a whole number from 0');
  return { condition, seed };
}
