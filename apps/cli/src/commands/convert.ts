import { ExperimentError } from '@vestige/experiment';
import { IMPORTED_STAGES } from '@vestige/imported/tasks';
import type { Argv } from 'yargs';
import { UsageError } from '../failure.ts';
import { importedOf } from '../imports.ts';
import { createProgress } from '../progress.ts';
import { interruptSignal } from '../signals.ts';
import { listed } from '../terminal/layout.ts';
import { importedNames } from '../workspace.ts';

/** Adds `vestige convert`: the stage of imported runs that the pipeline calls for each run. */
export function convertCommand(yargs: Argv): Argv {
  return yargs.command(
    'convert <imported>',
    IMPORTED_STAGES.convert.description,
    (y) =>
      y
        .positional('imported', {
          type: 'string',
          demandOption: true,
          describe: 'Name of imported runs, or path of their imported.json',
        })
        .option('run', { type: 'string', demandOption: true, describe: 'Which run' })
        .option('preset', { type: 'string', describe: 'Named variant in the file' })
        .option('quick', { type: 'boolean', describe: 'Short for --preset quick' })
        .example('$0 convert mine --run grpo', 'what `vestige run mine` begins with'),
    async (args) => {
      const imported = importedOf({ ...args, experiment: args.imported });
      if (!imported) {
        const expected = listed([...importedNames(), 'the path of an imported.json']);
        throw new ExperimentError(`there are no imported runs "${args.imported}"; expected ${expected}`);
      }
      const { run } = args;
      if (!Object.hasOwn(imported.runs, run)) {
        throw new UsageError(
          `--run ${run}: there is no such run; expected ${listed(Object.keys(imported.runs))}`,
        );
      }
      const { convertStage } = await import('../stages/convert.ts');
      await convertStage(imported, run, { progress: createProgress(), signal: interruptSignal() });
    },
  );
}
