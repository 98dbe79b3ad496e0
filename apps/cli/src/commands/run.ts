import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { type Experiment, projectName, stageDirectory } from '@vestige/experiment';
import type { Metrics } from '@vestige/report';
import type { Argv } from 'yargs';
import { WORKSPACE } from '../experiments.ts';
import { experimentOf, experimentOptions } from '../options.ts';

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
      await runPipeline(projectName(experiment), args);
      const metrics = readMetrics(experiment);
      console.log(args.json ? JSON.stringify(metrics, null, 2) : summary(experiment, metrics));
    },
  );
}

function runPipeline(
  project: string,
  options: { parallel: number; cache: boolean; json: boolean | undefined },
) {
  const nx = createRequire(join(WORKSPACE, 'package.json')).resolve('nx/bin/nx.js');
  const words = [nx, 'run', `${project}:report`, '--outputStyle=stream', `--parallel=${options.parallel}`];
  if (!options.cache) words.push('--skipNxCache');
  const env = { ...process.env, NX_TUI: 'false' };
  const stdio = options.json ? (['ignore', 2, 2] as const) : ('inherit' as const);
  return new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: WORKSPACE, env, stdio: stdio as 'inherit' });
    // The terminal sends Ctrl-C to the child too; wait for it to clean up.
    const wait = () => {};
    process.on('SIGINT', wait);
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('SIGINT', wait);
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `the pipeline of ${project} stopped (exit code ${code}); the failing stage is named above`,
          ),
        );
    });
  });
}

function readMetrics(experiment: Experiment): Metrics {
  return JSON.parse(readFileSync(join(stageDirectory(experiment, 'report'), 'metrics.json'), 'utf8'));
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
