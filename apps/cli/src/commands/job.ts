import type { Argv } from 'yargs';
import { wholeNumber } from '../numbers.ts';
import { overviewOrExperimentOptions } from '../options.ts';

/**
 * Adds what the jobs of a cluster start: `vestige job`, and in its workspace `vestige task`; and what a workflow of GitHub
 * Actions makes its jobs of, `vestige matrix`. None is for people.
 */
export function jobCommands(yargs: Argv): Argv {
  return yargs
    .command(
      'job <submission> <array>',
      false,
      (y) =>
        y
          .positional('submission', { type: 'string', demandOption: true })
          .positional('array', { type: 'string', demandOption: true })
          .option('index', { ...wholeNumber('index', 0, 2 ** 31 - 1), describe: 'As the scheduler says' }),
      async ({ submission, array, index }) => {
        const { runQueuedJob } = await import('../cluster/job.ts');
        process.exitCode = await runQueuedJob(submission, array, index);
      },
    )
    .command(
      'task <experiment>',
      false,
      (y) =>
        overviewOrExperimentOptions(y).option('task', {
          type: 'string',
          demandOption: true,
          describe: 'As Nx names it',
        }),
      async (args) => {
        const { runTask } = await import('../cluster/task.ts');
        await runTask(args, args.task);
      },
    )
    .command('matrix <experiment>', false, overviewOrExperimentOptions, async (args) => {
      const [{ matrixLines }, { pipelineOf }] = await Promise.all([
        import('../cluster/matrix.ts'),
        import('../cluster/whole.ts'),
      ]);
      const lines = await matrixLines(pipelineOf(args), (line) => console.error(line));
      console.log(lines.join('\n'));
    });
}
