import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type Experiment, projectName, stageDirectory } from '@vestige/experiment';
import type { Metrics } from '@vestige/report';
import type { Argv } from 'yargs';
import { experimentOf, experimentOptions, UsageError } from '../options.ts';
import { runPipeline } from '../pipeline.ts';
import { summary } from '../summary.ts';
import { EXPERIMENTS } from '../workspace.ts';

/** Adds `vestige run`: an experiment from training to report through the cached pipeline. */
export function runCommand(yargs: Argv): Argv {
  return yargs.command(
    'run <experiment>',
    'Run an experiment from training to report; finished stages come from the cache',
    (y) =>
      experimentOptions(y)
        .option('parallel', {
          type: 'number',
          default: availableParallelism(),
          describe: 'How many stages run side by side',
        })
        .option('cache', { type: 'boolean', default: true, describe: '--no-cache runs every stage again' })
        .option('json', { type: 'boolean', describe: 'Print metrics.json at the end instead of a summary' })
        .example('$0 run loan', 'the loan experiment, three seeds')
        .example('$0 run loan --quick', 'smaller, one seed'),
    async (args) => {
      const experiment = experimentOf(args);
      expectInWorkspace(experiment);
      const output = args.json ? process.stderr : process.stdout;
      await runPipeline(projectName(experiment), { parallel: args.parallel, cache: args.cache, output });
      const metrics = readMetrics(experiment);
      console.log(
        args.json
          ? JSON.stringify(metrics, null, 2)
          : `\n${summary(experiment, metrics)}\n\nReport: ${reportPath(experiment)}`,
      );
    },
  );
}

/** The pipeline knows the experiments of the workspace only. */
function expectInWorkspace({ directory, name }: Experiment): void {
  if (resolve(directory) === join(EXPERIMENTS, name)) return;
  throw new UsageError(
    `${directory}: \`vestige run\` needs an experiment in ${relative(process.cwd(), EXPERIMENTS)}; move it there, or run its stages by hand (pretrain, train, ablate, analyze, report)`,
  );
}

function readMetrics(experiment: Experiment): Metrics {
  return JSON.parse(readFileSync(join(stageDirectory(experiment, 'report'), 'metrics.json'), 'utf8'));
}

function reportPath(experiment: Experiment): string {
  return relative(process.cwd(), join(stageDirectory(experiment, 'report'), 'report.html'));
}
