import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Analysis } from '@vestige/analysis';
import {
  baseNameOf,
  type ComparedRow,
  describedOf,
  type Experiment,
  ExperimentError,
  isBase,
  type Overview,
  overviewTask,
  projectName,
  reportDirectoryOf,
  stageDirectory,
} from '@vestige/experiment';
import { type OverviewRow, renderOverview } from '@vestige/report';
import { expectedFolder } from './shared/expected.ts';
import { analysisOf, writeReport } from './shared/reportFiles.ts';
import { type StageContext, version } from './shared/stageContext.ts';

/**
 * Renders the conditions of several experiments side by side. Writes `overview.html`, `overview.md`, `metrics.json`
 * and `figures/*`.
 */
export async function overviewStage(overview: Overview, context: StageContext): Promise<string> {
  const stage = expectedFolder(overviewTask(overview));
  const linkTo = (file: string) => relative(stage.directory, file).split(sep).join('/');
  return await writeReport(stage, 'overview', context, () => {
    const analyses = new Map(
      overview.experiments.map((experiment) => [experiment.name, analysisOf(experiment)]),
    );
    return renderOverview({
      overview: { title: overview.title, claim: overview.claim, project: projectName(overview) },
      rows: overview.compare.map((row) =>
        rowOf(row, analyses.get(row.experiment.name)!, linkTo(pageOf(row.experiment)), overview),
      ),
      reports: [
        ...overview.experiments.map((experiment) => ({
          project: projectName(experiment),
          title: experiment.title,
          page: linkTo(pageOf(experiment)),
        })),
        ...overview.also.map((project) => ({
          project,
          title: project,
          page: linkTo(pageIn(reportDirectoryOf(overview, project), project)),
        })),
      ],
      generator: { version: version() },
    });
  });
}

function rowOf(
  { experiment, condition, group, label }: ComparedRow,
  analysis: Analysis,
  page: string,
  { directory }: Overview,
): OverviewRow {
  const found = analysis.conditions[condition];
  if (!found) {
    throw new Error(`${projectName(experiment)}: its analysis has no "${condition}"; run it again`);
  }
  const part = group === undefined ? found : found.groups[group];
  if (!part) {
    const known = Object.keys(found.groups).join(', ') || 'none: its prompts are of one kind';
    throw new ExperimentError(
      `${join(directory, 'overview.json')}: field compare: ${label}: ${projectName(experiment)} ${condition} has no group "${group}"; it has ${known}`,
    );
  }
  const baseName = baseNameOf(experiment, condition);
  const base = analysis.conditions[baseName];
  const basePart = group === undefined ? base : base?.groups[group];
  return {
    label,
    project: projectName(experiment),
    condition,
    group,
    description: describedOf(experiment, condition).description,
    part,
    chance: found.chance ?? analysis.chance,
    seeds: found.seeds,
    allSeeds: analysis.seeds,
    interventions: analysis.interventions,
    base: isBase(experiment, condition) || !basePart ? undefined : { name: baseName, part: basePart },
    page,
  };
}

function pageOf(experiment: Experiment): string {
  return join(stageDirectory(experiment, 'report'), 'report.html');
}

/** The page in the folder of a report, whatever it is called. */
function pageIn(directory: string, project: string): string {
  let page: string | undefined;
  try {
    page = readdirSync(directory).find((file) => file.endsWith('.html'));
  } catch {}
  if (page === undefined) throw new Error(`${directory}: no page of ${project} in it; run ${project} first`);
  return join(directory, page);
}
