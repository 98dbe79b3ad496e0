import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startRelay } from '@vestige/cache';
import { planOf, resolvePipeline, type Share, wavesOf } from '@vestige/cluster';
import { UsageError } from '../failure.ts';
import { lockOf } from '../pipeline/checked.ts';
import { WORKSPACE } from '../workspace.ts';
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
  const { report, stages } = pipeline;
  using _ = await lockOf(join(report.directory, '..'), log);
  const { graph, done, broken, output } = await resolved(pipeline, log);
  if (broken.length > 0) {
    for (const line of output.split('\n').slice(-40)) log(line);
    throw new UsageError(`${broken.join(', ')} failed, and said why above; jobs need what it builds`);
  }
  const plan = planOf(graph, new Set(done.map(({ task }) => task)), () => NEEDS);
  const runOf = (task: string) => (stages.get(task)?.run ? task.slice(0, task.lastIndexOf(':')) : null);
  const { first, second } = wavesOf(plan, runOf, MOST);
  return [`first=${matrix(first)}`, `second=${matrix(second)}`];
}

async function resolved({ id, stages }: Pipeline, log: (line: string) => void) {
  const relay = await startRelay(process.env);
  try {
    const options = { parallel: availableParallelism(), env: relay.environment };
    return await resolvePipeline(WORKSPACE, id, (task) => stages.has(task), options);
  } finally {
    for (const line of await relay.close()) log(line);
  }
}

function matrix(shares: readonly Share[]): string {
  const include = shares.map(({ name, tasks }) => ({ name, tasks: tasks.join(' ') }));
  return include.length === 0 ? '' : JSON.stringify({ include });
}
