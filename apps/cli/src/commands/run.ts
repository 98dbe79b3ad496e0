import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type Experiment, type Overview, projectName, stageDirectory } from '@vestige/experiment';
import type { Metrics, OverviewMetrics } from '@vestige/report';
import type { Argv } from 'yargs';
import { overviewOrExperimentOf, overviewOrExperimentOptions, UsageError } from '../options.ts';
import { runPipeline } from '../pipeline.ts';
import { inColumns } from '../terminal/layout.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS } from '../workspace.ts';

/** Adds `vestige run`: an experiment from training to report through the cached pipeline. */
export function runCommand(yargs: Argv): Argv {
  return yargs.command(
    'run <experiment>',
    'Run an experiment, or all of an overview, from training to report, through the cache',
    (y) =>
      overviewOrExperimentOptions(y)
        .option('parallel', {
          type: 'number',
          default: availableParallelism(),
          describe: 'How many stages run side by side',
        })
        .option('cache', { type: 'boolean', default: true, describe: '--no-cache runs every stage again' })
        .option('json', { type: 'boolean', describe: 'Print metrics.json at the end instead of a summary' })
        .example('$0 run loan', 'the loan experiment, three seeds')
        .example('$0 run loan --quick', 'smaller, one seed')
        .example('$0 run overview --quick', 'every experiment, and their conditions side by side'),
    async (args) => {
      const { overview, experiment } = overviewOrExperimentOf(args);
      const one = overview ?? experiment;
      expectInWorkspace(one);
      await runPipeline(projectName(one), {
        parallel: args.parallel,
        cache: args.cache,
        output: args.json ? process.stderr : process.stdout,
        others: overview ? [...overview.experiments.map(projectName), ...overview.also] : [],
      });
      const metrics = JSON.parse(readFileSync(join(stageDirectory(one, 'report'), 'metrics.json'), 'utf8'));
      if (args.json) console.log(JSON.stringify(metrics, null, 2));
      else console.log(overview ? overviewSummary(overview, metrics) : summary(experiment, metrics));
    },
  );
}

/** The pipeline knows the experiments of the workspace only. */
function expectInWorkspace({ directory, name }: Experiment | Overview): void {
  if (resolve(directory) === join(EXPERIMENTS, name)) return;
  throw new UsageError(
    `${directory}: \`vestige run\` needs an experiment or overview in ${relative(process.cwd(), EXPERIMENTS)}; move it there, or run its stages by hand (pretrain, train, ablate, analyze, report)`,
  );
}

function summary(experiment: Experiment, { conditions }: Metrics): string {
  const report = relative(process.cwd(), join(stageDirectory(experiment, 'report'), 'report.html'));
  const width = Math.max(...Object.keys(conditions).map(({ length }) => length));
  const lines = Object.entries(conditions).map(([name, { verdict, estimates }]) => {
    const figure = (estimator: string) => {
      const estimate = estimates[estimator];
      return estimate ? estimate.mean.toFixed(3) : '–';
    };
    return `  ${name.padEnd(width)}  ${verdict.padEnd(12)}  own ${figure('accuracy.own')}  now ${figure('accuracy.now')}  empty CoT ${figure('accuracy.cut0')}  filler ${figure('accuracy.filler')}`;
  });
  return [
    '',
    `${experiment.title}: accuracy with its own reasoning, and without`,
    ...lines,
    '',
    `Report: ${report}`,
  ].join('\n');
}

const REMOVAL_WORDS = { now: 'now', cut0: 'empty CoT', filler: 'filler' } as const;

function overviewSummary(overview: Overview, { rows }: OverviewMetrics): string {
  const lines = rows.map(({ label, verdict, removal, estimates }) => {
    const figure = (estimator: string) => estimates[estimator]?.mean.toFixed(3) ?? '–';
    const without = removal ? `${REMOVAL_WORDS[removal]} ${figure(`accuracy.${removal}`)}` : '';
    return [
      '',
      label,
      verdict,
      `own ${figure('accuracy.own')}`,
      without,
      `reliance ${figure('reliance.minimum')}`,
    ];
  });
  return [
    '',
    `${overview.title}: accuracy with its own reasoning, and under the removal that costs least`,
    ...inColumns(lines, 'llllrl'),
    '',
    `Overview: ${shortPath(join(stageDirectory(overview, 'report'), 'overview.html'))}`,
  ].join('\n');
}
