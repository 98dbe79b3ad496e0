import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startRelay } from '@vestige/cache';
import { SERVER_VARIABLE, TOKEN_VARIABLE } from '@vestige/cache/variables';
import { type Needs, type Plan, planOf, resolvePipeline, shareResults } from '@vestige/cluster';
import { UsageError } from '../failure.ts';
import { lockOf } from '../pipeline/checked.ts';
import { interruptSignal } from '../signals.ts';
import { WORKSPACE } from '../workspace.ts';
import type { Pipeline } from './whole.ts';

/** Lines of Nx that tell why what jobs need was not built. */
const TOLD = 40;

/**
 * What is left to do of a pipeline. What the caches have is restored in the workspace, and put into the one that machines
 * share, which is asked through a relay.
 *
 * @param caches variables that name the cache which machines share
 * @param needsOf what a task needs
 * @param log told of what goes wrong
 * @throws {UsageError} if what jobs need cannot be built
 */
export async function planned(
  { report, id, stages }: Pipeline,
  caches: Readonly<NodeJS.ProcessEnv>,
  needsOf: (task: string) => Needs,
  log: (line: string) => void,
): Promise<Plan> {
  using _ = await lockOf(join(report.directory, '..'), log);
  const relay = await startRelay(caches);
  try {
    const env = relay.environment;
    const { graph, done, broken, output } = await resolvePipeline(WORKSPACE, id, (task) => stages.has(task), {
      parallel: availableParallelism(),
      env,
      signal: interruptSignal(),
    });
    if (broken.length > 0) {
      for (const line of output.split('\n').slice(-TOLD)) log(line);
      throw new UsageError(`${broken.join(', ')} failed, and said why above; jobs need what it builds`);
    }
    const address = { url: env[SERVER_VARIABLE]!, token: env[TOKEN_VARIABLE]! };
    const { failed } = await shareResults(WORKSPACE, done, address);
    for (const line of failed) log(`${line}; jobs will make it again`);
    return planOf(graph, new Set(done.map(({ task }) => task)), needsOf);
  } finally {
    for (const line of await relay.close()) log(line);
  }
}
