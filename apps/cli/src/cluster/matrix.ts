import { type Share, wavesOf } from '@vestige/cluster';
import { planned } from './planned.ts';
import type { Pipeline } from './whole.ts';

/** Most jobs of a matrix: GitHub takes 256. */
const MOST = 100;
/** GitHub has machines of one kind. */
const NEEDS = { seconds: null, memory: null, cores: 1, gpus: 0 };

/**
 * What is left to do of the runs of a pipeline as two matrices of GitHub Actions: lines for the outputs of a step, `first=...`
 * and `second=...`; nothing behind the sign where there is nothing to do. What the caches have is restored in the workspace.
 *
 * @param log told of what goes wrong
 * @throws {UsageError} if what jobs need cannot be built
 */
export async function matrixLines(pipeline: Pipeline, log: (line: string) => void): Promise<string[]> {
  const plan = await planned(pipeline, process.env, () => NEEDS, log);
  const runOf = (task: string) =>
    pipeline.stages.get(task)?.run ? task.slice(0, task.lastIndexOf(':')) : null;
  const { first, second } = wavesOf(plan, runOf, MOST);
  return [`first=${matrix(first)}`, `second=${matrix(second)}`];
}

function matrix(shares: readonly Share[]): string {
  const include = shares.map(({ name, tasks }) => ({ name, tasks: tasks.join(' ') }));
  return include.length === 0 ? '' : JSON.stringify({ include });
}
