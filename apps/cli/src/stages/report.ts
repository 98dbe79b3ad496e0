import { join } from 'node:path';
import type { Analysis } from '@vestige/analysis';
import {
  baseOf,
  conditionsOf,
  describedOf,
  type Experiment,
  experimentTask,
  isBase,
  isGiven,
  projectName,
  reportSettings,
  runsOf,
  stageDirectory,
  sweptOf,
} from '@vestige/experiment';
import { type ExplorerRun, explorerProgram, type GivenRun, renderExplorer } from '@vestige/explorer';
import { type ReportExperiment, renderReport } from '@vestige/report';
import { savedPolicies } from './shared/checkpoints.ts';
import { expectedFolder } from './shared/expected.ts';
import { analysisOf, writeReport } from './shared/reportFiles.ts';
import { type StageContext, version } from './shared/stageContext.ts';
import { taskOf } from './shared/task.ts';

/** Renders the report. Writes `report.html`, `report.md`, `metrics.json` and `figures/*`. */
export async function reportStage(experiment: Experiment, context: StageContext): Promise<string> {
  return await writeReport(expectedFolder(experimentTask(experiment, 'report')), 'report', context, () => {
    const analysis = analysisOf(experiment);
    const about = aboutOf(experiment);
    const report = renderReport({ analysis, experiment: about, generator: { version: version() } });
    const html = renderExplorer({
      page: report.page,
      shorterPage: report.shorterPage,
      experiment: { name: about.name, title: about.title, project: about.project },
      conditions: Object.entries(about.conditions).map(([name, { description, rule }]) => ({
        ...{ name, description, rule },
        verdict: analysis.conditions[name]!.verdict,
        follows: analysis.conditions[name]!.follows.followed,
      })),
      runs: explorerRuns(experiment),
      given: givenRuns(experiment, analysis),
      program: explorerProgram(),
    });
    return { ...report, html };
  });
}

function aboutOf(experiment: Experiment): ReportExperiment {
  const conditions = conditionsOf(experiment).map((name) => {
    const { description, rule } = describedOf(experiment, name);
    const given = isGiven(experiment, name);
    return [name, { rule, description, swept: sweptOf(experiment, name), given }];
  });
  const { name: _, title, claim, ...settings } = reportSettings(experiment);
  return {
    name: experiment.name,
    title: experiment.title,
    claim: experiment.claim,
    conditions: Object.fromEntries(conditions),
    project: projectName(experiment),
    settings,
  };
}

/** The runs of an experiment whose policies were trained here, with their files, those that RL made first. */
function explorerRuns(experiment: Experiment): ExplorerRun[] {
  const trainedHere = runsOf(experiment).filter(({ condition }) => !isGiven(experiment, condition));
  const runs = trainedHere.map((run) => {
    const { condition, seed } = run;
    const base = isBase(experiment, condition);
    const swept = sweptOf(experiment, condition);
    const trained = (name: string) =>
      base ? undefined : join(stageDirectory(experiment, 'train', run), name);
    return {
      ...{ condition, seed, swept: swept !== undefined },
      environment: baseOf(experiment, condition).environment,
      checkpoints: savedPolicies(experiment, run),
      updates: trained('updates.arrow'),
      rollouts: trained('rollouts.arrow'),
      interventions: join(stageDirectory(experiment, 'ablate', run), 'interventions.arrow'),
    };
  });
  const trained = runs.filter(({ rollouts }) => rollouts !== undefined);
  return [...trained, ...runs.filter((run) => !trained.includes(run))];
}

/** The policies of an experiment that were trained elsewhere, with what they were asked. */
function givenRuns(experiment: Experiment, { conditions }: Analysis): GivenRun[] {
  return runsOf(experiment)
    .filter(({ condition }) => isGiven(experiment, condition))
    .map(({ condition, seed }) => {
      const task = taskOf(experiment, condition);
      return {
        ...{ condition, seed, skipped: conditions[condition]!.skipped },
        interventions: join(stageDirectory(experiment, 'ablate', { condition, seed }), 'interventions.arrow'),
        part: task.kind === 'questions' ? 'sentence' : 'phrase',
        units: (thought) => task.units(thought),
      };
    });
}
