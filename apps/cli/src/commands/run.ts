import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { calibrationDirectory, calibrationProject } from '@vestige/calibration/file';
import { headlineSentences } from '@vestige/calibration/headline';
import type { Calibration } from '@vestige/calibration/options';
import type { CalibrationMetrics } from '@vestige/calibration/report';
import { type Experiment, projectName, stageDirectory } from '@vestige/experiment';
import type { Metrics } from '@vestige/report';
import type { Argv } from 'yargs';
import { calibrationOf } from '../calibrations.ts';
import { experimentOf, experimentOptions, UsageError } from '../options.ts';
import { runPipeline } from '../pipeline.ts';
import { EXPERIMENTS } from '../workspace.ts';

/** Adds `vestige run`: an experiment from training to report through the cached pipeline. */
export function runCommand(yargs: Argv): Argv {
  return yargs.command(
    'run <experiment>',
    'Run an experiment from training to report, or a calibration; finished stages come from the cache',
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
        .example('$0 run loan --quick', 'smaller, one seed')
        .example('$0 run calibration --quick', 'how far verdicts and intervals can be trusted'),
    async (args) => {
      const output = args.json ? process.stderr : process.stdout;
      const pipeline = { parallel: args.parallel, cache: args.cache, output };
      const calibration = calibrationOf(args);
      if (calibration) {
        expectInWorkspace(calibration);
        await runPipeline(calibrationProject(calibration), pipeline);
        const metrics = readMetrics<CalibrationMetrics>(calibrationDirectory(calibration, 'report'));
        console.log(args.json ? JSON.stringify(metrics, null, 2) : calibrationSummary(calibration, metrics));
        return;
      }
      const experiment = experimentOf(args);
      expectInWorkspace(experiment);
      await runPipeline(projectName(experiment), pipeline);
      const metrics = readMetrics<Metrics>(stageDirectory(experiment, 'report'));
      console.log(args.json ? JSON.stringify(metrics, null, 2) : summary(experiment, metrics));
    },
  );
}

/** The pipeline knows the experiments of the workspace only. */
function expectInWorkspace({ directory, name }: Pick<Experiment, 'directory' | 'name'>): void {
  if (resolve(directory) === join(EXPERIMENTS, name)) return;
  throw new UsageError(
    `${directory}: \`vestige run\` needs an experiment in ${relative(process.cwd(), EXPERIMENTS)}; move it there, or run its stages by hand (pretrain, train, ablate, analyze, report)`,
  );
}

/** The metrics.json of a report. */
function readMetrics<M>(report: string): M {
  return JSON.parse(readFileSync(join(report, 'metrics.json'), 'utf8'));
}

function calibrationSummary(calibration: Calibration, metrics: CalibrationMetrics): string {
  const report = join(calibrationDirectory(calibration, 'report'), 'calibration.html');
  return [
    '',
    `${calibration.title}: ${metrics.seeds} seeds of ${Math.max(...calibration.prompts)} prompts`,
    ...headlineSentences(metrics).map((sentence) => `  ${sentence}`),
    '',
    `Report: ${relative(process.cwd(), report)}`,
  ].join('\n');
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
