import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** Processor cores that this process may use; undefined where processes cannot be pinned to some. */
export function allowedCores(): readonly number[] | undefined {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    const status = readFileSync('/proc/self/status', 'utf8');
    return parseCores(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)![1]!);
  } catch {
    return undefined;
  }
}

/** `0-2,5` -> 0, 1, 2, 5 */
export function parseCores(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: last! - first + 1 }, (_, i) => first + i);
  });
}

/** The machine in a line, without anything that changes from day to day. */
export function describeMachine(cores: number): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memory} GiB, ${process.platform} ${process.arch}`;
}
