import { conditionsOf, type Experiment, LARGEST_SEED, type Overview } from '@vestige/experiment';
import { BACKEND_CHOICES, BACKEND_VARIABLE } from '@vestige/model/options';
import type { Argv } from 'yargs';
import { findExperiment } from './experiments.ts';
import { UsageError } from './failure.ts';
import { wholeNumber } from './numbers.ts';
import { findOverview } from './overviews.ts';
import { overviewNames } from './workspace.ts';

export { UsageError };

/** Arguments that name an experiment. */
export interface ExperimentArguments {
  readonly experiment: string;
  readonly preset: string | undefined;
  readonly quick: boolean | undefined;
  readonly backend: string | undefined;
}

/** The option `--backend`. */
export const BACKEND_OPTION = {
  choices: BACKEND_CHOICES,
  describe: `Numerical backend (also ${BACKEND_VARIABLE})`,
};

/** What the help says of stages that take long. */
export const RESUMED = `Training and ablation that were stopped after a minute or more go on from where they were.
VESTIGE_PROGRESS=FOLDER says where that is kept (else .nx/progress), "off" keeps nothing.
VESTIGE_PROGRESS_SECONDS=N is how much of their work they may lose (else 60).`;

/** The option `--seed` of a run. */
export const SEED_OPTION = {
  ...wholeNumber('seed', 0, LARGEST_SEED),
  demandOption: true,
  describe: 'Seed of the run',
} as const;

/** Adds the arguments that name an experiment, and the backend. */
export function experimentOptions<T>(
  yargs: Argv<T>,
  describe = 'Name of an experiment, or path of its experiment.json',
) {
  return yargs
    .positional('experiment', {
      type: 'string',
      demandOption: true,
      describe,
    })
    .option('preset', { type: 'string', describe: 'Named variant in the experiment file' })
    .option('quick', { type: 'boolean', describe: 'Short for --preset quick' })
    .option('backend', BACKEND_OPTION);
}

/** The same, where an overview may be named in the place of an experiment. */
export function overviewOrExperimentOptions<T>(yargs: Argv<T>) {
  return experimentOptions(yargs, 'Name of an experiment or overview, or path of its file');
}

/** Adds the arguments that name a run. */
export function runOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('condition', { type: 'string', demandOption: true, describe: 'Condition of the experiment' })
    .option('seed', SEED_OPTION);
}

/** The experiment that the arguments name; makes the backend known to everything that loads one. */
export function experimentOf(args: ExperimentArguments): Experiment {
  useBackendOf(args);
  return findExperiment(args.experiment, presetOf(args));
}

/** An overview, or an experiment. */
export type OverviewOrExperiment =
  | { readonly overview: Overview; readonly experiment?: never }
  | { readonly overview?: never; readonly experiment: Experiment };

/** The overview that the arguments name, or the experiment; makes the backend known as well. */
export function overviewOrExperimentOf(args: ExperimentArguments): OverviewOrExperiment {
  useBackendOf(args);
  const preset = presetOf(args);
  const overview = findOverview(args.experiment, preset);
  return overview ? { overview } : { experiment: findExperiment(args.experiment, preset, overviewNames()) };
}

function useBackendOf({ backend }: ExperimentArguments): void {
  if (backend !== undefined) process.env[BACKEND_VARIABLE] = backend;
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
  return { condition, seed };
}
