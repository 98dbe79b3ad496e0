import { join } from 'node:path';
import type { Base, Experiment } from './schema.ts';
import type { StageName } from './stage.ts';
import { STAGE_NAMES } from './stages.ts';

/** One policy: a condition under a seed. */
export interface Run {
  readonly condition: string;
  readonly seed: number;
  /** `<condition>-s<seed>`. */
  readonly name: string;
}

/** Folder beside those of the stages, for what is taken away for a paper. */
const EXPORT = 'export';

/** What takes a name under `runs`, so that no preset can have it; undefined if nothing does. */
export function takenBy(name: string): string | undefined {
  if (name === EXPORT) return '`vestige export`';
  return (STAGE_NAMES as readonly string[]).includes(name) ? 'a stage' : undefined;
}

/** The experiment's conditions, the pretrained policies first. */
export function conditionsOf(experiment: Experiment): string[] {
  return [...Object.keys(experiment.bases), ...Object.keys(experiment.conditions)];
}

/** Whether a condition is a pretrained policy. */
export function isBase(experiment: Experiment, condition: string): boolean {
  return Object.hasOwn(experiment.bases, condition);
}

/** Name of the pretrained policy that a condition is trained from, or is. */
export function baseNameOf(experiment: Experiment, condition: string): string {
  return isBase(experiment, condition) ? condition : experiment.conditions[condition]!.base;
}

/** The pretrained policy that a condition is trained from, or is: its environment, model and pretraining. */
export function baseOf(experiment: Experiment, condition: string): Base {
  return experiment.bases[baseNameOf(experiment, condition)]!;
}

/** The rule that labels the prompts of a condition. */
export function ruleOf(experiment: Experiment, condition: string): string {
  return (experiment.conditions[condition] ?? experiment.bases[condition]!).rule;
}

/** Every run of an experiment, by condition, then seed. */
export function runsOf(experiment: Experiment): Run[] {
  return conditionsOf(experiment).flatMap((condition) =>
    experiment.seeds.map((seed) => ({ condition, seed, name: runName(condition, seed) })),
  );
}

export function runName(condition: string, seed: number): string {
  return `${condition}-s${seed}`;
}

/** Name of the Nx project of an experiment or overview: `loan`, or `loan-quick` for its preset `quick`. */
export function projectName({ name, preset }: Pick<Experiment, 'name' | 'preset'>): string {
  return preset === undefined ? name : `${name}-${preset}`;
}

/** Name of the Nx project of a run: `loan-biased-s0`, `loan-quick-biased-s0`. */
export function runProjectName(
  experiment: Pick<Experiment, 'name' | 'preset'>,
  run: Pick<Run, 'name'>,
): string {
  return `${projectName(experiment)}-${run.name}`;
}

/** Folder of all that an experiment or overview makes: `runs`, or `runs/<preset>`. */
export function runsDirectory({ directory, preset }: Pick<Experiment, 'directory' | 'preset'>): string {
  return join(directory, 'runs', preset ?? '');
}

/** Folder that `vestige export` writes to unless another is named. */
export function exportDirectory(experiment: Pick<Experiment, 'directory' | 'preset'>): string {
  return join(runsDirectory(experiment), EXPORT);
}

/** Folder a stage writes; `run` is absent for the stages of the experiment as a whole. */
export function stageDirectory(
  experiment: Pick<Experiment, 'directory' | 'preset'>,
  stage: StageName,
  run?: { condition: string; seed: number },
): string {
  const directory = runsDirectory(experiment);
  return run ? join(directory, runName(run.condition, run.seed), stage) : join(directory, stage);
}
