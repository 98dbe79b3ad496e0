import type { Argv } from 'yargs';

/** Adds `vestige new experiment` and `vestige new environment`. */
export function newCommand(yargs: Argv): Argv {
  const named = <T>(y: Argv<T>, what: string, home: string) =>
    y
      .positional('name', {
        type: 'string',
        demandOption: true,
        describe: `Name of the ${what}: a-z and 0-9`,
      })
      .option('into', { type: 'string', describe: `Folder to make it in, instead of ${home}` });
  return yargs.command('new', 'Make an experiment or an environment to start from', (y) =>
    y
      .command(
        'experiment <name>',
        'Make an experiment: experiment.json and README.md',
        (e) =>
          named(e, 'experiment', 'apps/experiments').example(
            '$0 new experiment monitored',
            'apps/experiments/monitored/, ready to run',
          ),
        async ({ name, into }) => {
          const { newExperiment } = await import('../new/newExperiment.ts');
          console.log(newExperiment(name, into).join('\n'));
        },
      )
      .command(
        'environment <name>',
        'Make an environment: a tiny one that works, with its tests',
        (e) =>
          named(e, 'environment', 'packages/environment/src').example(
            '$0 new environment copy',
            'packages/environment/src/copy.ts and its tests',
          ),
        async ({ name, into }) => {
          const { newEnvironment } = await import('../new/newEnvironment.ts');
          console.log(newEnvironment(name, into).join('\n'));
        },
      )
      .demandCommand(1)
      .example('$0 new experiment monitored', 'apps/experiments/monitored/, ready to run')
      .example('$0 new environment copy', 'packages/environment/src/copy.ts and its tests'),
  );
}
