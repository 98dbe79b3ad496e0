import type { Overview } from '@vestige/experiment';
import type { ExpectedStage } from '@vestige/manifest';
import { besideOverview } from '../overviews.ts';
import { expectedOverview, expectedStage } from '../stages/shared/expected.ts';
import { expectedCalibration } from '../stages/shared/expectedCalibration.ts';

/** The reports that belong to an overview, its own first. */
export function reportsOf(overview: Overview): ExpectedStage[] {
  return [
    expectedOverview(overview),
    ...overview.experiments.map((experiment) => expectedStage(experiment, 'report')),
    ...overview.also.flatMap((project) => reportsBeside(overview, project)),
  ];
}

/** The reports of a further project of an overview; none if there is no file to know it from. */
function reportsBeside(overview: Overview, project: string): ExpectedStage[] {
  const beside = besideOverview(overview, project);
  if (!beside) return [];
  if ('calibration' in beside) return [expectedCalibration(beside.calibration)];
  return 'overview' in beside ? reportsOf(beside.overview) : [expectedStage(beside.experiment, 'report')];
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
