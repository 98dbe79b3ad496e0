import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CALIBRATION_FILE, loadCalibration } from '@vestige/calibration/file';
import { loadExperiment, loadOverview, type Overview } from '@vestige/experiment';
import type { ExpectedStage } from '@vestige/manifest';
import { expectedOverview, expectedStage } from '../stages/shared/expected.ts';
import { expectedCalibration } from '../stages/shared/expectedCalibration.ts';

/** The reports that belong to an overview, its own first. */
export function reportsOf(overview: Overview): ExpectedStage[] {
  return [
    expectedOverview(overview),
    ...overview.experiments.map((experiment) => expectedStage(experiment, 'report')),
    ...overview.also.flatMap((project) => reportBeside(overview, project)),
  ];
}

/** The report of a further project of an overview; none if there is no file to know it from. */
function reportBeside({ directory }: Overview, project: string): ExpectedStage[] {
  const [folder = '', preset] = project.split('-');
  const fileOf = (name: string) => join(directory, '..', folder, name);
  const has = (name: string) => existsSync(fileOf(name));
  if (has(CALIBRATION_FILE)) {
    return [expectedCalibration(loadCalibration(fileOf(CALIBRATION_FILE), preset))];
  }
  if (has('overview.json')) return reportsOf(loadOverview(fileOf('overview.json'), preset));
  if (has('experiment.json'))
    return [expectedStage(loadExperiment(fileOf('experiment.json'), preset), 'report')];
  return [];
}

/** Stages and all that they read, each once, in an order in which none comes before what it reads. */
export function withUpstream(stages: readonly ExpectedStage[]): ExpectedStage[] {
  const found = new Map<string, ExpectedStage>();
  const visit = (stage: ExpectedStage) => {
    if (found.has(stage.directory)) return;
    stage.upstream.forEach(visit);
    found.set(stage.directory, stage);
  };
  stages.forEach(visit);
  return [...found.values()];
}
