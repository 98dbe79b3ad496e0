import {
  BASE,
  type Experiment,
  experimentTask,
  isBase,
  isGiven,
  overviewTask,
  STAGES,
} from '@vestige/experiment';
import { importedTask } from '@vestige/imported/tasks';
import type { Argv } from 'yargs';
import { furtherWholeOf } from '../furtherWholes.ts';
import { importedOf } from '../imports.ts';
import { expectInputs } from '../needs/expect.ts';
import { typedTask } from '../needs/typedTask.ts';
import {
  type ExperimentArguments,
  experimentOf,
  experimentOptions,
  overviewOrExperimentOf,
  overviewOrExperimentOptions,
  RESUMED,
  runOf,
  runOptions,
  SEED_OPTION,
  UsageError,
} from '../options.ts';
import { createProgress } from '../progress.ts';
import { interruptSignal } from '../signals.ts';
import { listed } from '../terminal/layout.ts';
import { warnOfTime } from '../warnings.ts';

/** How commands that make what is missing are typed. */
const typed = ({ experiment, backend }: ExperimentArguments) => ({ named: experiment, backend });

const context = () => ({ progress: createProgress(), signal: interruptSignal() });

/** @throws {UsageError} if the policy of a run was trained elsewhere */
function refuseGiven(experiment: Experiment, { condition }: { readonly condition: string }): void {
  if (!isGiven(experiment, condition)) return;
  throw new UsageError(`condition "${condition}" was trained elsewhere; use \`vestige ablate\``);
}

/** Adds one command a stage: what the pipeline calls, and what can be called by hand. */
export function stageCommands(yargs: Argv): Argv {
  return yargs
    .command(
      'pretrain <experiment>',
      STAGES.pretrain.description,
      (y) =>
        experimentOptions(y)
          .option('seed', SEED_OPTION)
          .option('base', { type: 'string', default: BASE, describe: 'Which base, where there are several' })
          .example('$0 pretrain loan --quick --seed 0', 'the base policy of the quick preset')
          .epilogue(RESUMED),
      async (args) => {
        const experiment = experimentOf(args);
        const run = runOf(experiment, { condition: args.base, seed: args.seed });
        refuseGiven(experiment, run);
        if (!isBase(experiment, run.condition)) {
          throw new UsageError(
            `condition "${run.condition}" is trained from a base; use \`vestige train\`, or --base ${listed(Object.keys(experiment.bases))}`,
          );
        }
        warnOfTime(experiment, { stage: 'pretrain', condition: run.condition });
        const { pretrainStage } = await import('../stages/pretrain.ts');
        await pretrainStage(experiment, run, context());
      },
    )
    .command(
      'train <experiment>',
      STAGES.train.description,
      (y) =>
        runOptions(experimentOptions(y))
          .example('$0 train loan --quick --condition biased --seed 0', 'needs the base policy of the seed')
          .epilogue(RESUMED),
      async (args) => {
        const experiment = experimentOf(args);
        const run = runOf(experiment, args);
        refuseGiven(experiment, run);
        if (isBase(experiment, run.condition)) {
          throw new UsageError(
            `condition "${run.condition}" is the pretrained policy itself; use \`vestige pretrain\``,
          );
        }
        expectInputs(typedTask(experimentTask(experiment, 'train', run), typed(args)));
        warnOfTime(experiment, { stage: 'train', condition: run.condition });
        const { trainStage } = await import('../stages/train.ts');
        await trainStage(experiment, run, context());
      },
    )
    .command(
      'ablate <experiment>',
      STAGES.ablate.description,
      (y) =>
        runOptions(experimentOptions(y))
          .example('$0 ablate loan --quick --condition biased --seed 0', 'needs the policies of the run')
          .epilogue(RESUMED),
      async (args) => {
        const experiment = experimentOf(args);
        const run = runOf(experiment, args);
        expectInputs(typedTask(experimentTask(experiment, 'ablate', run), typed(args)));
        warnOfTime(experiment, { stage: 'ablate', condition: run.condition });
        if (isGiven(experiment, run.condition)) {
          const { ablateGivenStage } = await import('../stages/ablateGiven.ts');
          await ablateGivenStage(experiment, run, context());
          return;
        }
        const { ablateStage } = await import('../stages/ablate.ts');
        await ablateStage(experiment, run, context());
      },
    )
    .command(
      'analyze <experiment>',
      'Estimate what the chain of thought still does, over all runs; of imported runs what they reinforced',
      (y) => experimentOptions(y).example('$0 analyze loan --quick', 'needs the interventions of all runs'),
      async (args) => {
        const imported = importedOf(args);
        if (imported) {
          expectInputs(typedTask(importedTask(imported, 'analyze'), typed(args)));
          const { analyzeImportedStage } = await import('../stages/analyzeImported.ts');
          await analyzeImportedStage(imported, context());
          return;
        }
        const experiment = experimentOf(args);
        expectInputs(typedTask(experimentTask(experiment, 'analyze'), typed(args)));
        warnOfTime(experiment, { stage: 'analyze' });
        const { analyzeStage } = await import('../stages/analyze.ts');
        await analyzeStage(experiment, context());
      },
    )
    .command(
      'report <experiment>',
      'Write the page of what a file describes, with metrics.json and figures',
      (y) =>
        overviewOrExperimentOptions(y)
          .example('$0 report loan --quick', 'needs the analysis')
          .example('$0 report overview --quick', 'needs the report of each of its experiments'),
      async (args) => {
        const further = furtherWholeOf(args);
        if (further) expectInputs(typedTask(further.report, typed(args)));
        if (further?.kind === 'calibration') {
          const { calibrationReportStage } = await import('../stages/calibrationReport.ts');
          await calibrationReportStage(further.file, context());
          return;
        }
        if (further) {
          const { importedReportStage } = await import('../stages/importedReport.ts');
          await importedReportStage(further.file, context());
          return;
        }
        const { overview, experiment } = overviewOrExperimentOf(args);
        if (overview) {
          expectInputs(typedTask(overviewTask(overview), typed(args)));
          const { overviewStage } = await import('../stages/overview.ts');
          await overviewStage(overview, context());
          return;
        }
        expectInputs(typedTask(experimentTask(experiment, 'report'), typed(args)));
        const { reportStage } = await import('../stages/report.ts');
        await reportStage(experiment, context());
      },
    );
}
