import type { Dependency, JobArray } from './arrays.ts';

/** What the user asks of Slurm, for every job of a stage; what is absent is left to Slurm. */
export interface SlurmOptions {
  readonly partition?: string | undefined;
  readonly account?: string | undefined;
  /** As `--time` takes it. */
  readonly time?: string | undefined;
  /** Further options of sbatch, a word each. */
  readonly sbatch: readonly string[];
}

/** What the script of a job starts, and where it leaves what it says. */
export interface JobCommand {
  /** Words that start a job, to which the name of its array is added. */
  readonly words: readonly string[];
  /** Folder for the logs. */
  readonly logs: string;
  /** Name of the pipeline, for the names of the jobs. */
  readonly project: string;
}

/** Seconds before its time is up at which a job is told. */
const NOTICE = 120;
/** The signal that tells it; Node keeps SIGUSR1 for its debugger. */
export const NOTICE_SIGNAL = 'USR2';

/**
 * The words behind `sbatch` that queue an array; its script comes by standard input.
 *
 * A job is put back into the queue when its node fails, and goes on writing to its log. It is told before its time is up,
 * and is not kept waiting for what failed.
 *
 * @param idOf Slurm's number of an array that was queued before
 */
export function sbatchWords(
  { name, tasks, after, needs }: JobArray,
  { partition, account, time, sbatch }: SlurmOptions,
  { logs, project }: JobCommand,
  idOf: (array: string) => string,
): string[] {
  const dependency = dependencyText(after, idOf);
  return [
    '--parsable',
    `--job-name=${project}:${name}`,
    `--array=${indexRanges([...tasks.keys()])}`,
    ...(dependency === undefined ? [] : [`--dependency=${dependency}`]),
    '--kill-on-invalid-dep=yes',
    '--requeue',
    '--open-mode=append',
    `--signal=B:${NOTICE_SIGNAL}@${NOTICE}`,
    `--output=${literal(logs)}/${name}.%a.log`,
    '--export=ALL',
    '--ntasks=1',
    `--cpus-per-task=${needs.cores}`,
    ...(needs.memory === null ? [] : [`--mem=${Math.ceil(needs.memory / 2 ** 20)}M`]),
    ...(needs.gpus === 0 ? [] : [`--gpus=${needs.gpus}`]),
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(account === undefined ? [] : [`--account=${account}`]),
    ...(time === undefined ? [] : [`--time=${time}`]),
    ...sbatch,
  ];
}

/** The script of an array's jobs: it becomes the job itself, so that signals reach it. */
export function scriptOf({ name }: JobArray, { words }: JobCommand): string {
  return `#!/bin/sh\nexec ${[...words, name].map(quoted).join(' ')}\n`;
}

/** `0-3,5,7-9` */
export function indexRanges(indices: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const index of indices.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && index === last[1] + 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

function dependencyText(after: Dependency, idOf: (array: string) => string): string | undefined {
  if (after.kind === 'aftercorr') return `aftercorr:${idOf(after.array)}`;
  if (after.elements.length === 0) return undefined;
  const ids = after.elements.map(({ array, index }) =>
    index === null ? idOf(array) : `${idOf(array)}_${index}`,
  );
  return `afterok:${ids.join(':')}`;
}

/** A path in which sbatch replaces nothing. */
function literal(path: string): string {
  return path.replaceAll('%', '%%');
}

/** A word for a shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
