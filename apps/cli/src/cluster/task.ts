import { availableParallelism } from 'node:os';
import { forgetOutcomes, lastOutcomes, type TaskMessage } from '@vestige/cluster';
import { UsageError } from '../failure.ts';
import type { ExperimentArguments } from '../options.ts';
import { runCheckedPipeline } from '../pipeline/checked.ts';
import { PipelineFailure } from '../pipeline/pipeline.ts';
import { expectedFolder } from '../stages/shared/expected.ts';
import { fromRoot, WORKSPACE } from '../workspace.ts';
import { pipelineOf } from './whole.ts';

/**
 * Runs one task of a pipeline in this workspace, and those before it that no cache has; tells the job that started this
 * process how it went. It stops when the job ends.
 *
 * @param id of the task, as Nx names it
 */
export async function runTask(args: ExperimentArguments, id: string): Promise<void> {
  const { report, stages } = pipelineOf(args);
  const task = stages.get(id);
  if (task === undefined) throw new UsageError(`${report.project} has no task ${id}`);
  const folders = [...stages.values()].map(({ directory }) => fromRoot(directory));
  const alone = () => process.kill(process.pid, 'SIGTERM');
  process.once('disconnect', alone);
  forgetOutcomes(WORKSPACE);
  try {
    await runCheckedPipeline(task.project, [expectedFolder(task)], {
      parallel: availableParallelism(),
      cache: true,
      output: process.stdout,
      others: [...new Set([...stages.values()].map(({ project }) => project))],
      target: task.stage.name,
    });
    await tell({ ...ran(id), reason: null, folders });
  } catch (error) {
    if (error instanceof PipelineFailure) await tell({ ...ran(id), reason: reasonOf(error), folders });
    throw error;
  } finally {
    process.off('disconnect', alone);
    if (process.connected) process.disconnect();
  }
}

/** To the job, if one has started this process. */
async function tell(message: TaskMessage): Promise<void> {
  if (!process.connected) return;
  await new Promise<void>((sent) => process.send!(message, undefined, undefined, () => sent()));
}

/** What Nx did not find in the cache, and how long the task itself took. */
function ran(id: string): Pick<TaskMessage, 'ran' | 'stageTook'> {
  const made = lastOutcomes(WORKSPACE).filter(({ cached, code }) => !cached && code === 0);
  return {
    ran: made.map(({ task }) => task),
    stageTook: made.find(({ task }) => task === id)?.seconds ?? null,
  };
}

/** What the stage complained of; else what Nx says. */
function reasonOf({ complaints, message }: PipelineFailure): string {
  return complaints.at(-1) ?? message;
}
