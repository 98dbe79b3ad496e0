import type { Argv } from 'yargs';
import { wholeNumber } from '../numbers.ts';
import { overviewOrExperimentOptions } from '../options.ts';
import { text } from '../text.ts';

const MOST = 2 ** 20;

/** The option `--shared` of the commands on jobs. */
const SHARED_OPTION = {
  ...text('shared', 'a folder'),
  describe: 'Folder on a disk that all machines share: snapshots, logs, results (.nx/shared of the clone)',
} as const;

/** Adds the commands on jobs: `vestige submit`, `vestige status` and `vestige cancel`. */
export function clusterCommands(yargs: Argv): Argv {
  return yargs
    .command(
      'submit <experiment>',
      'Queue what `vestige run` would run as jobs of a cluster, but for what is cached',
      (y) =>
        overviewOrExperimentOptions(y)
          .option('to', {
            choices: ['slurm', 'kubernetes'] as const,
            demandOption: true,
            describe: 'Which scheduler',
          })
          .option('dry-run', {
            type: 'boolean',
            default: false,
            describe: 'Say what would be queued: for Kubernetes as its manifest',
          })
          .option('partition', { type: 'string', requiresArg: true, describe: 'Of Slurm' })
          .option('account', { type: 'string', requiresArg: true, describe: 'Of Slurm' })
          .option('time', {
            type: 'string',
            requiresArg: true,
            describe: 'Most time of a job: 90, 2:00:00 or 1-12',
          })
          .option('memory', { type: 'string', requiresArg: true, describe: 'Of a job: 4G (as estimated)' })
          .option('cores', { ...wholeNumber('cores', 1, MOST), describe: 'Of a job' })
          .option('gpus', { ...wholeNumber('gpus', 0, MOST), describe: 'Of a job that runs a model' })
          .option('sbatch', {
            type: 'string',
            requiresArg: true,
            describe: 'Further options of sbatch, in one word: "--qos=low --nice"',
          })
          .option('image', {
            type: 'string',
            requiresArg: true,
            describe: 'Of Kubernetes: image with this workspace, by tools/kubernetes/Dockerfile',
          })
          .option('namespace', {
            type: 'string',
            requiresArg: true,
            describe: 'Of Kubernetes (that of kubectl)',
          })
          .option('cache-server', {
            type: 'string',
            requiresArg: true,
            describe: 'URL of the server of results, as pods reach it (as this machine does)',
          })
          .option('cache-secret', {
            type: 'string',
            requiresArg: true,
            describe: 'Secret of Kubernetes with its token, under the key "token"',
          })
          .option('volume', {
            type: 'string',
            requiresArg: true,
            describe: 'Claim of a volume from which stages go on that were interrupted',
          })
          .option('pods', { ...wholeNumber('pods', 1, MOST), describe: 'Pods of a Job at a time (all)' })
          .option('retries', {
            ...wholeNumber('retries', 0, MOST),
            describe: 'How often a task that failed is tried again in Kubernetes (2)',
          })
          .option('conductor', {
            type: 'boolean',
            default: true,
            describe: '--no-conductor: `vestige status --watch` starts the Jobs that wait, not a pod',
          })
          .option('shared', SHARED_OPTION)
          .option('cache-dir', {
            ...text('cache-dir', 'a folder'),
            describe: 'Folder of results that all machines share (cache in that of --shared)',
          })
          .example('$0 submit loan --to slurm', 'three seeds: a job for each stage of each run')
          .example('$0 submit loan --quick --to slurm --dry-run', 'what would be queued')
          .example(
            '$0 submit loan --to kubernetes --image registry.example/vestige --cache-secret vestige-cache',
            'the same as Indexed Jobs',
          )
          .example('$0 submit mine --to slurm --partition gpu --gpus 1', 'an experiment on a language model'),
      async (args) => {
        const [
          { pipelineOf },
          { submit },
          { cacheOf, requestOf, sharedOf },
          { tellSubmitted, tellSubmittedToKubernetes },
        ] = await Promise.all([
          import('../cluster/whole.ts'),
          import('../cluster/submit.ts'),
          import('../cluster/typed.ts'),
          import('../cluster/tell.ts'),
        ]);
        const shared = sharedOf(args.shared);
        const pipeline = pipelineOf(args);
        const log = (line: string) => console.error(line);
        if (args.to === 'kubernetes') {
          const [{ submitToKubernetes }, { kubernetesOf }, { yamlOf }] = await Promise.all([
            import('../cluster/kubernetes/submit.ts'),
            import('../cluster/kubernetes/typed.ts'),
            import('@vestige/cluster/kubernetes'),
          ]);
          const submitted = await submitToKubernetes(pipeline, {
            ...{ shared, request: requestOf(args), dry: args['dry-run'], log },
            kubernetes: kubernetesOf(args),
          });
          const told = tellSubmittedToKubernetes(pipeline, submitted).join('\n');
          if (args['dry-run']) {
            log(told);
            process.stdout.write(yamlOf(submitted.objects));
          } else console.log(told);
          return;
        }
        const { expectNoneOfKubernetes } = await import('../cluster/kubernetes/typed.ts');
        expectNoneOfKubernetes(args);
        const submitted = await submit(pipeline, {
          shared,
          cache: cacheOf(shared, args['cache-dir']),
          request: requestOf(args),
          dry: args['dry-run'],
          log,
        });
        console.log(tellSubmitted(pipeline, submitted).join('\n'));
      },
    )
    .command(
      'status <experiment>',
      'Tell how it stands with the jobs of what was submitted last',
      (y) =>
        overviewOrExperimentOptions(y)
          .option('json', { type: 'boolean', default: false, describe: 'For programs: JSON' })
          .option('watch', { type: 'boolean', default: false, describe: 'Until all jobs have ended' })
          .option('shared', SHARED_OPTION)
          .example('$0 status loan --quick', 'what is done, runs, waits or failed, and why'),
      async (args) => {
        const [{ pipelineOf }, { expectedStatus, watchStatus }, { sharedOf }, { tellStatus }] =
          await Promise.all([
            import('../cluster/whole.ts'),
            import('../cluster/status.ts'),
            import('../cluster/typed.ts'),
            import('../cluster/tell.ts'),
          ]);
        const shared = sharedOf(args.shared);
        const pipeline = pipelineOf(args);
        const status = args.watch
          ? await watchStatus(shared, pipeline, (line) => console.error(line))
          : await expectedStatus(shared, pipeline);
        if (args.json) {
          const { directory, record, tasks, results, over } = status;
          console.log(JSON.stringify({ id: record.id, directory, over, tasks, results }, null, 2));
        } else console.log(tellStatus(pipeline, status).join('\n'));
        if (status.over && status.tasks.some(({ state }) => state !== 'done')) process.exitCode = 1;
      },
    )
    .command(
      'cancel <experiment>',
      'Cancel the jobs of what was submitted last',
      (y) =>
        overviewOrExperimentOptions(y)
          .option('shared', SHARED_OPTION)
          .example('$0 cancel loan --quick', 'what is done stays'),
      async (args) => {
        const [{ pipelineOf }, { cancel }, { sharedOf }] = await Promise.all([
          import('../cluster/whole.ts'),
          import('../cluster/status.ts'),
          import('../cluster/typed.ts'),
        ]);
        for (const line of await cancel(sharedOf(args.shared), pipelineOf(args))) console.log(line);
      },
    );
}
