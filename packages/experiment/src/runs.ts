import { join } from 'node:path';
import type { GivenPolicy } from '@vestige/language/options';
import type { Base, Condition, Experiment, TaskOptions } from './schema.ts';
import type { StageName } from './stage.ts';
import { STAGE_NAMES } from './stages.ts';
import type { Swept } from './swept.ts';

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

/** What a condition of the report is: a pretrained policy, one that was trained elsewhere, or one trained by RL. */
type Described = Base | GivenPolicy | Condition;

/** The experiment's conditions, the pretrained policies first, then those that were trained elsewhere. */
export function conditionsOf({ bases, policies, conditions }: Experiment): string[] {
  return [...Object.keys(bases), ...Object.keys(policies), ...Object.keys(conditions)];
}

/** What the experiment says of a condition. */
export function describedOf({ bases, policies, conditions }: Experiment, condition: string): Described {
  return (conditions[condition] ?? policies[condition] ?? bases[condition])!;
}

/** Where a condition stands in the experiment file: `bases`, `policies` or `conditions`. */
export function fieldOfCondition(
  { bases, policies }: Experiment,
  condition: string,
): 'bases' | 'policies' | 'conditions' {
  if (Object.hasOwn(bases, condition)) return 'bases';
  return Object.hasOwn(policies, condition) ? 'policies' : 'conditions';
}

/** Whether a condition is a pretrained policy. */
export function isBase(experiment: Experiment, condition: string): boolean {
  return Object.hasOwn(experiment.bases, condition);
}

/** Whether a condition is a policy that was trained elsewhere. */
export function isGiven(experiment: Experiment, condition: string): boolean {
  return Object.hasOwn(experiment.policies, condition);
}

/** Name of the pretrained policy that a condition is trained from, or is; its own if it was trained elsewhere. */
export function baseNameOf(experiment: Experiment, condition: string): string {
  return experiment.conditions[condition]?.base ?? condition;
}

/**
 * The pretrained policy that a condition is trained from, or is: its environment, model and pretraining.
 *
 * @throws if it was trained elsewhere
 */
export function baseOf(experiment: Experiment, condition: string): Base {
  const base = experiment.bases[baseNameOf(experiment, condition)];
  if (base === undefined) throw new Error(`${condition} was trained elsewhere: it has no base`);
  return base;
}

/** The options of the environment in which a condition is measured. */
export function environmentOf(experiment: Experiment, condition: string): TaskOptions {
  return isGiven(experiment, condition) ? experiment.environment : baseOf(experiment, condition).environment;
}

/** The rule that labels the prompts of a condition. */
export function ruleOf(experiment: Experiment, condition: string): string {
  return describedOf(experiment, condition).rule;
}

/** Where a condition comes from, if a sweep stands for it. */
export function sweptOf(experiment: Experiment, condition: string): Swept | undefined {
  return (experiment.conditions[condition] ?? experiment.bases[condition])?.swept;
}

/**
 * Every run of an experiment, by condition, then seed. Of a policy that was trained elsewhere there is one training, so it
 * has one run, under the first seed.
 */
export function runsOf(experiment: Experiment): Run[] {
  return conditionsOf(experiment).flatMap((condition) =>
    seedsOf(experiment, condition).map((seed) => ({ condition, seed, name: runName(condition, seed) })),
  );
}

/** The seeds under which a condition is run. */
export function seedsOf(experiment: Experiment, condition: string): readonly number[] {
  return isGiven(experiment, condition) ? experiment.seeds.slice(0, 1) : experiment.seeds;
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
