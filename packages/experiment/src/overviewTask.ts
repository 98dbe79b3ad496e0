import { experimentTask } from './experimentTask.ts';
import type { Overview } from './overview.ts';
import { projectName, stageDirectory } from './runs.ts';
import { OVERVIEW_REPORT } from './stages.ts';
import type { StageTask } from './stageTask.ts';

/** The report of an overview. */
export function overviewTask(overview: Overview): StageTask {
  return {
    stage: OVERVIEW_REPORT,
    whole: overview,
    file: 'overview.json',
    project: projectName(overview),
    directory: stageDirectory(overview, 'report'),
    options: [],
    settings: () => settingsOf(overview),
    before: () =>
      overview.experiments.flatMap((experiment) =>
        OVERVIEW_REPORT.after.map(({ stage, files = [] }) => ({
          task: experimentTask(experiment, stage),
          policies: false,
          files,
        })),
      ),
    also: overview.also,
  };
}

function settingsOf(overview: Overview): object {
  const { title, claim, also } = overview;
  const compare = overview.compare.map(({ experiment, condition, group, label }) => ({
    ...{ experiment: projectName(experiment), condition, group, label },
  }));
  const experiments = overview.experiments.map((one) => ({ project: projectName(one), title: one.title }));
  return { project: projectName(overview), title, claim, experiments, compare, also };
}
