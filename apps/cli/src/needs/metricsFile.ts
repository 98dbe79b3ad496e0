import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '@vestige/experiment';
import { expectStages } from '@vestige/manifest';
import { UsageError } from '../failure.ts';
import { expectedStage } from '../stages/shared/expected.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { making } from './expect.ts';
import { type Named, stageTask } from './tasks.ts';

/**
 * The metrics.json of an experiment's report, made as its file stands.
 *
 * @throws {UsageError} if it is not made, naming the commands that make it
 * @throws {IntegrityError} if it was made otherwise
 */
export function metricsFile(experiment: Experiment, by: Named): string {
  const stage = expectedStage(experiment, 'report');
  const file = join(stage.directory, 'metrics.json');
  if (!existsSync(file)) {
    const task = stageTask(experiment, 'report', undefined, by);
    throw new UsageError(`${shortPath(file)}: no such file; ${making(task)}`);
  }
  expectStages([stage]);
  return file;
}
