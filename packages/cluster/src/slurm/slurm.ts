import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Queued } from '../submission/record.ts';
import type { QueueEntry } from '../submission/status.ts';
import type { JobArray } from './arrays.ts';
import { ACCOUNTING_FORMAT, QUEUE_FORMAT, readQueue, type SlurmEntry } from './queue.ts';
import { type JobCommand, type SlurmOptions, sbatchWords, scriptOf } from './sbatch.ts';

/** What Slurm's own default is, where it does not say. */
const MAX_ARRAY_SIZE = 1001;

/** Slurm is not there, or has refused. The message is one line. */
export class SlurmError extends Error {
  override name = 'SlurmError';
}

/** Elements that an array may have. @throws {SlurmError} if no controller answers */
export async function largestArray(): Promise<number> {
  const config = await slurm('scontrol', ['show', 'config'], {
    expected: 'a cluster that runs, named by SLURM_CONF or /etc/slurm/slurm.conf',
  });
  const [, size] = /^MaxArraySize\s*=\s*(\d+)/m.exec(config) ?? [];
  return Math.max(1, Number(size ?? MAX_ARRAY_SIZE) - 1);
}

/**
 * Queues arrays, each after those that it waits for. If Slurm refuses one, those before it are cancelled.
 *
 * @param optionsOf what the jobs of an array ask for
 * @param env environment of the jobs
 * @param onQueued told of each array that was taken
 * @throws {SlurmError}
 */
export async function queueArrays(
  arrays: readonly JobArray[],
  optionsOf: (array: JobArray) => SlurmOptions,
  command: JobCommand,
  env: NodeJS.ProcessEnv,
  onQueued: (array: string, id: string) => void,
): Promise<void> {
  const ids = new Map<string, string>();
  try {
    for (const array of arrays) {
      const words = sbatchWords(array, optionsOf(array), command, (name) => ids.get(name)!);
      const said = await slurm('sbatch', words, { input: scriptOf(array, command), env });
      // `<number>;<cluster>`
      const [id = ''] = said.trim().split(';');
      if (!/^\d+$/.test(id))
        throw new SlurmError(`sbatch says "${said.trim()}"; expected the number of a job`);
      ids.set(array.name, id);
      onQueued(array.name, id);
    }
  } catch (error) {
    await cancelArrays([...ids.values()]);
    throw error;
  }
}

/**
 * What Slurm says of the tasks that were queued, by task: from the queue, and from its accounting where there is one.
 *
 * @throws {SlurmError} if no controller answers
 */
export async function slurmEntries({ arrays }: Queued): Promise<Map<string, QueueEntry>> {
  const ids = Object.values(arrays).flatMap(({ id }) => id ?? []);
  const found = new Map<string, SlurmEntry>();
  if (ids.length > 0) {
    // A cluster without accounting refuses.
    const past = await slurm('sacct', [
      '-n',
      '-P',
      '-X',
      '-j',
      ids.join(','),
      `-o${ACCOUNTING_FORMAT}`,
    ]).catch(() => '');
    const words = ['--noheader', '--array', '--states=all', `--format=${QUEUE_FORMAT}`];
    // All of the user's, and not these: an array that is no longer known makes squeue refuse the others.
    const now = await slurm('squeue', [...words, '--me']);
    for (const entry of [...readQueue(past), ...readQueue(now)]) found.set(entry.id, entry);
  }
  return new Map(
    Object.values(arrays).flatMap(({ id, tasks }) =>
      Object.entries(tasks).flatMap(([index, task]): [string, QueueEntry][] => {
        const entry = found.get(`${id}_${index}`);
        return entry ? [[task, entry]] : [];
      }),
    ),
  );
}

/** Ends what waits and runs of arrays. @throws {SlurmError} */
export async function cancelArrays(ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await slurm('scancel', ['--quiet', ...ids]);
}

/** Puts the job that this process is part of back into the queue. */
export function requeueThisJob(): void {
  // Not by SLURM_JOB_ID: that of the element which is split off last is the number of the whole array.
  const { SLURM_ARRAY_JOB_ID: array, SLURM_ARRAY_TASK_ID: index } = process.env;
  execFileSync('scontrol', ['requeue', `${array}_${index}`], { stdio: 'inherit' });
}

async function slurm(
  command: string,
  words: readonly string[],
  {
    input,
    env,
    expected,
  }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv; readonly expected?: string } = {},
): Promise<string> {
  try {
    const running = promisify(execFile)(command, words, {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      ...(env && { env }),
    });
    // Who refuses may not read to the end.
    running.child.stdin?.on('error', () => {}).end(input);
    return (await running).stdout;
  } catch (error) {
    const { code, stderr = '', message } = error as Error & { code?: unknown; stderr?: string };
    if (code === 'ENOENT') {
      throw new SlurmError(
        `${command} is not on the path; expected a machine from which jobs are queued in Slurm`,
      );
    }
    const [said = message] = stderr.split('\n').filter((line) => line.trim() !== '');
    const told = `${command} failed: ${said.replace(/^\w+: (error: )?/, '')}`;
    throw new SlurmError(expected === undefined ? told : `${told}; expected ${expected}`);
  }
}
