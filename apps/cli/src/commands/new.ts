import type { Argv, CommandModule } from 'yargs';
import { SOURCES, type SourceKind } from '../new/sources.ts';

/** Adds `vestige new experiment`, and `vestige new` of each part of a package that it can make. */
export function newCommand(yargs: Argv): Argv {
  return yargs.command(
    'new',
    'Make an experiment, environment, intervention or estimator to start from',
    (y) =>
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
        .command(part('environment', 'a tiny one that works', 'copy'))
        .command(part('intervention', 'one that works', 'reverse'))
        .command(part('estimator', 'one that works, of each intervention', 'answered'))
        .demandCommand(1)
        .example('$0 new experiment monitored', 'apps/experiments/monitored/, ready to run')
        .example('$0 new environment copy', 'packages/environment/src/copy.ts and its tests'),
  );
}

function named<T>(y: Argv<T>, what: string, home: string) {
  return y
    .positional('name', { type: 'string', demandOption: true, describe: `Name of the ${what}: a-z and 0-9` })
    .option('into', { type: 'string', describe: `Folder to make it in, instead of ${home}` });
}

/** `vestige new` of a part of a package. */
function part(
  kind: SourceKind,
  which: string,
  example: string,
): CommandModule<object, { name: string; into: string | undefined }> {
  const { folder } = SOURCES[kind];
  return {
    command: `${kind} <name>`,
    describe: `Make an ${kind}: ${which}, with its tests`,
    builder: (y) =>
      named(y, kind, folder).example(`$0 new ${kind} ${example}`, `${folder}/${example}.ts and its tests`),
    handler: async ({ name, into }) => {
      const { newSource } = await import('../new/newSource.ts');
      console.log(newSource(kind, name, into).join('\n'));
    },
  };
}
