import { join } from 'node:path';
import type { After, Stage } from './stage.ts';

/** A condition, or a planted policy, under a seed. */
export interface RunOfStage {
  readonly condition: string;
  readonly seed: number;
}

/** An experiment, overview or calibration, as far as its tasks are concerned. */
export interface Whole {
  readonly name: string;
  readonly preset: string | undefined;
  /** Folder that holds its file. */
  readonly directory: string;
}

/** A stage of a run, or of an experiment, overview or calibration as a whole: what Nx runs as one task. */
export interface StageTask {
  readonly stage: Stage;
  readonly whole: Whole;
  /** Name of the file that describes the whole. */
  readonly file: string;
  /** Name of its Nx project. */
  readonly project: string;
  /** Folder that it writes. */
  readonly directory: string;
  /** Absent for a stage of the whole. */
  readonly run?: RunOfStage;
  /** What tells the run on a command line, names with values. */
  readonly options: readonly (readonly [name: string, value: string])[];
  /** All settings that it follows, and no others: JSON. */
  settings(): object;
  /** The tasks that it comes after, in the order in which one would make them: run by run, then those of the whole. */
  before(): Before[];
  /** Further Nx projects whose reports it links, which are known by name only. */
  readonly also: readonly string[];
}

/** A task that another comes after, and what this reads in its folder. */
export interface Before {
  readonly task: StageTask;
  /** Whether it reads the policies that the task has saved. */
  readonly policies: boolean;
  readonly files: readonly string[];
}

/** The tasks that a task comes after, stage by stage as its stage names them. */
export function byStage(task: StageTask): { readonly after: After; readonly tasks: readonly StageTask[] }[] {
  const before = task.before().map((one) => one.task);
  return task.stage.after.map((after) => ({
    after,
    tasks: before.filter(({ stage }) => stage.name === after.stage),
  }));
}

/** Path of the page that a report makes. */
export function pageOf({ directory, stage }: Pick<StageTask, 'directory' | 'stage'>): string {
  const page = stage.makes.find((file) => file.endsWith('.html'));
  if (page === undefined) throw new Error(`the stage ${stage.name} makes no page`);
  return join(directory, page);
}
