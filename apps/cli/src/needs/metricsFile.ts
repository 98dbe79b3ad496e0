import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Experiment, experimentTask } from '@vestige/experiment';
import { expectStages } from '@vestige/manifest';
import { UsageError } from '../failure.ts';
import { expectedFolder } from '../stages/shared/expected.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { whatMakes } from './expect.ts';
import { type Named, typedTask } from './typedTask.ts';

/**
 * The metrics.json of an experiment's report, made as its file stands.
 *
 * @throws {UsageError} if it is not made, naming the commands that make it
 * @throws {IntegrityError} if it was made otherwise
 */
export function metricsFile(experiment: Experiment, by: Named): string {
  const report = experimentTask(experiment, 'report');
  const file = join(report.directory, 'metrics.json');
  if (!existsSync(file)) {
    throw new UsageError(`${shortPath(file)}: no such file; ${whatMakes(typedTask(report, by))}`);
  }
  expectStages([expectedFolder(report)]);
  return file;
}
