import { join } from 'node:path';
import { PYTHON, script } from './python.ts';
import { WorkerProcess } from './workerProcess.ts';

/** One of the things compared. */
export interface System {
  readonly id: string;
  /** Heading of its column. */
  readonly label: string;
  start(): WorkerProcess;
}

/** The machine's cores as the systems share them. */
export interface Cores {
  /** All that may be used; undefined where processes cannot be pinned. */
  readonly all: readonly number[] | undefined;
  /** Threads of a system that uses several. */
  readonly threads: number;
}

const WORKER = join(import.meta.dirname, 'vestige', 'worker.ts');

/** Vestige has one thread. The last core by default, since the system itself prefers the first. */
export function vestige({ all }: Cores, core = all?.at(-1), mode: 'run' | 'profile' = 'run'): System {
  const command = [process.execPath, '--expose-gc', WORKER, ...(mode === 'profile' ? [mode] : [])];
  return {
    id: 'vestige',
    label: 'Vestige',
    start: () => new WorkerProcess('Vestige', command, core === undefined ? undefined : [core]),
  };
}

/** The backend `tensorflow`: on one thread, the same core as {@link vestige}'s; on more, all cores. */
export function native({ all }: Cores, threads: number): System {
  const label = `tensorflow, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const cores = threads === 1 ? all?.slice(-1) : all;
  const command = [process.execPath, '--expose-gc', WORKER, 'tensorflow'];
  return { id: `tensorflow-${threads}`, label, start: () => new WorkerProcess(label, command, cores) };
}

/** On one thread, the same core as {@link vestige}'s; on more, all cores. */
export function pytorch(cores: Cores, threads: number): System {
  return python(cores, threads, `pytorch-${threads}`, 'PyTorch', ['worker.py', String(threads)]);
}

/** TRL's GRPOTrainer with its default settings, or with those that suit a small model on a CPU. */
export function trl(cores: Cores, threads: number, settings: 'defaults' | 'tuned'): System {
  const label = settings === 'defaults' ? 'TRL, its defaults' : 'TRL, float32';
  return python(cores, threads, `trl-${settings}-${threads}`, label, ['grpo.py', String(threads), settings]);
}

function python(
  { all }: Cores,
  threads: number,
  id: string,
  name: string,
  [file, ...args]: [string, ...string[]],
): System {
  const label = `${name}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const cores = threads === 1 ? all?.slice(-1) : all;
  return { id, label, start: () => new WorkerProcess(label, [PYTHON, script(file), ...args], cores) };
}
