import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import type { Writable } from 'node:stream';
import {
  type Experiment,
  experimentTask,
  overviewTask,
  pageOf,
  projectName,
  type StageTask,
} from '@vestige/experiment';
import { importedDirectory, sourceOf } from '@vestige/imported/file';
import type { Imported } from '@vestige/imported/options';
import { readCheckedJson } from '@vestige/manifest';
import type { Argv } from 'yargs';
import { BUDGET_OPTION, PROMPTS_OPTION } from '../budget.ts';
import { furtherWholeOf } from '../furtherWholes.ts';
import { inWorkspace } from '../needs/typedTask.ts';
import { wholeNumber } from '../numbers.ts';
import {
  type OverviewOrExperiment,
  overviewOrExperimentOf,
  overviewOrExperimentOptions,
  RESUMED,
  UsageError,
} from '../options.ts';
import { runCheckedPipeline } from '../pipeline/checked.ts';
import { reportsOf } from '../pipeline/reports.ts';
import { type TypedFields, writeTypedFields } from '../run/typedFields.ts';
import { expectedFolder } from '../stages/shared/expected.ts';
import { furtherSummary, overviewSummary, summary } from '../summary.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { warnOfTime } from '../warnings.ts';
import { EXPERIMENTS } from '../workspace.ts';

/** More than any machine has cores. */
const MOST_PARALLEL = 1024;

/** Adds `vestige run`: an experiment from training to report through the cached pipeline. */
export function runCommand(yargs: Argv): Argv {
  return yargs.command(
    'run <experiment>',
    'Run an experiment from training to report, an overview, a calibration or imported runs, through the cache',
    (y) =>
      overviewOrExperimentOptions(y)
        .option('parallel', {
          ...wholeNumber('parallel', 1, MOST_PARALLEL),
          default: availableParallelism(),
          describe: 'How many stages run side by side',
        })
        .option('cache', { type: 'boolean', default: true, describe: '--no-cache runs every stage again' })
        .option('prompts', { ...PROMPTS_OPTION, describe: `${PROMPTS_OPTION.describe}, which it writes` })
        .option('budget', { ...BUDGET_OPTION, describe: `${BUDGET_OPTION.describe}, which it writes` })
        .option('json', { type: 'boolean', describe: 'Print metrics.json at the end instead of a summary' })
        .example('$0 run loan', 'the loan experiment, three seeds')
        .example('$0 run loan --quick', 'smaller, one seed')
        .example('$0 run mine --prompts 100 --budget 2h', 'an experiment on a language model')
        .example('$0 run overview --quick', 'every experiment, and their conditions side by side')
        .example('$0 run calibration --quick', 'how far verdicts and intervals can be trusted')
        .example('$0 run mine', 'what the rollouts reinforced that `vestige import` brought in')
        .epilogue(RESUMED),
    async (args) => {
      const pipeline = {
        parallel: args.parallel,
        cache: args.cache,
        output: args.json ? process.stderr : process.stdout,
      };
      const tell = (report: StageTask, told: (metrics: never) => string) => {
        const metrics = readCheckedJson(join(report.directory, 'metrics.json'));
        if (args.json) console.log(JSON.stringify(metrics, null, 2));
        else console.log(`\n${told(metrics as never)}\n\nReport: ${shortPath(pageOf(report))}`);
      };
      const further = furtherWholeOf(args);
      if (further) {
        const { report } = further;
        expectNoFields(args);
        expectInWorkspace(report.whole);
        if (further.kind === 'imported') tellOfAbsent(further.file, pipeline.output);
        await runCheckedPipeline(report.project, [expectedFolder(report)], pipeline);
        tell(report, (metrics) => furtherSummary(further, metrics));
        return;
      }
      const named = overviewOrExperimentOf(args);
      expectInWorkspace(named.overview ?? named.experiment);
      const { overview, experiment } = withTyped(named, args, pipeline.output);
      for (const each of overview ? overview.experiments : [experiment]) warnOfTime(each);
      const others = overview ? [...overview.experiments.map(projectName), ...overview.also] : [];
      const report = overview ? overviewTask(overview) : experimentTask(experiment, 'report');
      const reports = reportsOf(report).map(expectedFolder);
      await runCheckedPipeline(report.project, reports, { ...pipeline, others });
      tell(report, (metrics) =>
        overview ? overviewSummary(overview, metrics) : summary(experiment, metrics),
      );
    },
  );
}

/** Of runs whose sources are not there any more, what was converted counts. */
function tellOfAbsent(imported: Imported, output: Writable): void {
  for (const run of Object.keys(imported.runs)) {
    const source = sourceOf(imported, run);
    if (existsSync(source) || !existsSync(importedDirectory(imported, 'convert', run))) continue;
    output.write(`${run}: ${shortPath(source)} is not there any more; what was converted of it is kept\n`);
  }
}

/** What may be typed of one experiment only. */
function expectNoFields({ prompts, budget }: TypedFields): void {
  const [flag] = [prompts !== undefined && '--prompts', budget !== undefined && '--budget'].filter(Boolean);
  if (flag) throw new UsageError(`${flag}: is written into the file of an experiment; expected one`);
}

/** What was named, after what was typed of it is written into its file. */
function withTyped(named: OverviewOrExperiment, typed: TypedFields, output: Writable): OverviewOrExperiment {
  if (named.overview) {
    expectNoFields(typed);
    return named;
  }
  const { experiment, told } = writeTypedFields(named.experiment, typed);
  if (told !== undefined) output.write(`${told}\n`);
  return { experiment };
}

/** The pipeline knows the experiments of the workspace only. */
function expectInWorkspace(one: Pick<Experiment, 'directory' | 'name'>): void {
  if (inWorkspace(one)) return;
  throw new UsageError(
    `${one.directory}: \`vestige run\` needs an experiment, an overview or imported runs in ${relative(process.cwd(), EXPERIMENTS)}; move it there, or run its stages by hand (pretrain, train, ablate, analyze, report)`,
  );
}
