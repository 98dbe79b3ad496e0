import { join } from 'node:path';
import { experimentTask, overviewTask, type StageTask } from '@vestige/experiment';
import { furtherWholeOf } from '../furtherWholes.ts';
import { inWorkspace } from '../needs/typedTask.ts';
import { type ExperimentArguments, overviewOrExperimentOf, UsageError } from '../options.ts';
import { reportsOf } from '../pipeline/reports.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS, fromRoot } from '../workspace.ts';

/** What is run as jobs: all that a report is made of. */
export interface Pipeline {
  readonly report: StageTask;
  /** Nx's name of the report's task. */
  readonly id: string;
  /** Every stage, by Nx's name of its task. */
  readonly stages: ReadonlyMap<string, StageTask>;
  /** Words of a command line that name it, from the root of a workspace. */
  readonly named: readonly string[];
}

/**
 * The pipeline of an experiment, an overview, a calibration or imported runs.
 *
 * @throws {UsageError} if it is not where Nx looks
 */
export function pipelineOf(args: ExperimentArguments): Pipeline {
  const report = reportOf(args);
  const { whole, file } = report;
  if (!inWorkspace(whole)) {
    throw new UsageError(
      `${whole.directory}: jobs run what is in ${shortPath(EXPERIMENTS)}, where Nx looks; move it there`,
    );
  }
  const preset = whole.preset === undefined ? [] : ['--preset', whole.preset];
  return {
    report,
    id: taskId(report),
    stages: stagesOf(report),
    named: [join(fromRoot(whole.directory), file), ...preset],
  };
}

function reportOf(args: ExperimentArguments): StageTask {
  const further = furtherWholeOf(args);
  if (further) return further.report;
  const { overview, experiment } = overviewOrExperimentOf(args);
  return overview ? overviewTask(overview) : experimentTask(experiment, 'report');
}

/** As Nx names a task. */
function taskId({ project, stage }: StageTask): string {
  return `${project}:${stage.name}`;
}

function stagesOf(report: StageTask): Map<string, StageTask> {
  const found = new Map<string, StageTask>();
  const visit = (task: StageTask) => {
    if (found.has(taskId(task))) return;
    found.set(taskId(task), task);
    for (const { task: earlier } of task.before()) visit(earlier);
  };
  reportsOf(report).forEach(visit);
  return found;
}
