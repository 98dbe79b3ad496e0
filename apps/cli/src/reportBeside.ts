import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  experimentTask,
  loadExperiment,
  loadOverview,
  type Overview,
  overviewTask,
  type StageTask,
} from '@vestige/experiment';
import { furtherWholeOf } from './furtherWholes.ts';

/**
 * The report of a further project that an overview links, from the folders beside its own; undefined if there is no file
 * to know it from.
 */
export function reportBeside(
  { directory }: Pick<Overview, 'directory'>,
  project: string,
): StageTask | undefined {
  const [folder = '', preset] = project.split('-');
  const fileOf = (name: string) => join(directory, '..', folder, name);
  const has = (name: string) => existsSync(fileOf(name));
  const further = furtherWholeOf({ experiment: join(directory, '..', folder), preset, quick: undefined });
  if (further) return further.report;
  if (has('overview.json')) return overviewTask(loadOverview(fileOf('overview.json'), preset));
  if (!has('experiment.json')) return undefined;
  return experimentTask(loadExperiment(fileOf('experiment.json'), preset), 'report');
}
