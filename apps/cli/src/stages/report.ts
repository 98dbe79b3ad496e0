import { conditionsOf, type Experiment, projectName, ruleOf, stageDirectory } from '@vestige/experiment';
import { renderReport } from '@vestige/report';
import { readAnalysis, version, writeReport } from './shared/reportFiles.ts';
import type { StageRun } from './shared/stageRun.ts';

/** Renders the report. Writes `report.html`, `report.md`, `metrics.json` and `figures/*`. */
export async function reportStage(experiment: Experiment, { progress }: StageRun): Promise<string> {
  const conditions = conditionsOf(experiment).map((name) => {
    const { description, swept } = experiment.conditions[name] ?? experiment.bases[name]!;
    return [name, { rule: ruleOf(experiment, name), description, swept }];
  });
  const report = renderReport({
    analysis: readAnalysis(experiment),
    experiment: {
      name: experiment.name,
      title: experiment.title,
      claim: experiment.claim,
      conditions: Object.fromEntries(conditions),
      project: projectName(experiment),
    },
    generator: { version: version() },
  });
  const directory = stageDirectory(experiment, 'report');
  const page = await writeReport(directory, 'report', report);
  progress.start('report', 1, 'report');
  progress.finish(page);
  return directory;
}
