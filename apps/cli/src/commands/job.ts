import type { Argv } from 'yargs';
import { wholeNumber } from '../numbers.ts';
import { overviewOrExperimentOptions } from '../options.ts';

/**
 * Adds what a cluster starts: `vestige job`, in Kubernetes `vestige pod`, in the workspace of both `vestige task`, and
 * `vestige conduct`; and what a workflow of GitHub Actions makes its jobs of, `vestige matrix`. None is for people.
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
    })
    .command(
      'pod <submission>',
      false,
      (y) => y.positional('submission', { type: 'string', demandOption: true }),
      async ({ submission }) => {
        const { runTaskOfPod } = await import('../cluster/kubernetes/pod.ts');
        process.exitCode = await runTaskOfPod(submission);
      },
    )
    .command(
      'conduct <jobs>',
      false,
      (y) => y.positional('jobs', { type: 'string', demandOption: true, describe: 'With commas' }),
      async ({ jobs }) => {
        const { conductJobs } = await import('../cluster/kubernetes/conductor.ts');
        await conductJobs(jobs.split(','));
      },
    );
}
