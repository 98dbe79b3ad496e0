import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '@vestige/analysis';
import { conditionsOf, type Experiment, projectName, ruleOf, stageDirectory } from '@vestige/experiment';
import { renderReport } from '@vestige/report';
import { type StageRun, writeStage } from './shared/stageRun.ts';
import { version } from './shared/version.ts';

/** Renders the report. Writes `report.html`, `report.md`, `metrics.json` and `figures/*.svg`. */
export async function reportStage(experiment: Experiment, { progress }: StageRun): Promise<string> {
  const source = join(stageDirectory(experiment, 'analyze'), 'analysis.json');
  let analysis: Analysis;
  try {
    analysis = JSON.parse(readFileSync(source, 'utf8'));
  } catch (error) {
    throw new Error(`${source}: ${(error as Error).message}; run the stage analyze first`);
  }
  const conditions = conditionsOf(experiment).map((name) => [
    name,
    {
      rule: ruleOf(experiment, name),
      description: (experiment.conditions[name] ?? experiment.bases[name]!).description,
    },
  ]);
  const { html, markdown, metrics, figures } = renderReport({
    analysis,
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
  await writeStage(directory, async (temporary) => {
    writeFileSync(join(temporary, 'report.html'), html);
    writeFileSync(join(temporary, 'report.md'), markdown);
    writeFileSync(join(temporary, 'metrics.json'), `${JSON.stringify(metrics, null, 2)}\n`);
    mkdirSync(join(temporary, 'figures'));
    for (const [name, svg] of Object.entries(figures)) writeFileSync(join(temporary, 'figures', name), svg);
  });
  progress.start('report', 1, 'report');
  progress.finish(join(directory, 'report.html'));
  return directory;
}
