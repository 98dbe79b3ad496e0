import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type Experiment, type Overview, projectName, stageDirectory } from '@vestige/experiment';
import type { Argv } from 'yargs';
import { overviewOrExperimentOf, overviewOrExperimentOptions, UsageError } from '../options.ts';
import { runPipeline } from '../pipeline.ts';
import { overviewSummary, summary } from '../summary.ts';
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
      const directory = stageDirectory(one, 'report');
      const metrics = JSON.parse(readFileSync(join(directory, 'metrics.json'), 'utf8'));
      if (args.json) console.log(JSON.stringify(metrics, null, 2));
      else if (overview) {
        console.log(
          `\n${overviewSummary(overview, metrics)}\n\nOverview: ${shortPath(join(directory, 'overview.html'))}`,
        );
      } else {
        console.log(
          `\n${summary(experiment, metrics)}\n\nReport: ${shortPath(join(directory, 'report.html'))}`,
        );
      }
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
