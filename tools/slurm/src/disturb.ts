import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RandomStream } from '@vestige/random';

/** What can happen to jobs that run. */
export type Disturbance = 'requeue' | 'process' | 'node';

/**
 * Command line, Nx and stages. Not what Nx asks while it hashes, such as `node -p process.version`: who is killed there alone
 * has given another answer, and Nx makes the stage by another hash.
 */
const WORKING = ['src/vestige.js', 'bin/nx.js', 'src/main.ts'];

/** A job that runs. */
export interface Running {
  /** Slurm's number of the job: that of the array too, for the element that is split off last. */
  readonly job: string;
  /** Array and index. */
  readonly element: string;
  readonly node: string;
}

/** Jobs that run now, by Slurm itself. */
export function runningJobs(): Running[] {
  const said = slurm('squeue', '--noheader', '--array', '--states=RUNNING', '--format=%A %i %N').trim();
  return said === ''
    ? []
    : said.split('\n').map((line) => {
        const [job = '', element = '', node = ''] = line.trim().split(' ');
        return { job, element, node };
      });
}

/**
 * Lets something happen to a job, or to the node on which it runs:
 *
 * - `requeue`: it is put back into the queue, as pre-emption does.
 * - `process`: one of its processes is killed, so that the job fails.
 * - `node`: all processes of the node die at once, its daemon too; it comes back.
 *
 * @returns what happened, in words; null if the job had ended by then
 */
export async function disturb(
  what: Disturbance,
  { job, element, node }: Running,
  stream: RandomStream,
): Promise<string | null> {
  switch (what) {
    case 'requeue':
      try {
        slurm('scontrol', 'requeue', element);
      } catch {
        return null;
      }
      return `job ${element} put back into the queue`;
    case 'process': {
      const all = processesWhere((env) => env.SLURM_JOB_ID === job);
      const processes = all.filter(({ command }) => WORKING.includes(command));
      if (processes.length === 0) return null;
      const { pid, command } = stream.choice(processes);
      kill(pid);
      return `job ${element}: killed process ${pid} (${command})`;
    }
    case 'node': {
      const folder = dirname(process.env.SLURM_CONF!);
      const daemon = Number(readFileSync(join(folder, `slurmd.${node}.pid`), 'utf8'));
      const steps = processesWhere((env) => env.SLURMD_NODENAME === node);
      // What watches a job would tell its end: it dies first.
      for (const pid of [...watchersOf(steps.map(({ pid }) => pid)), daemon]) kill(pid);
      for (const { pid } of steps) kill(pid);
      slurm('scontrol', 'update', `nodename=${node}`, 'state=down', 'reason=rehearsal');
      rmSync(join(folder, `slurmd.${node}.pid`), { force: true });
      execFileSync('bash', [join(import.meta.dirname, '../cluster.sh'), 'node', folder, node]);
      return `node ${node} died, with ${steps.length} processes`;
    }
  }
}

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Processes of this cluster whose environment is such. */
function processesWhere(holds: (env: Readonly<Record<string, string>>) => boolean): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const env = Object.fromEntries(
          readFileSync(join('/proc', name, 'environ'), 'utf8')
            .split('\0')
            .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
        );
        if (env.SLURM_CONF !== process.env.SLURM_CONF || !holds(env)) return [];
        const [, word = ''] = readFileSync(join('/proc', name, 'cmdline'), 'utf8').split('\0');
        return [{ pid: Number(name), command: word.split('/').slice(-2).join('/') }];
      } catch {
        // It has ended.
        return [];
      }
    });
}

/** The `slurmstepd` above processes. */
function watchersOf(pids: readonly number[]): Set<number> {
  const found = new Set<number>();
  for (const pid of pids) {
    const parent = parentOf(pid);
    if (parent !== undefined && commandOf(parent).startsWith('slurmstepd')) found.add(parent);
  }
  return found;
}

function parentOf(pid: number): number | undefined {
  try {
    // The name of the command, in brackets, may hold anything.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]);
  } catch {
    return undefined;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function slurm(command: string, ...words: string[]): string {
  return execFileSync(command, words, { encoding: 'utf8' });
}
